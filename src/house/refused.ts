import { apartOf, type Doubt, type Now, type Reason, type ReasonCode, reason, type Unit } from "../model/index.ts";
import { Bout } from "./record/bout.ts";

/** Channels that are shown at once. */
const MOST_SHOWN = 3;

/** A reading that was not believed. */
export interface RefusedReading {
  readonly channel: string;
  readonly value: number;
  readonly unit: Unit;
  readonly doubt: Doubt;
}

const SENTENCES: Readonly<Record<Doubt, ReasonCode>> = {
  outside: "reading_outside",
  fault_value: "reading_fault_value",
  too_fast: "reading_too_fast",
};

function say(count: number, { channel, value, unit, doubt }: RefusedReading): Reason {
  return reason(SENTENCES[doubt], { channel, value: `${value} ${unit ?? ""}`.trim(), count, apart: apartOf(channel) });
}

/** Readings that were not believed: counted, shown while there are any, and noted when it is over. */
export class Refused {
  /** Since the start. */
  total = 0;
  readonly #bouts = new Map<string, Bout<RefusedReading>>();

  add(reading: RefusedReading): void {
    this.total += 1;
    const bout = this.#bouts.get(reading.channel) ?? new Bout<RefusedReading>(say);
    this.#bouts.set(reading.channel, bout);
    bout.add(reading);
  }

  /** To be called in every cycle. @returns what is to be noted now */
  look(now: Now): Reason[] {
    const notes: Reason[] = [];
    for (const [channel, bout] of this.#bouts) {
      const note = bout.look(now);
      if (note) notes.push(note);
      if (bout.faults().length === 0) this.#bouts.delete(channel);
    }
    return notes;
  }

  /** For the page. */
  faults(): Reason[] {
    return [...this.#bouts.values()].flatMap((bout) => bout.faults()).slice(0, MOST_SHOWN);
  }
}
