import type { Decision, Now, Reading, Value } from "../../model/index.ts";

/** So much waits for the clock in memory at most … */
const MOST_READINGS = 200_000;
const MOST_DECISIONS = 2_000;
/** … and so much of it is saved, so that a restart of Gleaner alone loses nothing: some 300 kB. */
const MOST_SAVED = 10_000;

/** What happened at one moment, with the clocks as they stood. */
export interface Moment {
  readonly now: Now;
  readonly readings: readonly Reading[];
  readonly decisions: readonly Decision[];
}

/** A moment as it is saved: instants relative to `at`, channels by number. */
interface SavedMoment {
  readonly at: number;
  readonly mono: number;
  readonly readings: readonly (readonly [channel: number, value: Value, after_ms: number])[];
  readonly decisions: readonly Decision[];
}

/** Readings and decisions that wait for the clock to be set, as plain data. */
export interface SavedUndated {
  readonly boot: string;
  readonly channels: readonly string[];
  readonly moments: readonly SavedMoment[];
  /** Not all readings found room. */
  readonly cut: boolean;
}

/** A span of the monotonic clock in which readings were lost, ms. */
interface Lost {
  readonly from: number;
  to: number;
}

function looksSaved(saved: unknown): saved is SavedUndated {
  if (typeof saved !== "object" || saved === null) return false;
  const { boot, channels, moments } = saved as Partial<SavedUndated>;
  return typeof boot === "string" && Array.isArray(channels) && Array.isArray(moments);
}

/** One moment without a time would take the time from all that follow. */
function isSound(moment: SavedMoment | null): moment is SavedMoment {
  const { at, mono, readings, decisions } = moment ?? {};
  const isWhole = Number.isFinite(at) && Number.isFinite(mono) && Array.isArray(readings) && Array.isArray(decisions);
  return isWhole && readings.every(Array.isArray) && decisions.every((decision) => Number.isFinite(decision?.at));
}

/** Readings taken while nobody knows what time it is: each moment by the monotonic clock of this machine start. */
export class Undated {
  readonly #boot: string;
  #moments: Moment[] = [];
  #readings = 0;
  #decisions = 0;
  /** Readings that found no room. */
  dropped = 0;
  #lost: Lost | undefined;
  /** Decisions of an earlier machine start; when they were made is known by its clock alone, which was not set. */
  readonly stranded: readonly Decision[] = [];
  /** Readings of an earlier machine start were waiting: what their instants were can never be told. */
  readonly stranded_readings: number = 0;
  /** Readings of an earlier run of this machine start were more than are saved. */
  readonly cut: boolean = false;

  /** @param saved what `plain()` gave in an earlier run */
  constructor(saved: unknown, boot: string) {
    this.#boot = boot;
    if (!looksSaved(saved)) return;
    const moments = saved.moments.filter(isSound).map((moment) => restored(moment, saved.channels));
    if (saved.boot === boot) {
      for (const moment of moments) this.#push(moment);
      this.cut = saved.cut;
    } else {
      this.stranded = moments.flatMap(({ decisions }) => decisions);
      this.stranded_readings = moments.reduce((sum, { readings }) => sum + readings.length, 0);
    }
  }

  /** @returns how many of the decisions found no room */
  put(now: Now, readings: readonly Reading[], decisions: readonly Decision[]): number {
    const room = Math.max(0, MOST_READINGS - this.#readings);
    const room_decisions = Math.max(0, MOST_DECISIONS - this.#decisions);
    if (readings.length > room) {
      this.dropped += readings.length - room;
      this.#lost ??= { from: now.mono, to: now.mono };
      this.#lost.to = now.mono;
    }
    this.#push({ now, readings: readings.slice(0, room), decisions: decisions.slice(0, room_decisions) });
    return Math.max(0, decisions.length - room_decisions);
  }

  #push(moment: Moment): void {
    if (moment.readings.length === 0 && moment.decisions.length === 0) return;
    this.#moments.push(moment);
    this.#readings += moment.readings.length;
    this.#decisions += moment.decisions.length;
  }

  get readings(): number {
    return this.#readings;
  }

  /** Readings that a stop would lose. */
  get unsaved(): number {
    return Math.max(0, this.#readings - MOST_SAVED);
  }

  /** Everything that waits, oldest first, and the time in which readings found no room; nothing waits afterwards. */
  take(): { readonly moments: readonly Moment[]; readonly lost: Lost | undefined } {
    const taken = { moments: this.#moments, lost: this.#lost };
    this.#moments = [];
    this.#readings = 0;
    this.#decisions = 0;
    this.#lost = undefined;
    return taken;
  }

  /** What waits, as far as it is saved; `undefined` when nothing does. */
  plain(): SavedUndated | undefined {
    if (this.#moments.length === 0) return undefined;
    const numbers = new Map<string, number>();
    const numberOf = (channel: string): number => {
      const known = numbers.get(channel) ?? numbers.size;
      numbers.set(channel, known);
      return known;
    };
    let room = MOST_SAVED;
    const moments = this.#moments.map(({ now, readings, decisions }) => {
      const kept = readings.slice(0, room);
      room -= kept.length;
      return {
        at: now.at,
        mono: now.mono,
        readings: kept.map(({ channel, value, at }) => [numberOf(channel), value, at - now.at] as const),
        decisions,
      };
    });
    const held = moments.filter(({ readings, decisions }) => readings.length > 0 || decisions.length > 0);
    return { boot: this.#boot, channels: [...numbers.keys()], moments: held, cut: this.unsaved > 0 };
  }
}

function restored({ at, mono, readings, decisions }: SavedMoment, channels: readonly string[]): Moment {
  return {
    now: { at, mono },
    readings: readings.flatMap(([number, value, after_ms]) => {
      const channel = channels[number];
      return channel === undefined ? [] : [{ channel, value, at: at + after_ms }];
    }),
    decisions,
  };
}
