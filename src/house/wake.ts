import type { Clock } from "../model/index.ts";

/** Wakes the cycle at the earliest instant that anybody asked for. */
export class Wake {
  readonly #clock: Clock;
  readonly #cycle: () => void;
  #at = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #over = false;

  constructor(clock: Clock, cycle: () => void) {
    this.#clock = clock;
    this.#cycle = cycle;
  }

  /** After so long at the latest; an earlier instant stands. */
  in(delay_ms: number): void {
    if (this.#over) return;
    const at = this.#clock.now().mono + delay_ms;
    if (at >= this.#at) return;
    this.#cancel?.();
    this.#at = at;
    this.#cancel = this.#clock.after(delay_ms, this.#cycle);
  }

  /** A cycle runs: whoever wants another one asks anew. */
  awake(): void {
    this.#cancel?.();
    this.#at = Number.POSITIVE_INFINITY;
  }

  /** No cycle is woken any more. */
  stop(): void {
    this.#over = true;
    this.#cancel?.();
  }
}
