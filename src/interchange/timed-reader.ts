import type { LineReader, Sayings } from "./line.ts";
import type { TimeUnit } from "./time-units.ts";
import type { Times } from "./times.ts";

/** What all readers share whose lines each have a time. */
export abstract class TimedReader implements LineReader {
  protected readonly times: Times;

  constructor(times: Times) {
    this.times = times;
  }

  /** In an hour that the clock shows twice the lines before count. */
  get resumable(): boolean {
    return !this.times.ambiguous;
  }

  get time_unit(): TimeUnit | undefined {
    return this.times.unit;
  }

  rewind(): void {
    this.times.rewind();
  }

  notes(): readonly string[] {
    return this.times.notes();
  }

  abstract read(line: string): Sayings;
}
