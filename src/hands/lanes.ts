import { FileTrouble } from "../model/ports/hands.ts";

/** What waits in one lane, or for one to be free: more than any house asks for. */
const MOST_WAITING = 1_000;

/** What waits for its turn. */
interface Waiting {
  readonly lane: string;
  readonly begin: () => void;
}

/**
 * One thing at a time in each lane: a disk that hangs keeps one thread of the pool for each lane that leads to it,
 * however often it is asked, and nobody in another lane waits for it. What finds no lane free waits for one.
 */
export class Lanes {
  /** What waits in each lane where something is done. */
  readonly #busy = new Map<string, Waiting[]>();
  /** What waits for a lane to be free. */
  #outside: Waiting[] = [];
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
      this.#leave(lane);
    }
  }

  async #turn(lane: string, signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#busy.get(lane);
    if (!waiting && this.#busy.size < this.#most) {
      this.#busy.set(lane, []);
      return;
    }
    if ((waiting ?? this.#outside).length >= MOST_WAITING) {
      throw tooMuch(waiting ? `too much waits for ${lane}` : `${this.#most} places do not answer`);
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        // it may have come from outside into its lane
        for (const all of [this.#busy.get(lane), this.#outside]) {
          const at = all?.indexOf(one) ?? -1;
          if (at >= 0) all?.splice(at, 1);
        }
        reject(signal?.reason);
      };
      const begin = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const one: Waiting = { lane, begin };
      (waiting ?? this.#outside).push(one);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  #leave(lane: string): void {
    const next = this.#busy.get(lane)?.shift();
    if (next) {
      next.begin();
      return;
    }
    this.#busy.delete(lane);
    const [first] = this.#outside;
    if (!first) return;
    const together = this.#outside.filter((one) => one.lane === first.lane);
    this.#outside = this.#outside.filter((one) => one.lane !== first.lane);
    this.#busy.set(first.lane, together.slice(1));
    first.begin();
  }
}

function tooMuch(what: string): FileTrouble {
  return new FileTrouble("NO_ANSWER", `${what}: look at the disks and network shares that they lie on`);
}
