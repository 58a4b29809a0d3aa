import { Worker } from "node:worker_threads";
import { wordsOf } from "../model/index.ts";

/** Enough for the loader and some kilobytes of files. */
const RESOURCES = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** A thread of the hands that runs a program of the house's: one that touches files without a break may hang there. */
export class Guest {
  readonly #worker: Worker;

  /**
   * @param entry the module that the thread runs
   * @param say called with each of its messages
   * @param left called once with the reason when it ends by itself
   */
  constructor(entry: URL, setup: unknown, say: (message: unknown) => void, left: (why: string) => void) {
    this.#worker = new Worker(entry, { workerData: setup, resourceLimits: RESOURCES, name: "gleaner-guest" });
    let why: string | undefined;
    this.#worker.on("message", say);
    this.#worker.on("error", (error) => {
      why = wordsOf(error);
    });
    this.#worker.on("exit", (code) => left(why ?? `it ended with ${code}`));
  }

  tell(message: unknown): void {
    this.#worker.postMessage(message);
  }

  end(): void {
    this.#worker.removeAllListeners("exit");
    void this.#worker.terminate();
  }
}
