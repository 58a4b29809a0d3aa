import type { WireChip } from "./wires.ts";

/** Chips as their data sheets have them, on a bus that a test makes up. Lines are bits, line 0 lowest; a set bit is high. */

/** PCF8574 (one byte) and PCF8575 (two): a latch whose high lines are so weak that anything pulls them low. */
export class Latch implements WireChip {
  latch = 0;
  /** Lines that something outside pulls low. */
  low: number;
  /** Lines that a short circuit holds low, and such that one holds high. */
  short = 0;
  high = 0;
  readonly #bytes: 1 | 2;

  constructor(bytes: 1 | 2, low = 0) {
    this.#bytes = bytes;
    this.low = low;
    this.reset();
  }

  /** Its power was away. */
  reset(): void {
    this.latch = this.#bytes === 1 ? 0xff : 0xffff;
  }

  /** What its lines show. */
  get levels(): number {
    return (this.latch & ~this.low & ~this.short) | this.high;
  }

  /** Each byte is taken when it has come, the second one for the upper eight. */
  write(bytes: readonly number[]): void {
    bytes.forEach((byte, index) => {
      const shift = 8 * (index % this.#bytes);
      this.latch = (this.latch & ~(0xff << shift)) | (byte << shift);
    });
  }

  read(count: number): number[] {
    return Array.from({ length: count }, (_nothing, index) => (this.levels >> (8 * (index % this.#bytes))) & 0xff);
  }
}

/** MCP23008 (width 1) and MCP23017 (width 2, A and B side by side): registers, and a pointer that goes on by itself. */
export class Registers implements WireChip {
  readonly bytes: number[];
  /** Levels of the lines that it does not drive. */
  outside = 0;
  /** Lines that a short circuit holds low. */
  short = 0;
  readonly width: 1 | 2;
  #pointer = 0;

  constructor(width: 1 | 2) {
    this.width = width;
    this.bytes = Array(11 * width).fill(0);
    this.reset();
  }

  /** Its power was away: all lines are inputs. */
  reset(): void {
    this.bytes.fill(0);
    this.bytes.fill(0xff, 0, this.width);
  }

  #bits(register: number): number {
    const [low = 0, high = 0] = this.bytes.slice(register * this.width, (register + 1) * this.width);
    return low | (high << 8);
  }

  /** Lines that it drives. */
  get driven(): number {
    return ~this.#bits(0x00) & (this.width === 1 ? 0xff : 0xffff);
  }

  get latch(): number {
    return this.#bits(0x0a);
  }

  /** What its lines show. */
  get levels(): number {
    return ((this.driven & this.latch) | (~this.driven & (this.outside | this.#bits(0x06)))) & ~this.short;
  }

  write([pointer = 0, ...data]: readonly number[]): void {
    this.#pointer = pointer;
    for (const byte of data) {
      const register = Math.floor(this.#pointer / this.width);
      // writing the lines writes the latch
      const at = register === 0x09 ? this.#pointer + this.width : this.#pointer;
      this.bytes[at] = byte;
      this.#step();
    }
  }

  read(count: number): number[] {
    return Array.from({ length: count }, () => {
      const register = Math.floor(this.#pointer / this.width);
      const shift = 8 * (this.#pointer % this.width);
      const byte =
        register === 0x09 ? ((this.levels ^ this.#bits(0x01)) >> shift) & 0xff : (this.bytes[this.#pointer] ?? 0);
      this.#step();
      return byte;
    });
  }

  #step(): void {
    this.#pointer = (this.#pointer + 1) % this.bytes.length;
  }
}
