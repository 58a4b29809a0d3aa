import { DAY, type Now } from "../model/index.ts";
import { STEP_MS } from "./clock-trust.ts";

/** While it is ahead of the clock, recorded time goes by this share of the true one. */
const CATCH_UP = 0.99;
/** The two clocks are read one after the other: what lies within is no step. */
const UNEVEN_MS = 5;
/** A clock that is set back by more is followed at once: it was wrong altogether. */
const FOLLOWED_BACK_MS = DAY;

/**
 * The time that readings are recorded with: the wall clock, but for one thing. When the clock is set back, times that
 * were given already are not given again: two hours of readings in one would be half the energy, and of two readings at
 * one instant only the first is kept. Recorded time then goes on from where it was, one hundredth slower, until the clock
 * has caught up: everything stays in its order, and sums of energy are off by a hundredth at most.
 */
export class Timeline {
  /** The last instant given, not rounded; before the first one: what was recorded last, by an earlier run. */
  #last: Now | undefined;
  readonly #floor: number;
  #offset: number | undefined;

  /** @param newest_at the newest instant that is recorded, UTC ms */
  constructor(newest_at: number | null) {
    this.#floor = newest_at ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * The instant to record for what happened now, UTC ms. What happened before another thing that has its instant already is given
   * the same one at least.
   * @param sure the clock was set, so that it may be followed back
   */
  stamp(now: Now, sure: boolean): number {
    const last = this.#last ?? { at: this.#floor + 1, mono: now.mono };
    const least = last.at + Math.max(0, now.mono - last.mono) * CATCH_UP;
    const behind = least - now.at;
    const at = this.#next(now, last.at, least, sure && behind > FOLLOWED_BACK_MS);
    // whoever began to think earlier is heard later: time that has passed once does not pass again
    this.#last = { at, mono: Math.max(last.mono, now.mono) };
    return Math.round(at);
  }

  #next(now: Now, last_at: number, least: number, follow: boolean): number {
    if (now.at >= least || follow) return now.at;
    return least - now.at > UNEVEN_MS ? least : Math.max(now.at, last_at);
  }

  /** By how much the wall clock was set since the last look, ms; 0 when it was not. */
  step(now: Now): number {
    const offset = now.at - now.mono;
    const by = this.#offset === undefined ? 0 : offset - this.#offset;
    this.#offset = offset;
    return Math.abs(by) > STEP_MS ? by : 0;
  }
}
