/** The memory of a WebAssembly instance of QuickJS, which is put back to what it was before each run. */

/** A WebAssembly memory, as far as it is used here. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
};

const WASM_PAGE = 64 * 1024;
/** What images keep is compared and put back by so many bytes. */
const CELL = 1024;
/** Of the stack that QuickJS was built with, 5 MB, so much at least is never reached: scripts have 256 kB of it. */
const UNREACHED_STACK = 4 * 1024 * 1024;
/** Static data may go on for so long after its last byte that is not 0. */
const AFTER_STATIC = 64 * 1024;
/** What is taken to find out where the allocator keeps its mark. */
const PROBE_BYTES = 1024 * 1024;

/** What lies in a memory from `at` on. */
interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What a script has changed of the ground. */
export type Image = readonly Piece[];

const NOUGHT = new Uint8Array(WASM_PAGE);

/** @param bytes 64 kB at most */
function isNought(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, NOUGHT.subarray(0, bytes.length)) === 0;
}

/** The longest stretch of whole pages that are 0. */
function longestNought(bytes: Uint8Array): readonly [from: number, to: number] {
  let [from, best, bestTo] = [0, 0, 0];
  for (let at = 0; at + WASM_PAGE <= bytes.length; at += WASM_PAGE) {
    if (!isNought(bytes.subarray(at, at + WASM_PAGE))) from = at + WASM_PAGE;
    else if (at + WASM_PAGE - from > bestTo - best) [best, bestTo] = [from, at + WASM_PAGE];
  }
  return [best, bestTo];
}

/**
 * The memory of one instance. What the instance holds once the inside of the sandbox is built is the ground; an image is
 * what a script adds to it when it is loaded. Before a run the ground and the script's image are put back: nothing that
 * any run left behind is there, and each has the whole memory for itself.
 */
export class RunMemory {
  readonly wasm: WasmMemory;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  #ground: readonly Piece[] = [];
  /** Which word holds how far the allocator has gone, and how far that is in the ground. */
  #mark = 0;
  #groundEnd = 0;

  /** @param size of the whole, bytes: it never grows */
  constructor(size: number) {
    const pages = Math.ceil(size / WASM_PAGE);
    this.wasm = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#bytes = new Uint8Array(this.wasm.buffer);
    this.#words = new Uint32Array(this.wasm.buffer);
  }

  /**
   * What the memory holds now is the ground from here on.
   * @param take has the instance allocate so many bytes
   * @throws Error when the memory is laid out otherwise than it is known of QuickJS
   */
  settle(take: (bytes: number) => void): void {
    const used = this.#bytes.subarray(0, this.#usedEnd());
    const [stackFrom, stackTo] = longestNought(used);
    if (stackTo - stackFrom < UNREACHED_STACK) throw new Error("QuickJS has another stack than is known here");
    const low = used.slice(0, stackFrom + AFTER_STATIC);
    const heap = this.#bytes.slice(stackTo, used.length + WASM_PAGE);
    take(PROBE_BYTES);
    this.#mark = this.#findMark(new Uint32Array(low.buffer), stackTo);
    this.#groundEnd = new Uint32Array(low.buffer)[this.#mark] ?? 0;
    this.#ground = [
      { at: 0, bytes: low },
      { at: stackTo, bytes: heap.slice(0, this.#groundEnd - stackTo) },
    ];
    this.restore([]);
  }

  /** What differs from the ground now. */
  image(): Image {
    const pieces: Piece[] = [];
    for (const { at, bytes } of this.#ground) {
      for (let from = 0; from < bytes.length; from += CELL) {
        const now = this.#bytes.subarray(at + from, at + Math.min(from + CELL, bytes.length));
        if (Buffer.compare(now, bytes.subarray(from, from + CELL)) !== 0)
          pieces.push({ at: at + from, bytes: now.slice() });
      }
    }
    const beyond = this.#bytes.slice(this.#groundEnd, this.#end);
    return beyond.length === 0 ? pieces : [...pieces, { at: this.#groundEnd, bytes: beyond }];
  }

  /** Puts back the ground with an image on it; everything beyond is 0. */
  restore(image: Image): void {
    this.#bytes.fill(0, this.#groundEnd, this.#end);
    for (const { at, bytes } of this.#ground) this.#bytes.set(bytes, at);
    for (const { at, bytes } of image) this.#bytes.set(bytes, at);
  }

  /** Bytes that were taken beyond the ground since it was put back. */
  get taken(): number {
    return this.#end - this.#groundEnd;
  }

  /** How far the allocator has gone. */
  get #end(): number {
    return this.#words[this.#mark] ?? 0;
  }

  /** After the last byte that is not 0, in whole pages. */
  #usedEnd(): number {
    let end = this.#bytes.length;
    while (end > 0 && isNought(this.#bytes.subarray(end - WASM_PAGE, end))) end -= WASM_PAGE;
    return end;
  }

  /** Of the words that moved by what was taken, the one that stands furthest is the allocator's end. */
  #findMark(before: Uint32Array, heapFrom: number): number {
    let mark = -1;
    let furthest = 0;
    for (let index = 0; index < before.length; index++) {
      const [was = 0, now = 0] = [before[index], this.#words[index]];
      if (was < heapFrom || now - was < PROBE_BYTES / 2 || now > this.#bytes.length || now <= furthest) continue;
      [mark, furthest] = [index, now];
    }
    if (mark < 0) throw new Error("QuickJS allocates its memory otherwise than is known here");
    return mark;
  }
}
