import { HOUR, MINUTE, type Now, type Reason } from "../../model/index.ts";

/** It is over when there was no more for so long … */
const CALM_AFTER_MS = MINUTE;
/** … and while there is no end of them, they are noted so often. */
const NOTE_EVERY_MS = HOUR;

interface Told<Last> {
  readonly count: number;
  readonly last: Last;
  readonly since_mono: number;
  readonly last_mono: number;
}

/** Things that come in bouts: counted, shown while there are any, and noted when it is over. */
export class Bout<Last> {
  /** Since the start. */
  total = 0;
  readonly #say: (count: number, last: Last) => Reason;
  #count = 0;
  #last: Last | undefined;
  #told: Told<Last> | undefined;

  /** @param say what is shown of so many, the last of them this one */
  constructor(say: (count: number, last: Last) => Reason) {
    this.#say = say;
  }

  add(last: Last): void {
    this.total += 1;
    this.#count += 1;
    this.#last = last;
  }

  /** To be called in every cycle. @returns what is to be noted now */
  look({ mono }: Now): Reason | undefined {
    if (this.#last !== undefined) {
      const { count = 0, since_mono = mono } = this.#told ?? {};
      this.#told = { count: count + this.#count, last: this.#last, since_mono, last_mono: mono };
      this.#count = 0;
      this.#last = undefined;
    }
    if (!this.#told) return undefined;
    const { since_mono, last_mono } = this.#told;
    if (mono - last_mono < CALM_AFTER_MS && mono - since_mono < NOTE_EVERY_MS) return undefined;
    const [why] = this.faults();
    this.#told = undefined;
    return why;
  }

  /** For the page. */
  faults(): Reason[] {
    return this.#told ? [this.#say(this.#told.count, this.#told.last)] : [];
  }
}
