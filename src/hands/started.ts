import { FileTrouble, type ProgramEnd, type ProgramOrder, type RunningProgram } from "../model/ports/hands.ts";
import type { ToHands } from "./messages.ts";

/** So much is acknowledged at once. */
const ACKNOWLEDGE_BYTES = 16 * 1024;
/** Between the polite signal and the one that cannot be ignored. */
const GRACE_MS = 1_000;

/** A program that the hands run, seen from the house. */
export class StartedProgram implements RunningProgram {
  readonly ended: Promise<ProgramEnd>;
  /** A relay waits for it. */
  readonly isUrgent: boolean;
  readonly since_mono: number = performance.now();
  readonly #number: number;
  readonly #order: ProgramOrder;
  readonly #post: (message: ToHands) => boolean;
  readonly #onOutput: (bytes: Uint8Array) => void;
  readonly #end = Promise.withResolvers<ProgramEnd>();
  /** Output that waits because it is held back. */
  #waiting: Uint8Array[] = [];
  #isSent = false;
  #isHeld = false;
  #isEnding = false;
  #untold = 0;
  /** How it ended. */
  #how: ProgramEnd | undefined;
  #pid: number | undefined;
  #said = "";

  constructor(
    number: number,
    order: ProgramOrder,
    post: (message: ToHands) => boolean,
    onOutput: (bytes: Uint8Array) => void,
  ) {
    this.#number = number;
    this.#order = order;
    this.isUrgent = order.urgent === true;
    this.#post = post;
    this.#onOutput = onOutput;
    this.ended = this.#end.promise;
    // Whoever awaits the end is told; nobody has to.
    this.ended.catch(() => undefined);
  }

  /** Asks for its start, unless that was done. */
  send(): void {
    this.#isSent ||= this.#post({ do: "start", number: this.#number, order: this.#order });
  }

  /** Somebody was there to start it. */
  get isSent(): boolean {
    return this.#isSent;
  }

  kill(grace_ms = GRACE_MS): void {
    this.#isEnding = true;
    if (this.#isSent) this.#post({ do: "kill", number: this.#number, grace_ms });
    else this.failed(new FileTrouble("ABORTED", "it was ended before it began"));
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
