import type { Worker } from "node:worker_threads";

const WITHIN_MS = 10_000;

/** Sees the sandbox threads that this process starts from now on. */
export class Threads implements Disposable {
  /** Those that live, with the answers that each has given. */
  readonly #alive = new Map<Worker, number>();
  readonly #started: Worker[] = [];
  #stirred: () => void = () => undefined;
  readonly #see = (worker: Worker): void => {
    this.#started.push(worker);
    this.#alive.set(worker, 0);
    worker.on("message", () => {
      this.#alive.set(worker, (this.#alive.get(worker) ?? 0) + 1);
      this.#stirred();
    });
    worker.on("exit", () => {
      this.#alive.delete(worker);
      this.#stirred();
    });
  };

  constructor() {
    process.on("worker", this.#see);
  }

  get started(): number {
    return this.#started.length;
  }

  get alive(): number {
    return this.#alive.size;
  }

  /** Resolves when at least so many are there, each with so many scripts loaded. @throws Error after 10 s */
  async untilWarm(threads: number, scripts: number): Promise<void> {
    // one answer says that it is ready, and one that a script is loaded
    const isWarm = (): boolean => this.alive >= threads && [...this.#alive.values()].every((said) => said > scripts);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = setTimeout(() => reject(new Error(`${threads} warm threads did not come`)), WITHIN_MS);
    this.#stirred = () => {
      if (isWarm()) resolve();
    };
    this.#stirred();
    try {
      await promise;
    } finally {
      clearTimeout(limit);
      this.#stirred = () => undefined;
    }
  }

  [Symbol.dispose](): void {
    process.off("worker", this.#see);
  }
}
