import type { HouseState } from "../../model/index.ts";

/** At least so long between two states to the web's thread. */
export const GAP_MS = 100;

/**
 * Hands states to the web's thread without ever queueing: one under way at most,
 * and beside it only the newest is kept.
 */
export class Publisher {
  readonly #post: (house: HouseState) => void;
  #newest: HouseState | undefined;
  #under_way = false;
  #posted_mono = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param post hands one state over; `taken` tells that it arrived */
  constructor(post: (house: HouseState) => void) {
    this.#post = post;
  }

  publish(house: HouseState): void {
    this.#newest = house;
    this.#next();
  }

  taken(): void {
    this.#under_way = false;
    this.#next();
  }

  /** Milliseconds that the thread has owed its `taken`; 0 when it owes none. */
  owed_ms(mono: number): number {
    return this.#under_way ? mono - this.#posted_mono : 0;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#newest = undefined;
  }

  #next(): void {
    if (this.#stopped || this.#under_way || this.#timer || !this.#newest) return;
    const wait_ms = this.#posted_mono + GAP_MS - performance.now();
    if (wait_ms > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#next();
      }, wait_ms);
      return;
    }
    const house = this.#newest;
    this.#newest = undefined;
    this.#posted_mono = performance.now();
    this.#under_way = true;
    this.#post(house);
  }
}
