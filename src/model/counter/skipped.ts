import type { LastChange } from "./doubt.ts";

/** A change of a register: the instant of the reading before it, UTC ms, how long it took, ms, and by how much. */
export interface Change {
  readonly from: number;
  readonly time_ms: number;
  readonly rise: number;
}

/** Neighbouring readings of which none is below the one before. */
export interface RisingStretch {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly readings: number;
  /** The last change in it; asked for only where a reading rises. */
  lastChange(): LastChange;
  /**
   * All its changes, that to its first reading too, oldest first; asked for only where much depends on them.
   * @param before the instant of the reading before its first one, UTC ms
   */
  changes(before: number): Iterable<Change>;
}

/** A stretch that was taken as a whole. */
interface Skipped {
  readonly last: number;
  /** All that the register had risen before it. */
  readonly total: number;
  /** So many readings were taken before its last one. */
  readonly reading: number;
  readonly isCalm: () => boolean;
}

/**
 * The stretches that were taken as a whole, each as long as a leap in it would not count yet: what the register had risen
 * lies between two bounds meanwhile. Where a judgement is another one at either, their readings tell.
 */
export class SkippedStretches {
  #all: Skipped[] = [];

  /** @param isCalm whether nothing in it is a leap */
  add(stretch: Skipped): void {
    this.#all.push(stretch);
  }

  /** Lets go of those in which all has stayed for long enough. */
  settle(isOld: (at: number, reading: number) => boolean): void {
    while (this.#all[0] && isOld(this.#all[0].last, this.#all[0].reading)) this.#all.shift();
  }

  /** The least that the register may have risen if it seems to be `total`. */
  leastOf(total: number): number {
    return Math.min(total, this.#all[0]?.total ?? total);
  }

  /** Looks at their readings. @returns whether nothing in any of them is a leap: then nothing is uncertain any more */
  areCalm(): boolean {
    const areCalm = this.#all.every(({ isCalm }) => isCalm());
    if (areCalm) this.#all = [];
    return areCalm;
  }
}
