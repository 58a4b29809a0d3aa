import { BadBytes, type ByteSink } from "./bytes.ts";

/** Single bits, the lowest first in each byte. */
export class BitSink {
  readonly #sink: ByteSink;
  #waiting = 0;
  #count = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** @param count at most 16 */
  put(value: number, count: number): void {
    this.#waiting |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#sink.byte(this.#waiting & 255);
      this.#waiting >>>= 8;
      this.#count -= 8;
    }
  }

  /** Elias gamma of a number from 1 to 65535: as many zeros as bits follow the highest one, then the number upwards. */
  gamma(value: number): void {
    const more = 31 - Math.clz32(value);
    this.put(1 << more, more + 1);
    this.put(value & ((1 << more) - 1), more);
  }

  end(): void {
    if (this.#count > 0) this.#sink.byte(this.#waiting & 255);
    this.#waiting = 0;
    this.#count = 0;
  }
}

/** Reads what a `BitSink` wrote. */
export class BitSource {
  readonly #bytes: Uint8Array;
  /** The next byte to be fetched. */
  #next: number;
  #waiting = 0;
  #count = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#next = at;
  }

  /** The first byte of which no bit was taken. */
  get at(): number {
    return this.#next - (this.#count >> 3);
  }

  /** Fetches bytes until 16 bits wait; fewer at the end. */
  #fetch(): void {
    while (this.#count < 16 && this.#next < this.#bytes.length) {
      this.#waiting |= (this.#bytes[this.#next++] ?? 0) << this.#count;
      this.#count += 8;
    }
  }

  /** @param count at most 16 */
  take(count: number): number {
    if (this.#count < count) this.#fetch();
    if (this.#count < count) throw new BadBytes("ends too early");
    const value = this.#waiting & ((1 << count) - 1);
    this.#waiting >>>= count;
    this.#count -= count;
    return value;
  }

  gamma(): number {
    this.#fetch();
    const more = 31 - Math.clz32(this.#waiting & -this.#waiting);
    if (more < 0 || more > 15) throw new BadBytes("a number without an end");
    this.take(more + 1);
    return (1 << more) | this.take(more);
  }
}
