import { type HouseState, MODE_CHANGE, wordsOf } from "../../model/index.ts";
import { bounded } from "../asking/bounded.ts";
import { type Ask, askOf } from "../asking/requests.ts";
import { LIMITS } from "../defence/limits.ts";
import type { WebOptions } from "./options.ts";
import { WebThread } from "./web-thread.ts";

const RESTART_FIRST_MS = 1_000;
const RESTART_LAST_MS = 30_000;
/** After so long without dying, a thread counts as sound and the next restart is quick again. */
const SOUND_MS = 60_000;
/** A thread that has not taken a state for so long hangs, and is replaced. */
const HANGING_MS = 30_000;

/** Runs the web's thread: starts it, starts it anew when it dies or hangs, and stops it. */
export class Supervisor {
  onFailure: ((message: string) => void) | undefined;
  readonly #options: WebOptions;
  readonly #ask: Ask;
  #port: number;
  #thread: WebThread | undefined;
  #newest: HouseState | undefined;
  #restart: NodeJS.Timeout | undefined;
  #restart_ms: number;
  #stopped = false;

  constructor(options: WebOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#restart_ms = options.restart_ms ?? RESTART_FIRST_MS;
    this.#ask = bounded(askOf(options.handlers), LIMITS.asks, MODE_CHANGE.house_ms);
  }

  /** Resolves with the address once the thread listens. @throws Error saying what to do */
  async start(): Promise<string> {
    const { givenUp } = this.#options;
    givenUp?.throwIfAborted();
    const thread = new WebThread(this.#options, this.#port, this.#ask, (failure) => this.onFailure?.(failure));
    this.#thread = thread;
    const kill = (): void => thread.kill();
    givenUp?.addEventListener("abort", kill, { once: true });
    try {
      const { url, port } = await thread.listening;
      this.#port = port;
      if (this.#newest) thread.publish(this.#newest);
      void this.#restartAfter(thread, performance.now());
      return url;
    } catch (error) {
      this.#thread = undefined;
      throw error;
    } finally {
      givenUp?.removeEventListener("abort", kill);
    }
  }

  /** Shows this state; while the thread is busy or dead, only the newest is kept. */
  publish(house: HouseState): void {
    this.#newest = house;
    if (!this.#thread) return;
    if (this.#thread.owed_ms > (this.#options.hanging_ms ?? HANGING_MS)) this.#thread.kill();
    else this.#thread.publish(house);
  }

  /** Ends the thread, within the second. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    await this.#thread?.stop();
  }

  async #restartAfter(thread: WebThread, since: number): Promise<void> {
    const problem = await thread.ended;
    this.#thread = undefined;
    if (performance.now() - since > SOUND_MS) this.#restart_ms = this.#options.restart_ms ?? RESTART_FIRST_MS;
    this.#restartBecauseOf(problem);
  }

  #restartBecauseOf(problem: string): void {
    if (this.#stopped) return;
    const wait_ms = this.#restart_ms;
    this.#restart_ms = Math.min(RESTART_LAST_MS, wait_ms * 2);
    this.onFailure?.(`${problem}; it starts anew in ${wait_ms / 1000} s`);
    this.#restart = setTimeout(() => {
      this.start().catch((error: unknown) => this.#restartBecauseOf(wordsOf(error)));
    }, wait_ms);
  }
}
