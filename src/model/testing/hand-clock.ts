import type { Clock, Now } from "../index.ts";

/** Lets everything that is already resolved happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
}

interface Timer {
  readonly mono: number;
  readonly callback: () => void;
}

/** A clock that a test turns by hand. */
export class HandClock implements Clock {
  readonly bootId = "hand";
  mono = 0;
  /** UTC ms at mono 0; a test may set the wall clock by it. */
  start: number;
  #timers: Timer[] = [];

  constructor(start = Date.UTC(2026, 5, 15, 10)) {
    this.start = start;
  }

  now(): Now {
    return { at: this.start + this.mono, mono: this.mono };
  }

  after(delay_ms: number, callback: () => void): () => void {
    const timer = { mono: this.mono + delay_ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Waits for what is under way, then passes so much time, timer by timer. */
  async pass(ms: number): Promise<void> {
    const end = this.mono + ms;
    await settle();
    for (;;) {
      const [next] = this.#timers.filter(({ mono }) => mono <= end).sort((a, b) => a.mono - b.mono);
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.mono = Math.max(this.mono, next.mono);
      next.callback();
      await settle();
    }
    this.mono = end;
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.length;
  }
}
