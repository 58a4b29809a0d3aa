import type { Delimiter } from "./delimiters.ts";
import type { LineReader, Sayings } from "./line.ts";
import type { TimeUnit } from "./time-units.ts";
import type { Times } from "./times.ts";

/** What all readers share whose lines each have a time. */
export abstract class TimedReader implements LineReader {
  readonly delimiter: Delimiter | undefined;
  protected readonly times: Times;

  /** @param delimiter of fields that may be quoted */
  constructor(times: Times, delimiter?: Delimiter) {
    this.times = times;
    this.delimiter = delimiter;
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
