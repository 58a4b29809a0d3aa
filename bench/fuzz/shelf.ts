/** Where a thread leaves the input that it has in hand, so that somebody else finds it when the thread hangs. */

const HEAD_BYTES = 8;
const [COUNT, LENGTH] = [0, 1];
const MOST_BYTES = 512 * 1024;

export class Shelf {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #bytes: Uint8Array;

  /** @param memory of a shelf in another thread; absent: a new one */
  constructor(memory = new SharedArrayBuffer(HEAD_BYTES + MOST_BYTES)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
  }

  put(input: Uint8Array): void {
    this.#bytes.set(input.subarray(0, MOST_BYTES));
    Atomics.store(this.#head, LENGTH, Math.min(MOST_BYTES, input.length));
    Atomics.add(this.#head, COUNT, 1);
  }

  /** How often something was put here. */
  get count(): number {
    return Atomics.load(this.#head, COUNT);
  }

  /** A copy of what lies here. */
  get input(): Buffer {
    return Buffer.from(this.#bytes.slice(0, Atomics.load(this.#head, LENGTH)));
  }
}
