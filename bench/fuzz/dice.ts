import { seeded } from "../../src/devices/vedirect/testing/frames.ts";

/** Chance that is the same for the same seed. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** Whether something happens that happens once in so many times. */
  once(times: number): boolean {
    return this.#random() * times < 1;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError("nothing to pick from");
    return picked;
  }

  /** 1 to `most`: each order of magnitude is as likely as the others. */
  size(most: number): number {
    return Math.max(1, Math.floor(most ** this.#random()));
  }
}
