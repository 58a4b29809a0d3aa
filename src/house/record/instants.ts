import type { Reading } from "../../model/index.ts";

/** Readings that come in one go are recorded ahead of the time by this at most: so many of one channel. */
const MOST_AHEAD_MS = 1_000;
/** Time that is so far behind a channel's newest instant has gone back; a device's own clock is not believed that far. */
const WENT_BACK_MS = 5_000;

/**
 * The instant of a channel's next reading: its own, but after that of the reading before.
 * @param last of the reading before; `null`: there was none
 * @param at when it was measured
 * @returns `undefined` while that lies more than a second ahead: then only the newest one counts
 */
export function nextInstant(last: number | null, at: number, now: number): number | undefined {
  const due = Math.max(now, at);
  if (last === null || at > last || last - due > WENT_BACK_MS) return at;
  return last + 1 - due > MOST_AHEAD_MS ? undefined : last + 1;
}

interface Channel {
  /** Its newest instant, UTC ms. */
  last: number;
  /** Its newest reading, while that has no instant yet. */
  waiting: Reading | undefined;
}

/**
 * Gives each reading of a channel an instant of its own, in the order of arrival. Readings that arrive within one
 * millisecond, such as lines that waited in a pipe, were measured one after the other: each is given the next
 * millisecond. Where that lies more than a second ahead, the newest one waits for its instant, and takes the place of the one
 * that waited before it. Of those that were measured together the last one counts. What is not kept is counted.
 */
export class Instants {
  readonly #channels = new Map<string, Channel>();
  readonly #waiting = new Set<string>();
  readonly #onSuperseded: (channel: string) => void;
  /** Up to here it was looked whether what waits is due. */
  #looked_at = Number.NEGATIVE_INFINITY;

  /** @param onSuperseded is told of each reading that is not kept, as a newer one took its place */
  constructor(onSuperseded: (channel: string) => void) {
    this.#onSuperseded = onSuperseded;
  }

  /**
   * @param readings measured together, with the instants at which they would be recorded
   * @param now recorded time, UTC ms
   * @returns those to be kept, and those that waited, oldest first
   */
  apart(readings: readonly Reading[], now: number): Reading[] {
    const kept = now > this.#looked_at ? this.due(now) : [];
    for (const reading of lastOfEach(readings, this.#onSuperseded)) {
      const at = this.#instantOf(reading, now);
      if (at !== undefined) kept.push(at === reading.at ? reading : { ...reading, at });
    }
    return kept;
  }

  /** The readings that waited for their instant, as far as it has come. @param now recorded time, UTC ms */
  due(now: number): Reading[] {
    this.#looked_at = now;
    const kept: Reading[] = [];
    for (const name of this.#waiting) {
      const channel = this.#channels.get(name);
      const at = (channel?.last ?? 0) + 1;
      if (!channel?.waiting || at - now > MOST_AHEAD_MS) continue;
      kept.push({ ...channel.waiting, at });
      channel.last = at;
      channel.waiting = undefined;
      this.#waiting.delete(name);
    }
    return kept;
  }

  /** What still waits, at the stop. */
  rest(): Reading[] {
    return this.due(Number.POSITIVE_INFINITY);
  }

  /** The instant of a reading; `undefined`: there is none yet, and it waits. */
  #instantOf(reading: Reading, now: number): number | undefined {
    const channel = this.#channels.get(reading.channel);
    const at = nextInstant(channel?.last ?? null, reading.at, now);
    if (channel) this.#wait(channel, reading.channel, at === undefined ? reading : undefined);
    if (at === undefined) return undefined;
    if (channel) channel.last = at;
    else this.#channels.set(reading.channel, { last: at, waiting: undefined });
    return at;
  }

  /** A reading waits instead of the one before it, which is older. */
  #wait(channel: Channel, name: string, reading: Reading | undefined): void {
    if (channel.waiting) this.#onSuperseded(name);
    channel.waiting = reading;
    if (reading) this.#waiting.add(name);
    else this.#waiting.delete(name);
  }
}

/** Of several readings of one channel and instant the last one. @param onOther is told the channel of each other one */
function lastOfEach(readings: readonly Reading[], onOther: (channel: string) => void): Iterable<Reading> {
  if (new Set(readings.map(({ channel }) => channel)).size === readings.length) return readings;
  const last = new Map<string, Reading>();
  for (const reading of readings) {
    const key = `${reading.at} ${reading.channel}`;
    if (last.has(key)) onOther(reading.channel);
    last.set(key, reading);
  }
  return last.values();
}
