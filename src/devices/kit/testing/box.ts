import type { Inbox, RawReading, Reason } from "../../../model/index.ts";

/** An inbox that keeps what it is given. */
export class Box implements Inbox {
  readonly batches: (readonly RawReading[])[] = [];
  readonly notes: Reason[] = [];
  /** For how long nobody counted, ms, by quantity. */
  readonly missing: (readonly [quantity: string, for_ms: number])[] = [];

  put(readings: readonly RawReading[]): void {
    this.batches.push(readings);
  }

  note(reason: Reason): void {
    this.notes.push(reason);
  }

  missed(quantity: string, for_ms: number): void {
    this.missing.push([quantity, for_ms]);
  }

  get readings(): readonly RawReading[] {
    return this.batches.flat();
  }

  /** What was told, by code. */
  get codes(): readonly string[] {
    return this.notes.map(({ code }) => code);
  }
}
