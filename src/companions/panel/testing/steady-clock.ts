import type { Clock, Now } from "../../../model/index.ts";

interface Timer {
  readonly mono: number;
  readonly callback: () => void;
}

/** A clock on which a hundred thousand stories are told in a minute: nothing is waited for, and calls may take their time. */
export class SteadyClock implements Clock {
  readonly bootId = "steady";
  mono = 0;
  /** The longest that one callback took, ms. */
  longest_ms = 0;
  #timers: Timer[] = [];

  now(): Now {
    return { at: Date.UTC(2026, 5, 15, 10) + this.mono, mono: Math.floor(this.mono) };
  }

  after(delay_ms: number, callback: () => void): () => void {
    const timer = { mono: this.mono + delay_ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets so much time pass, timer by timer. */
  pass(ms: number): void {
    const end = this.mono + ms;
    for (;;) {
      const next = this.#timers.reduce<Timer | undefined>(
        (first, timer) => (timer.mono <= end && !(first && first.mono <= timer.mono) ? timer : first),
        undefined,
      );
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.mono = Math.max(this.mono, next.mono);
      const began = this.mono;
      next.callback();
      this.longest_ms = Math.max(this.longest_ms, this.mono - began);
    }
    this.mono = Math.max(this.mono, end);
  }
}
