import type { Inbox, RawReading, Reason } from "../../../model/index.ts";

/** An inbox that keeps what it is given. */
export class Box implements Inbox {
  readonly batches: (readonly RawReading[])[] = [];
  readonly notes: Reason[] = [];

  put(readings: readonly RawReading[]): void {
    this.batches.push(readings);
  }

  note(reason: Reason): void {
    this.notes.push(reason);
  }

  get readings(): readonly RawReading[] {
    return this.batches.flat();
  }

  /** What was told, by code. */
  get codes(): readonly string[] {
    return this.notes.map(({ code }) => code);
  }
}
