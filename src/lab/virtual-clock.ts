import type { Clock, Now } from "../model/index.ts";

interface Timer {
  readonly at_mono: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to run, then jumps from one due instant to the next. */
export class VirtualClock implements Clock {
  /** Each virtual time begins at 0 anew, so its monotonic instants must not be taken for those of another. */
  readonly bootId: string;
  #mono = 0;
  readonly #start: number;
  #timers: Timer[] = [];
  #order = 0;

  /** @param start UTC ms at which virtual time begins */
  constructor(start: number) {
    this.#start = start;
    this.bootId = `simulation from ${start}`;
  }

  now(): Now {
    return { at: this.#start + this.#mono, mono: this.#mono };
  }

  after(delay_ms: number, callback: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { at_mono: this.#mono + Math.max(0, delay_ms), order: this.#order, callback };
    const place = this.#timers.findIndex((other) => other.at_mono > timer.at_mono);
    this.#timers.splice(place < 0 ? this.#timers.length : place, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /**
   * Lets time pass until `until` (UTC ms).
   * @param settled awaited after each instant at which `busy` says that real work is under way
   */
  async run(until: number, busy: () => boolean, settled: () => Promise<void>): Promise<void> {
    const end = until - this.#start;
    for (let next = this.#timers[0]; next && next.at_mono <= end; next = this.#timers[0]) {
      this.#timers.shift();
      this.#mono = Math.max(this.#mono, next.at_mono);
      next.callback();
      while (busy()) await settled();
    }
    this.#mono = Math.max(this.#mono, end);
  }
}
