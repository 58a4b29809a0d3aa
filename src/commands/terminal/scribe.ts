import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

/** A scribe that has ended is followed by another so much later, ms. */
const AGAIN_AFTER_MS = 10_000;
/** At the end it has so long for what it was given, and is looked at so often. */
const LAST_MS = 200;
const LAST_LOOK_MS = 2;

/** What ends the house is not to end the last words about it: it ends when nothing more can come. */
const WRITE = 'trap "" HUP INT TERM; exec cat';

/** Gives a stream no more while it still has some: it would keep it without bound. @throws Error when it is closed */
export function takenByStream(stream: Writable, bytes: Uint8Array): number | undefined {
  if (stream.destroyed) throw new Error("the stream is closed");
  if (stream.writableLength > 0) return undefined;
  stream.write(bytes);
  return bytes.length;
}

/**
 * A process that writes what it is given to a file that this process has open. A file knows no waiting without a thread
 * that waits: on a disk that hangs here only the scribe does, and nothing keeps the house from going on, or from ending.
 */
export class Scribe {
  readonly #fd: number;
  #child: ChildProcess | undefined;
  #stdin: Writable | undefined;
  #began_mono = Number.NEGATIVE_INFINITY;

  constructor(fd: number) {
    this.#fd = fd;
    this.#begin();
  }

  /** @returns how many bytes were taken; `undefined` when none can be taken now */
  take(bytes: Uint8Array): number | undefined {
    if (!this.#stdin && performance.now() - this.#began_mono >= AGAIN_AFTER_MS) this.#begin();
    return this.#stdin && takenByStream(this.#stdin, bytes);
  }

  /** Before this process ends: waits a moment until all is written. */
  end(): void {
    const pid = this.#child?.pid;
    this.#stdin?.destroy();
    if (!this.#stdin || pid === undefined) return;
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    const end = performance.now() + LAST_MS;
    while (isAlive(pid) && performance.now() < end) Atomics.wait(sleep, 0, 0, LAST_LOOK_MS);
  }

  #begin(): void {
    this.#began_mono = performance.now();
    const gone = (): void => {
      this.#stdin = undefined;
    };
    try {
      const child = spawn("/bin/sh", ["-c", WRITE], { stdio: ["pipe", this.#fd, "ignore"], detached: true });
      child.on("error", gone);
      child.on("exit", gone);
      child.stdin?.on("error", gone);
      child.unref();
      if (child.stdin instanceof Socket) child.stdin.unref();
      this.#child = child;
      this.#stdin = child.stdin ?? undefined;
    } catch {
      // the system has no room for one more: it may have some later
    }
  }
}

/** Whether it has not come to its end; nobody has taken note of it yet. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !"ZX".includes(stat.charAt(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}
