import type { WireChip } from "../../../pins/testing/wires.ts";

/** An HD44780 behind a PCF8574 as their data sheets have them. It notes each breach of its protocol. */

/** A byte of the bus at 400 kHz, µs: nine bits. The fastest that the PCF8574's companions are run at. */
const BYTE_US = 22.5;
const BUSY_US = 37;
const LONG_BUSY_US = 1_520;

export class Display implements WireChip {
  readonly breaches: string[] = [];
  isLit = false;
  isOn = false;
  readonly #columns: number;
  readonly #rows: number;
  readonly #memory = Array<number>(0x80).fill(0x20);
  #port = 0xff;
  #time_us = 0;
  #free_us = 0;
  #isFourBit = false;
  #high: number | undefined;
  #wakes = 0;
  #address = 0;

  constructor(columns = 16, rows = 2) {
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Its power was away. */
  reset(): void {
    this.#isFourBit = false;
    this.#high = undefined;
    this.#wakes = 0;
    this.isOn = false;
    this.#memory.fill(0x21);
  }

  /** What somebody reads on it, row by row. */
  get text(): string[] {
    const starts = [0, 0x40, this.#columns, 0x40 + this.#columns].slice(0, this.#rows);
    return starts.map((start) => {
      const codes = this.#memory.slice(start, start + this.#columns);
      return codes.map((code) => (code === 0xdf ? "°" : String.fromCharCode(code))).join("");
    });
  }

  pause(us: number): void {
    this.#time_us += us;
  }

  read(count: number): number[] {
    return Array(count).fill(this.#port);
  }

  write(bytes: readonly number[]): void {
    for (const byte of bytes) {
      this.#time_us += BYTE_US;
      const before = this.#port;
      this.#port = byte;
      this.isLit = (byte & 0x08) !== 0;
      this.#edge(before, byte);
    }
  }

  /** What E does, with the data and RS beside it. */
  #edge(before: number, byte: number): void {
    const rises = (before & 0x04) === 0 && (byte & 0x04) !== 0;
    const falls = (before & 0x04) !== 0 && (byte & 0x04) === 0;
    if (!rises && !falls) return;
    if (rises && (byte & 0x02) !== 0) this.breaches.push("it is asked, not told");
    if (((before ^ byte) & 0xf3) !== 0) this.breaches.push("data or RS change while E does");
    // the end of a question, as with all lines high after the power came
    if (falls && (byte & 0x02) !== 0) return;
    if (falls) this.#take(byte >> 4, (byte & 0x01) !== 0);
    else if (this.#time_us < this.#free_us) this.breaches.push(`busy for ${this.#free_us - this.#time_us} µs more`);
  }

  #take(nibble: number, isData: boolean): void {
    if (!this.#isFourBit) {
      this.#wake(nibble);
      return;
    }
    if (this.#high === undefined) {
      this.#high = nibble;
      return;
    }
    const value = (this.#high << 4) | nibble;
    this.#high = undefined;
    this.#free_us = this.#time_us + (value <= 0x03 && !isData ? LONG_BUSY_US : BUSY_US);
    if (isData) this.#put(value);
    else this.#command(value);
  }

  /** While it takes eight bits only the upper four are wired. */
  #wake(nibble: number): void {
    this.#wakes += 1;
    this.#free_us = this.#time_us + (this.#wakes === 1 ? 4_100 : 100);
    if (nibble === 0x2 && this.#wakes >= 4) this.#isFourBit = true;
    else if (nibble !== 0x3) this.breaches.push(`woken with ${nibble}`);
  }

  #put(code: number): void {
    this.#memory[this.#address] = code;
    this.#address = this.#address === 0x27 ? 0x40 : (this.#address + 1) & 0x7f;
  }

  #command(value: number): void {
    if (value >= 0x80) this.#address = value & 0x7f;
    else if (value === 0x33) {
      this.#isFourBit = false;
      this.#wakes = 3;
    } else if (value >= 0x20) {
      if (value !== 0x28) this.breaches.push(`function set ${value}`);
    } else if (value >= 0x08) this.isOn = (value & 0x04) !== 0;
    else if (value >= 0x04) {
      if (value !== 0x06) this.breaches.push(`entry mode ${value}`);
    } else {
      this.#memory.fill(0x20);
      this.#address = 0;
    }
  }
}
