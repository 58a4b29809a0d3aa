import { constants, fstatSync, openSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { Scribe, takenByStream } from "./scribe.ts";

/** What waits for a reader that stands still, bytes; what finds no room is counted. */
const MOST_WAITING = 64_000;
const AGAIN_MS = 200;
/** At the end a reader that is only slow has so long, and is looked at so often. */
const LAST_MS = 100;
const LAST_LOOK_MS = 5;

/** What is written: all of it, a part, or nothing yet. */
export interface Paper {
  /** @returns how many bytes were taken; `undefined` when none can be taken now. @throws Error when none ever will */
  take(bytes: Uint8Array): number | undefined;
  /** Nothing more comes, and this process ends. */
  end?(): void;
}

/**
 * Lines for paper that may stand still: after Ctrl-S, or behind an ssh connection that has died, a terminal takes nothing
 * more, and whoever writes to it in the ordinary way stands still with it; a pipe or the system's journal that nobody reads
 * makes whoever writes keep all of it. What is not taken waits here, within bounds.
 */
export class PatientLines {
  readonly #paper: Paper;
  #waiting: Uint8Array[] = [];
  #room = MOST_WAITING;
  #dropped = 0;
  #again: NodeJS.Timeout | undefined;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** Never waits. @param text whole lines */
  write(text: string): void {
    const bytes = Buffer.from(text);
    if (bytes.length > this.#room) {
      this.#dropped += 1;
      return;
    }
    this.#room -= bytes.length;
    this.#waiting.push(bytes);
    if (!this.#again) this.#hand();
  }

  /** Before this process ends: waits a moment for what is not taken yet. */
  end(): void {
    clearTimeout(this.#again);
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    const end = performance.now() + LAST_MS;
    for (this.#hand(); this.#waiting.length > 0 && performance.now() < end; this.#hand())
      Atomics.wait(sleep, 0, 0, LAST_LOOK_MS);
    this.#paper.end?.();
  }

  #hand(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    try {
      for (;;) {
        const [first] = this.#waiting;
        if (!first) {
          if (this.#dropped === 0) return;
          this.#sayDropped();
          continue;
        }
        const taken = this.#paper.take(first);
        if (taken === undefined) break;
        this.#room += taken;
        if (taken < first.length) this.#waiting[0] = first.subarray(taken);
        else this.#waiting.shift();
      }
    } catch {
      // it is gone: nobody reads any more
      this.#waiting = [];
      this.#room = MOST_WAITING;
      return;
    }
    this.#again = setTimeout(() => this.#hand(), AGAIN_MS).unref();
  }

  #sayDropped(): void {
    const bytes = Buffer.from(`(${this.#dropped} lines are missing here: nobody took them)\n`);
    this.#dropped = 0;
    this.#room -= bytes.length;
    this.#waiting.push(bytes);
  }
}

/**
 * Lines for standard output (1) or standard error (2). A terminal or a pipe is opened once more, so that the kernel answers
 * at once; where that may not be done, and for the system's journal, they go through the stream. A file has a scribe.
 */
export function patientLines(fd: 1 | 2, stream: NodeJS.WriteStream): PatientLines {
  try {
    if (fstatSync(fd).isFile()) return new PatientLines(new Scribe(fd));
    if (isatty(fd) || fstatSync(fd).isFIFO()) {
      const own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      return new PatientLines({ take: (bytes) => takenBy(own, bytes) });
    }
  } catch {
    // then as it is
  }
  // who reads may go: the house stays
  stream.on("error", () => undefined);
  return new PatientLines({ take: (bytes) => takenByStream(stream, bytes) });
}

function takenBy(fd: number, bytes: Uint8Array): number | undefined {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}
