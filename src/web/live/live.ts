import type { HouseState } from "../../model/index.ts";

/** The two clocks as the web needs them; tests bring their own. */
export interface WebClock {
  /** Wall clock, UTC ms. */
  at(): number;
  /** Monotonic clock, ms. */
  mono(): number;
}

export const systemClock: WebClock = { at: () => Date.now(), mono: () => performance.now() };

/** The clock of what is recorded: after the wall clock was set back it is ahead of that for a while. */
export function recordedClock(live: Live, clock: WebClock): WebClock {
  return { at: () => clock.at() + (live.newest()?.house.recorded_ahead_ms ?? 0), mono: () => clock.mono() };
}

/** What the house published last, and how long that was ago. */
export interface Newest {
  readonly house: HouseState;
  /** Since it arrived here, ms. */
  readonly age_ms: number;
}

/** Holds the newest state of the house and tells who listens. */
export class Live {
  readonly #clock: WebClock;
  readonly #listeners = new Set<() => void>();
  #house: HouseState | undefined;
  #arrived = 0;

  constructor(clock: WebClock = systemClock) {
    this.#clock = clock;
  }

  publish(house: HouseState): void {
    this.#house = house;
    this.#arrived = this.#clock.mono();
    for (const listener of [...this.#listeners]) listener();
  }

  /** `undefined` until the house has published once. */
  newest(): Newest | undefined {
    return this.#house && { house: this.#house, age_ms: Math.max(0, this.#clock.mono() - this.#arrived) };
  }

  /** Calls back after each published state. Returns a function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /**
   * Resolves with true as soon as a state, the present one included, passes the test;
   * with false after `limit_ms`.
   */
  until(test: (house: HouseState) => boolean, limit_ms: number): Promise<boolean> {
    if (this.#house && test(this.#house)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (seen: boolean): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve(seen);
      };
      const timer = setTimeout(end, limit_ms, false);
      const unsubscribe = this.subscribe(() => {
        if (this.#house && test(this.#house)) end(true);
      });
    });
  }
}
