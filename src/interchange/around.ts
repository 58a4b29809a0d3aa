import type { LineReader, Sayings } from "./line.ts";

/** Reads as another reader does, but for what a line is taken to say. */
export abstract class ReaderAround implements LineReader {
  protected readonly inner: LineReader;

  constructor(inner: LineReader) {
    this.inner = inner;
  }

  get delimiter(): LineReader["delimiter"] {
    return this.inner.delimiter;
  }

  get resumable(): boolean {
    return this.inner.resumable;
  }

  get time_unit(): LineReader["time_unit"] {
    return this.inner.time_unit;
  }

  rewind(): void {
    this.inner.rewind();
  }

  notes(): readonly string[] {
    return this.inner.notes();
  }

  abstract read(line: string): Sayings;
}
