/** Growing and reading byte strings: the small change of the block format. Varints are LEB128, signed ones zig-zag. */

const TWO_28 = 2 ** 28;

/** What cannot be read as the format says; whoever knows the place makes a `DamagedBlock` of it. */
export class BadBytes extends Error {
  override readonly name = "BadBytes";
}

/** Bytes under construction. The buffer is used again for the next string: take `bytes()` before. */
export class ByteSink {
  buffer = new Uint8Array(4_096);
  length = 0;

  /** Begins a new string in the same buffer. */
  clear(): this {
    this.length = 0;
    return this;
  }

  /** Makes room for so many more bytes. */
  reserve(more: number): Uint8Array {
    const needed = this.length + more;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    return this.buffer;
  }

  byte(value: number): void {
    this.reserve(1)[this.length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1. */
  varint(value: number): void {
    const buffer = this.reserve(8);
    let rest = value;
    while (rest >= TWO_28) {
      buffer[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    let small = rest | 0;
    while (small > 127) {
      buffer[this.length++] = (small & 127) | 128;
      small >>>= 7;
    }
    buffer[this.length++] = small;
  }

  /** A whole number from −2^52 to 2^52. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** IEEE 754, little endian. */
  double(value: number): void {
    const buffer = this.reserve(8);
    new DataView(buffer.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** 32 bits without a sign, little endian. */
  word(value: number): void {
    const buffer = this.reserve(4);
    new DataView(buffer.buffer).setUint32(this.length, value >>> 0, true);
    this.length += 4;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length).set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Its length, then the bytes. */
  sized(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  text(words: string): void {
    this.sized(new TextEncoder().encode(words));
  }

  /** A view of what was written; valid until the next `clear`. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

/** Reads what a `ByteSink` wrote. @throws BadBytes from each function when the bytes end too early */
export class ByteSource {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new BadBytes("ends too early");
    return value;
  }

  varint(): number {
    let value = 0;
    let weight = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
    throw new BadBytes("a number without an end");
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  double(): number {
    const from = this.skip(8);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset).getFloat64(from, true);
  }

  word(): number {
    const from = this.skip(4);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset).getUint32(from, true);
  }

  /** The next bytes, not copied. */
  take(length: number): Uint8Array {
    const from = this.skip(length);
    return this.bytes.subarray(from, from + length);
  }

  sized(): Uint8Array {
    return this.take(this.varint());
  }

  text(): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.sized());
  }

  /** @returns where the skipped bytes began */
  skip(length: number): number {
    const from = this.at;
    if (length > this.left) throw new BadBytes("ends too early");
    this.at = from + length;
    return from;
  }
}
