import type { Clock, Now } from "../../../model/index.ts";

interface Timer {
  readonly mono: number;
  readonly fire: () => void;
}

/** The machine's clock, which a test may push forward: what is due by then happens at once. */
export class LeapClock implements Clock {
  readonly bootId = "leap";
  /** Stands still, so that a pause of this machine is no silence on a line. */
  still = false;
  #leapt_ms = 0;
  readonly #timers = new Set<Timer>();

  now(): Now {
    const mono = (this.still ? 0 : performance.now()) + this.#leapt_ms;
    return { at: Date.UTC(2026, 5, 15, 10) + mono, mono };
  }

  after(delay_ms: number, callback: () => void): () => void {
    const cancel = () => {
      clearTimeout(timeout);
      this.#timers.delete(timer);
    };
    const timer: Timer = {
      mono: this.now().mono + delay_ms,
      fire: () => {
        cancel();
        callback();
      },
    };
    const timeout = setTimeout(timer.fire, delay_ms);
    this.#timers.add(timer);
    return cancel;
  }

  leap(ms: number): void {
    this.#leapt_ms += ms;
    const due = [...this.#timers].filter(({ mono }) => mono <= this.now().mono);
    for (const { fire } of due.sort((a, b) => a.mono - b.mono)) fire();
  }
}
