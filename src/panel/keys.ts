/** A key that is held longer is stuck, or something lies on it. */
const STUCK_MS = 60_000;

/** What a scan of the keys came to. */
export interface Scanned {
  /** The one key that was pressed, from 0. */
  readonly pressed?: number;
  /** It differs from what stood before: to be looked at again at once. */
  readonly unsettled: boolean;
}

/**
 * Makes presses of scans of at most eight keys. Two scans must say the same. A press is one key after none: several at once, one that is
 * held since the start, and one that slides over from another, press nothing. One that is stuck is left out until it comes up.
 */
export class Keys {
  /** Nothing is known yet: whatever is held at first has not been pressed. */
  #stands: number | undefined;
  #before: number | undefined;
  #since_ms = 0;
  #stuck = 0;

  /** Stuck keys, from 0. */
  get stuck(): number[] {
    return Array.from({ length: 8 }, (_nothing, key) => key).filter((key) => (this.#stuck >> key) & 1);
  }

  /** @param mask keys that are down, the first lowest; `undefined`: the scan says nothing @param now_ms never jumps */
  take(mask: number | undefined, now_ms: number): Scanned {
    const isSame = mask !== undefined && mask === this.#before;
    this.#before = mask;
    if (mask === undefined || !isSame) return { unsettled: mask !== this.#stands };
    this.#stuck &= mask;
    const free = mask & ~this.#stuck;
    const stood = this.#stands === undefined ? undefined : this.#stands & ~this.#stuck;
    if (mask !== this.#stands) this.#since_ms = now_ms;
    this.#stands = mask;
    if (free !== 0 && now_ms - this.#since_ms >= STUCK_MS) this.#stuck |= free;
    const isOne = free !== 0 && (free & (free - 1)) === 0;
    return stood === 0 && isOne ? { pressed: Math.log2(free), unsettled: false } : { unsettled: false };
  }
}
