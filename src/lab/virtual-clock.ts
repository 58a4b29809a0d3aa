import type { Clock, Now } from "../model/index.ts";

interface Timer {
  readonly at_mono: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Lets everything happen that waits for nothing. */
function realTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
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

  /** Lets time pass until `until` (UTC ms). What an instant sets off happens before the next one, but nothing is waited for. */
  async run(until: number): Promise<void> {
    const end = until - this.#start;
    await this.#leap(end, () => false);
    this.#mono = Math.max(this.#mono, end);
  }

  /**
   * Lets time pass until this is over: what it waits for by the clock comes. It is waited for in the real world only when
   * nothing more is due.
   * @throws what it throws
   */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    work.then(end, end);
    await realTurn();
    await this.#leap(Number.POSITIVE_INFINITY, () => over);
    return await work;
  }

  /**
   * Goes from one due instant to the next, a turn of the loop each, without a promise for each.
   * @throws what something that is due throws
   */
  #leap(end: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const leap = (): void => {
        const [next] = this.#timers;
        if (isOver() || !next || next.at_mono > end) {
          resolve();
          return;
        }
        this.#timers.shift();
        this.#mono = Math.max(this.#mono, next.at_mono);
        try {
          next.callback();
          setImmediate(leap);
        } catch (error) {
          reject(error);
        }
      };
      leap();
    });
  }
}
