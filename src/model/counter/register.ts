import type { CounterRules } from "../ports/history.ts";
import { Change, type ChangeSource, isFurther, type Mark, SMALL } from "./doubt.ts";
import { fullAbove } from "./rollover.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How much faster than before a rise is that may be a leap … */
export const FAST = 8;
/** … and one that nobody believes at once. */
export const STEEP = 64;
/** What it may rise on any day, times its usual pace. */
const USUAL = 3;
/** How far a register may have got unseen: in changes, and beyond its highest number in time at its usual pace. */
export const UNSEEN_CHANGES = 2;
const UNSEEN_PACE = 16;
/** Between two readings so far apart it rises by more than a last digit. */
const RARE_MS = 2 * HOUR_MS;
/** A register has room for so many changes, or for so long at its usual pace; what is full sooner is the count of a day or a year. */
const ROOM = 50_000;
const ROOM_MS = 5 * 365 * DAY_MS;

/** What a register is believed to show, and how it rose until now. */
export class Register {
  readonly #rules: CounterRules;
  #start = 0;
  /** NaN: nothing is known yet. */
  level = Number.NaN;
  /** When it was seen last, UTC ms. */
  at = Number.NaN;
  change: ChangeSource = new Change(0, Number.NaN);
  /** All that it rose so far. */
  total = 0;

  constructor(rules: CounterRules) {
    this.#rules = rules;
  }

  /** Its first reading. */
  begin(at: number, value: number): void {
    this.level = value;
    this.#start = at;
    this.change = new Change(0, at);
  }

  goBack({ level, at, change, total }: Mark): void {
    this.level = level;
    this.at = at;
    this.change = change;
    this.total = total;
  }

  /** Its usual pace so far, a millisecond. @param until reckoned until then, UTC ms */
  pace(until = this.at): number {
    return until > this.#start ? this.total / (until - this.#start) : 0;
  }

  /** Whether something is more than so many times what it would rise in a time, and more than its last changes. */
  exceeds(rise: number, time_ms: number, times: number): boolean {
    return rise > times * this.pace() * time_ms && rise >= UNSEEN_CHANGES * this.change.lastChange().size;
  }

  /**
   * Whether it may have risen by so much on any day.
   * @param mark as the register was then
   */
  isUsual(rise: number, time_ms: number, mark: Pick<Mark, "total" | "at"> = this): boolean {
    return rise <= USUAL * this.#paceAt(mark) * time_ms && !this.isTooFast(rise, time_ms);
  }

  /** Whether it may have begun at 0 and risen to a value since: it is read so rarely, and fell by more than a last digit that trembles. */
  hasBegunAnew(value: number, time_ms: number): boolean {
    return value >= 0 && this.isUsual(value, time_ms) && isFurther(this.level - value, this.change);
  }

  /** The same of one that is due to begin anew, and is read so rarely that no last digit trembles. */
  mayHaveBegun(value: number, time_ms: number): boolean {
    return value >= 0 && time_ms > RARE_MS && value <= FAST * this.pace() * time_ms && !this.isTooFast(value, time_ms);
  }

  isTooFast(rise: number, time_ms: number): boolean {
    const { most_per_hour = Number.POSITIVE_INFINITY } = this.#rules;
    return rise > (most_per_hour * time_ms) / HOUR_MS;
  }

  mark(): Mark {
    return { level: this.level, at: this.at, change: this.change, total: this.total };
  }

  /**
   * Whether it more than doubles from one value to another, by more than what it rises in a day.
   * @param time_ms in which it did, where that may be long
   */
  isDoubled(level: number, value: number, time_ms = 0, until = this.at): boolean {
    return value - level > Math.max(Math.abs(level), this.pace(until) * Math.max(DAY_MS, USUAL * time_ms));
  }

  /**
   * Whether a register may have risen by so much while nobody looked: at so many times its usual pace, or by its last changes.
   * @param mark as the register was then
   */
  mayHaveRisen(
    rise: number,
    time_ms: number,
    times: number,
    mark: Pick<Mark, "total" | "at" | "change"> = this,
  ): boolean {
    if (this.isTooFast(rise, time_ms)) return false;
    return rise <= times * this.#paceAt(mark) * time_ms || rise <= UNSEEN_CHANGES * mark.change.lastChange().size;
  }

  /** Its usual pace as it was then, a millisecond. */
  #paceAt({ total, at }: Pick<Mark, "total" | "at">): number {
    return at > this.#start ? total / (at - this.#start) : 0;
  }

  /** By how much it rose if it began at 0 again after its highest number; `undefined` where it did not. */
  overflow(value: number, time_ms: number): number | undefined {
    if (value < 0) return undefined;
    const { rollover } = this.#rules;
    const full = rollover ?? fullAbove(this.level);
    const over = value + full - this.level;
    if (over < 0) return undefined;
    if (rollover === undefined) {
      if (over >= SMALL * this.level || !this.mayHaveRisen(over, time_ms, UNSEEN_PACE)) return undefined;
      return this.change.lastChange().size * ROOM <= full || this.pace() * ROOM_MS <= full ? over : undefined;
    }
    const isUnknown = this.pace() === 0 && !this.isTooFast(over, time_ms);
    return over < rollover / 2 && (isUnknown || this.mayHaveRisen(over, time_ms, FAST)) ? over : undefined;
  }

  isFast(rise: number, time_ms: number): boolean {
    return this.isTooFast(rise, time_ms) || this.exceeds(rise, time_ms, FAST);
  }
}
