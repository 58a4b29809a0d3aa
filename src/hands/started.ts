import type { ProgramEnd, RunningProgram } from "../model/index.ts";
import type { ToHands } from "./messages.ts";

/** So much is acknowledged at once. */
const ACKNOWLEDGE_BYTES = 16 * 1024;

/** A program that the hands run, seen from the house. */
export class StartedProgram implements RunningProgram {
  readonly ended: Promise<ProgramEnd>;
  readonly #number: number;
  readonly #post: (message: ToHands) => void;
  readonly #onOutput: (bytes: Uint8Array) => void;
  readonly #end = Promise.withResolvers<ProgramEnd>();
  /** Output that waits because it is held back. */
  #waiting: Uint8Array[] = [];
  #isHeld = false;
  #isEnding = false;
  #untold = 0;
  /** How it ended. */
  #how: ProgramEnd | undefined;
  #pid: number | undefined;
  #said = "";

  constructor(number: number, post: (message: ToHands) => void, onOutput: (bytes: Uint8Array) => void) {
    this.#number = number;
    this.#post = post;
    this.#onOutput = onOutput;
    this.ended = this.#end.promise;
    // Whoever awaits the end is told; nobody has to.
    this.ended.catch(() => undefined);
  }

  kill(hard = false): void {
    this.#isEnding = true;
    this.#post({ do: "kill", number: this.#number, hard });
    this.resume();
  }

  /** What is on its way is held back here; what is not acknowledged, in the program's pipe. */
  pause(): void {
    this.#isHeld = !this.#isEnding;
  }

  resume(): void {
    this.#isHeld = false;
    while (!this.#isHeld) {
      const bytes = this.#waiting.shift();
      if (!bytes) break;
      this.#hand(bytes);
    }
    if (!this.#isHeld && this.#how) this.#end.resolve(this.#how);
  }

  said(): string {
    return this.#said;
  }

  says(words: string): void {
    this.#said = words;
  }

  /** The leader of its group, once it is known. */
  get pid(): number | undefined {
    return this.#pid;
  }

  began(pid: number): void {
    this.#pid = pid;
  }

  output(bytes: Uint8Array): void {
    if (this.#isHeld || this.#waiting.length > 0) this.#waiting.push(bytes);
    else this.#hand(bytes);
  }

  /** It is told once all that it printed was taken. */
  over(end: ProgramEnd): void {
    this.#how = end;
    if (!this.#isHeld) this.resume();
  }

  failed(error: Error): void {
    this.#end.reject(error);
  }

  #hand(bytes: Uint8Array): void {
    this.#untold += bytes.length;
    if (this.#untold >= ACKNOWLEDGE_BYTES) {
      this.#post({ do: "taken", number: this.#number, bytes: this.#untold });
      this.#untold = 0;
    }
    this.#onOutput(bytes);
  }
}
