import type { DeviceContext } from "../../model/index.ts";

const LOOK_MS = 100;

/**
 * Notices that a line fell silent in the middle of something. It counts its own looks, not the time: what a house that
 * stood still for a while finds waiting in the kernel came without a pause, and nothing of it was lost.
 */
export class Pause {
  readonly #clock: Pick<DeviceContext["clock"], "after">;
  readonly #looks: number;
  readonly #silent: () => void;
  #left = 0;
  #cancel: (() => void) | undefined;

  /**
   * @param after_ms the least silence, ms; it is noticed within 100 ms more
   * @param silent called once for each silence
   */
  constructor(clock: Pick<DeviceContext["clock"], "after">, after_ms: number, silent: () => void) {
    this.#clock = clock;
    this.#looks = Math.ceil(after_ms / LOOK_MS) + 1;
    this.#silent = silent;
  }

  /** Something was read. @param within it ended in the middle of something: more must follow soon */
  heard(within: boolean): void {
    this.#left = within ? this.#looks : 0;
    if (within && !this.#cancel) this.#arm();
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#left = 0;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.#cancel = undefined;
      if (this.#left === 0) return;
      this.#left -= 1;
      if (this.#left === 0) this.#silent();
      else this.#arm();
    });
  }
}
