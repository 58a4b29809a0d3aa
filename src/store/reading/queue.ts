/** Something that was asked and is answered once, or not at all. */
export interface Waiting<M> {
  readonly message: M;
  readonly answer: Promise<unknown>;
  /** Of what is said first, answer, error or the end of the time, only that counts. */
  resolve(answer: unknown): void;
  reject(error: Error): void;
  /** From now on it waits for so long; then `over` is called. A later time takes the place of an earlier one. */
  within(ms: number, over: () => void): void;
}

function waitingFor<M>(message: M): Waiting<M> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  let timer: NodeJS.Timeout | undefined;
  return {
    message,
    answer: promise,
    resolve: (answer) => {
      clearTimeout(timer);
      resolve(answer);
    },
    reject: (error) => {
      clearTimeout(timer);
      reject(error);
    },
    within: (ms, over) => {
      clearTimeout(timer);
      timer = setTimeout(over, ms);
    },
  };
}

/** Who waits for their turn. Those that ask of a moment that is held have it before all others, who wait until it is over. */
export class Queue<M> {
  readonly #most: number;
  readonly #held = new Set<Waiting<M>>();
  readonly #others = new Set<Waiting<M>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns `undefined` when too many wait already */
  add(message: M, held: boolean): Waiting<M> | undefined {
    if (this.#held.size + this.#others.size >= this.#most) return undefined;
    const wait = waitingFor(message);
    (held ? this.#held : this.#others).add(wait);
    return wait;
  }

  /** Takes the next one out. @param held while a moment is held */
  next(held: boolean): Waiting<M> | undefined {
    const queue = held ? this.#held : this.#others;
    const [first] = queue;
    if (first) queue.delete(first);
    return first;
  }

  delete(wait: Waiting<M>): void {
    this.#held.delete(wait);
    this.#others.delete(wait);
  }

  /** Takes all out. */
  empty(): Waiting<M>[] {
    const all = [...this.#held, ...this.#others];
    this.#held.clear();
    this.#others.clear();
    return all;
  }
}
