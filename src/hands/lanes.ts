import { FileTrouble } from "../model/index.ts";

/** Things that wait in one lane; whoever has more to do there asks again later. */
const MOST_WAITING = 64;

/**
 * One thing at a time in each lane: a disk that hangs keeps one thread of the pool for each lane that leads to it,
 * however often it is asked, and nobody in another lane waits for it.
 */
export class Lanes {
  /** What waits in each lane where something is done. */
  readonly #busy = new Map<string, (() => void)[]>();
  readonly #most: number;

  /** @param most lanes that may be busy at once: fewer than the pool has threads */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Does it when it is its turn.
   * @param signal aborted: it is not begun any more
   * @throws FileTrouble when too much waits; what `doing` throws; the signal's reason
   */
  async run<T>(lane: string, doing: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    await this.#turn(lane, signal);
    try {
      return await doing();
    } finally {
      const next = this.#busy.get(lane)?.shift();
      if (next) next();
      else this.#busy.delete(lane);
    }
  }

  async #turn(lane: string, signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#busy.get(lane);
    if (!waiting) {
      if (this.#busy.size >= this.#most) throw tooMuch(`${this.#most} places do not answer`);
      this.#busy.set(lane, []);
      return;
    }
    if (waiting.length >= MOST_WAITING) throw tooMuch(`too much waits for ${lane}`);
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal?.reason);
      };
      const begin = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      waiting.push(begin);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }
}

function tooMuch(what: string): FileTrouble {
  return new FileTrouble("NO_ANSWER", `${what}: look at the disks and network shares that they lie on`);
}
