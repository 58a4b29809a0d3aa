import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Compiles `<name>.c`, of this folder or `source`, into `folder`. @returns the library's path, for LD_PRELOAD */
export function buildPreload(name: string, folder: string, source = new URL(`./${name}.c`, import.meta.url)): string {
  const library = join(folder, `${name}.so`);
  const words = ["-shared", "-fPIC", "-O1", "-o", library, fileURLToPath(source), "-ldl", "-lpthread"];
  const built = spawnSync("cc", words);
  assert.ok(!built.error, "this test needs a C compiler (apt install gcc libc6-dev)");
  assert.equal(built.status, 0, String(built.stderr));
  return library;
}

/** An empty folder in memory, where the machine has such: what is tested there is no disk's speed. Gone with the test. */
export function memoryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "gleaner-store-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Calls that can be made to fail, see `faults.c`. */
export const CALLS = { writes: 1, syncs: 2, truncations: 4, reads: 8, rights: 16 } as const;
const { ENOSPC, EIO, EROFS, EDQUOT } = constants.errno;
/** Errors that they fail with; `SHORT`: a write does only half of its work. */
export const ERRORS = { SHORT: 0, ENOSPC, EIO, EROFS, EDQUOT } as const;

const WORDS = 7;

/** The switch of `faults.c`: in the process that fails, or beside it. */
export class Faults implements Disposable {
  readonly #file: number;

  /** @param path made when missing; name it in FAULTS */
  constructor(path: string) {
    this.#file = openSync(path, existsSync(path) ? "r+" : "wx+");
    if (readSync(this.#file, Buffer.alloc(1), 0, 1, 0) === 0) this.off();
  }

  /** From now on `skip` of the calls meant pass, then `times` fail (−1: all). @param calls of `CALLS`, added up */
  set(calls: number, error: number, skip = 0, times = -1): void {
    const words = Int32Array.of(skip, times, error, calls, 0, 0, 0);
    writeSync(this.#file, words, 0, words.byteLength, 0);
  }

  /** Nothing fails. */
  off(): void {
    this.set(0, 0, 0, 0);
  }

  /** Calls meant since it was set, how many of them failed, and the kind of the last one. */
  get counted(): { readonly seen: number; readonly failed: number; readonly last: number } {
    const words = new Int32Array(WORDS);
    readSync(this.#file, words, 0, words.byteLength, 0);
    return { seen: words[4] ?? 0, failed: words[5] ?? 0, last: words[6] ?? 0 };
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}
