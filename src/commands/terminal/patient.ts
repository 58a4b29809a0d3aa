import { constants, openSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

/** What waits for a terminal that stands still, characters; what finds no room is counted. */
const MOST_WAITING = 64_000;
const AGAIN_MS = 200;

/** What is written: all of it, a part, or nothing yet. */
export interface Paper {
  /** @returns how many bytes were taken; `undefined` when none can be taken now. @throws Error when none ever will */
  take(bytes: Uint8Array): number | undefined;
}

/**
 * Lines for paper that may stand still: after Ctrl-S, or behind an ssh connection that has died, a terminal takes nothing
 * more, and whoever writes to it in the ordinary way stands still with it. What it does not take waits here.
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

  #hand(): void {
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
      // the terminal is gone: nobody reads any more
      this.#waiting = [];
      this.#room = MOST_WAITING;
      return;
    }
    this.#again = setTimeout(() => this.#hand(), AGAIN_MS).unref();
  }

  #sayDropped(): void {
    const bytes = Buffer.from(`(${this.#dropped} lines are missing here: the terminal took nothing)\n`);
    this.#dropped = 0;
    this.#room -= bytes.length;
    this.#waiting.push(bytes);
  }
}

/**
 * The terminal behind standard output (1) or standard error (2), opened once more so that the kernel answers at once.
 * @returns nothing where there is no terminal, or it may not be opened
 */
export function patientTerminal(fd: 1 | 2): PatientLines | undefined {
  if (!isatty(fd)) return undefined;
  try {
    const own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    return new PatientLines({ take: (bytes) => takenBy(own, bytes) });
  } catch {
    return undefined;
  }
}

function takenBy(fd: number, bytes: Uint8Array): number | undefined {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}
