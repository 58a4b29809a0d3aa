import type { DeviceContext, Telling } from "../../../model/index.ts";
import { tellingOf } from "../../../model/index.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/** Looks for something until it is there, and anew when it is gone: less and less often, ten seconds at most. */
export class Again {
  readonly #clock: DeviceContext["clock"];
  readonly #look: () => void | Promise<void>;
  readonly #lost: (why: Telling) => void;
  #retry_ms = FIRST_RETRY_MS;
  #cancel: (() => void) | undefined;
  #running = false;

  /** @param look resolves when it is there @param lost told each time that it is not */
  constructor(clock: DeviceContext["clock"], look: () => void | Promise<void>, lost: (why: Telling) => void) {
    this.#clock = clock;
    this.#look = look;
    this.#lost = lost;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  start(): void {
    this.#running = true;
    this.#try();
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
  }

  /** It is gone. */
  gone(error: unknown): void {
    if (!this.#running) return;
    this.#lost(tellingOf(error));
    this.#cancel?.();
    this.#cancel = this.#clock.after(this.#retry_ms, () => this.#try());
    this.#retry_ms = Math.min(2 * this.#retry_ms, LONGEST_RETRY_MS);
  }

  #try(): void {
    try {
      const looking = this.#look();
      if (looking)
        looking.then(
          () => this.#found(),
          (error: unknown) => this.gone(error),
        );
      else this.#found();
    } catch (error) {
      this.gone(error);
    }
  }

  #found(): void {
    this.#retry_ms = FIRST_RETRY_MS;
  }
}
