import {
  type Batch,
  type Decision,
  FURTHEST_INSTANT,
  flawOfName,
  type Gap,
  LONGEST_STATE,
  type Pace,
  type Reading,
  StoreError,
  soundUnit,
  type Unit,
} from "../../model/index.ts";
import type { ChannelNews, JournalRow, ReadingColumns, WireBatch } from "../writing/batch.ts";

/** Bounds of what is kept. */
export const MAX_CHANNELS = 10_000;
/** Characters of the JSON of one journal line's reason or inputs. */
export const MAX_LINE_LENGTH = 16_384;
export const MAX_MEMORY_LENGTH = 4 * 1024 * 1024;

/** The JSON of a list, shortened from its end until it fits: one line that is too long must not hold up all others. */
function fitted(list: readonly unknown[]): string {
  let kept = list;
  let json = JSON.stringify(kept);
  while (json.length > MAX_LINE_LENGTH && kept.length > 0) {
    kept = kept.slice(0, Math.floor(kept.length / 2));
    json = JSON.stringify(kept);
  }
  return json;
}

function reasonText(reason: Decision["reason"]): string {
  const json = JSON.stringify(reason);
  return json.length > MAX_LINE_LENGTH ? JSON.stringify({ code: reason.code }) : json;
}

/** @throws StoreError when the decision has no instant */
export function journalRow(decision: Decision): JournalRow {
  const { at, kind, relay = null, on, inputs } = decision;
  const instant = Math.round(at);
  if (!(Math.abs(instant) <= FURTHEST_INSTANT)) {
    throw new StoreError({ code: "other", message: `A decision at ${at} has no instant in UTC ms`, fatal: false });
  }
  const reason = reasonText(decision.reason);
  const seen = inputs === undefined ? null : fitted(inputs);
  return { at: instant, kind, relay, is_on: on === undefined ? null : Number(on), reason, inputs: seen };
}

/** Spans between whole milliseconds; those without instants are left out. */
function whole<T extends Gap | Pace>(spans: readonly T[]): T[] {
  return spans
    .map((span) => ({ ...span, since: Math.round(span.since), until: Math.round(span.until) }))
    .filter(({ since, until }) => Math.abs(since) <= FURTHEST_INSTANT && Math.abs(until) <= FURTHEST_INSTANT);
}

/** `null`: there is none, or it is too large to be kept (4 MiB; that of a large house takes some 50 kB). */
function memoryText(memory: unknown): string | null {
  if (memory === undefined) return null;
  const text = JSON.stringify(memory);
  return text.length > MAX_MEMORY_LENGTH ? null : text;
}

/**
 * Turns batches into columns. Keeps the channel numbers that the writer's thread knows.
 *
 * Instants are rounded to whole milliseconds. A reading, or a gap, that cannot be kept is left out and counted in `dropped`
 * rather than failing the batch, so that one broken device does not stop everything else from being stored:
 * a number that is not finite, an instant that is none, a state that is too long, a channel whose name may not be kept,
 * a channel beyond the 10,000th.
 */
export class Encoder {
  readonly #channels = new Map<string, number>();
  readonly #units = new Map<string, Unit>();
  #names: string[] = [];
  #described: [number, Unit][] = [];
  #dropped = 0;

  /** Readings left out because they cannot be kept. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether a unit was told that the writer has not heard of. */
  get hasNews(): boolean {
    return this.#described.length > 0;
  }

  /** Remembers the unit of a channel; cheap when it is known already. */
  describe(name: string, unit: Unit): void {
    if (this.#units.get(name) === unit) return;
    const channel = this.#channel(name);
    if (channel === undefined) return;
    this.#units.set(name, unit);
    this.#described.push([channel, soundUnit(unit)]);
  }

  /** @throws StoreError when a decision has no instant */
  encode(batch: Batch): WireBatch {
    const journal = batch.decisions.map(journalRow);
    const memory = memoryText(batch.memory);
    if (memory === null && batch.memory !== undefined) this.#dropped += 1;
    const gaps = whole(batch.gaps ?? []);
    this.#dropped += (batch.gaps?.length ?? 0) - gaps.length;
    const paces = whole(batch.paces ?? []);
    this.#dropped += (batch.paces?.length ?? 0) - paces.length;
    return { readings: this.#columns(batch.readings), journal, memory, gaps, paces };
  }

  /** Names and units that the writer has not been told of; asks once. */
  takeNews(): ChannelNews {
    const news = { names: this.#names, units: this.#described };
    this.#names = [];
    this.#described = [];
    return news;
  }

  #channel(name: string): number | undefined {
    const known = this.#channels.get(name);
    if (known !== undefined) return known;
    const number = this.#channels.size;
    if (number >= MAX_CHANNELS || flawOfName(name) !== undefined) return undefined;
    this.#channels.set(name, number);
    this.#names.push(name);
    return number;
  }

  #columns(readings: readonly Reading[]): ReadingColumns {
    const channels = new Uint32Array(readings.length);
    const instants = new Float64Array(readings.length);
    const values = new Float64Array(readings.length);
    const states: string[] = [];
    let count = 0;
    for (const { channel, at, value } of readings) {
      const instant = Math.round(at);
      const sound =
        typeof value === "number" ? Number.isFinite(value) : typeof value === "string" && value.length <= LONGEST_STATE;
      const number = sound && Math.abs(instant) <= FURTHEST_INSTANT ? this.#channel(channel) : undefined;
      if (number === undefined) continue;
      channels[count] = number;
      instants[count] = instant;
      if (typeof value === "number") values[count] = value;
      else {
        values[count] = Number.NaN;
        states.push(value);
      }
      count++;
    }
    this.#dropped += readings.length - count;
    return {
      channel: channels.subarray(0, count),
      at: instants.subarray(0, count),
      value: values.subarray(0, count),
      states,
    };
  }
}
