/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a part of the house throws: each part has dice of its own, so that no part shifts another. */
export class Chance {
  readonly #next: () => number;

  constructor(seed: number, part: string) {
    let mixed = seed | 0;
    for (const letter of part) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    this.#next = dice(mixed);
  }

  /** From `low` to below `high`, each as likely. */
  between(low: number, high: number): number {
    return low + (high - low) * this.#next();
  }

  /** Around 0, at most `most` away, small ones more likely. */
  around(most: number): number {
    return most * (this.#next() + this.#next() - 1);
  }

  /** Ticks until something happens that happens every `mean` ticks; at least 1. */
  wait(mean: number): number {
    return 1 + Math.floor(-mean * Math.log(1 - this.#next()));
  }

  /** True in so large a share of all throws. */
  happens(share: number): boolean {
    return this.#next() < share;
  }
}
