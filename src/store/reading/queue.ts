/** Something that was asked and is answered once, or not at all. */
export interface Waiting<M> {
  readonly message: M;
  readonly answer: Promise<unknown>;
  /** Nobody waits any more. */
  readonly over: boolean;
  /** Of what is said first, answer, error or the end of the time, only that counts. */
  resolve(answer: unknown): void;
  reject(error: Error): void;
  /** From now on it waits for so long; then `late` is called. */
  within(ms: number, late: () => void): void;
}

function waitingFor<M>(message: M): Waiting<M> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const end = (): void => {
    over = true;
    clearTimeout(timer);
  };
  return {
    message,
    answer: promise,
    get over() {
      return over;
    },
    resolve: (answer) => {
      end();
      resolve(answer);
    },
    reject: (error) => {
      end();
      reject(error);
    },
    within: (ms, late) => {
      timer = setTimeout(late, ms);
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
