import { HOUR, MINUTE, type Now, type Reason, reason } from "../../model/index.ts";

/** It is over when there was no more for so long … */
const CALM_AFTER_MS = MINUTE;
/** … and while there is no end of them, they are noted so often. */
const NOTE_EVERY_MS = HOUR;

interface Told {
  readonly count: number;
  readonly channel: string;
  readonly since_mono: number;
  readonly last_mono: number;
}

/** Readings that found no instant of their own: counted, shown while there are any, and noted when it is over. */
export class Superseded {
  /** Since the start. */
  total = 0;
  #count = 0;
  #channel = "";
  #told: Told | undefined;

  /** A newer reading of the channel took the place of one. */
  add(channel: string): void {
    this.total += 1;
    this.#count += 1;
    this.#channel = channel;
  }

  /** To be called in every cycle. @returns what is to be noted now */
  look({ mono }: Now): Reason | undefined {
    if (this.#count > 0) {
      const { count = 0, since_mono = mono } = this.#told ?? {};
      this.#told = { count: count + this.#count, channel: this.#channel, since_mono, last_mono: mono };
      this.#count = 0;
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
    if (!this.#told) return [];
    const { count, channel } = this.#told;
    return [reason("readings_superseded", { count, channel })];
  }
}
