/** A source without a good block for so long is lost, ms. */
export const LOST_AFTER_MS = 10_000;

/** Tells when a source is lost and when it is back, each once. Durations on the monotonic clock, ms. */
export class Freshness {
  #since: number;
  #seen = false;
  #lost = false;

  /** @param mono when the source was started */
  constructor(mono: number) {
    this.#since = mono;
  }

  /** A good block came at some time. */
  get seen(): boolean {
    return this.#seen;
  }

  /** How long ago the last good block came; since the start when there was none, ms. */
  silence(mono: number): number {
    return mono - this.#since;
  }

  /** A good block came. @returns true when the source had been lost */
  good(mono: number): boolean {
    const back = this.#lost;
    this.#since = mono;
    this.#seen = true;
    this.#lost = false;
    return back;
  }

  /** @returns true when the source is lost from now on */
  check(mono: number): boolean {
    if (this.#lost || mono - this.#since < LOST_AFTER_MS) return false;
    this.#lost = true;
    return true;
  }
}
