import { closeSync } from "node:fs";
import { type Edge, type LineConfig, type Lines, type PinChip, PinTrouble } from "../../model/index.ts";
import { ioctl, neverWait, readNow } from "../libc.ts";
import { lineAt, withChip } from "./chips.ts";
import {
  bitsIn,
  bitsOf,
  descriptorIn,
  EVENT_BYTES,
  edgesIn,
  lineConfig,
  lineRequest,
  lineValues,
  MOST_LINES,
  REQUEST,
} from "./layout.ts";

const EDGES_AT_ONCE = 64;

class HeldLines implements Lines {
  readonly #fd: number;
  readonly #count: number;
  readonly #buffer = Buffer.alloc(EDGES_AT_ONCE * EVENT_BYTES);
  /** `lineValues` that is used again and again: bits in the first word, mask in the third, little end first as here. */
  readonly #words = new Uint32Array(lineValues(0n).length / 4);
  readonly #values = new Uint8Array(this.#words.buffer);

  constructor(fd: number, count: number) {
    this.#fd = fd;
    this.#count = count;
  }

  get(): boolean[] {
    const values = lineValues((1n << BigInt(this.#count)) - 1n);
    ioctl(this.#fd, REQUEST.get_values, values);
    const bits = bitsIn(values);
    return Array.from({ length: this.#count }, (_nothing, index) => ((bits >> BigInt(index)) & 1n) === 1n);
  }

  set(index: number, on: boolean): void {
    const mask = 1n << BigInt(index);
    ioctl(this.#fd, REQUEST.set_values, lineValues(mask, on ? mask : 0n));
  }

  setAll(values: readonly boolean[]): void {
    ioctl(this.#fd, REQUEST.set_values, lineValues((1n << BigInt(this.#count)) - 1n, bitsOf(values)));
  }

  setBits(mask: number, bits: number): void {
    this.#words[0] = bits;
    this.#words[2] = mask;
    ioctl(this.#fd, REQUEST.set_values, this.#values);
  }

  getBits(): number {
    this.#words[0] = 0;
    this.#words[2] = this.#count >= 32 ? 0xffffffff : 2 ** this.#count - 1;
    ioctl(this.#fd, REQUEST.get_values, this.#values);
    return this.#words[0] ?? 0;
  }

  configure(config: LineConfig): void {
    ioctl(this.#fd, REQUEST.set_config, lineConfig(config, this.#count));
  }

  edges(most: number): Edge[] {
    const found: Edge[] = [];
    while (found.length < most) {
      const wanted = Math.min(EDGES_AT_ONCE, most - found.length) * EVENT_BYTES;
      const read = readNow(this.#fd, this.#buffer.subarray(0, wanted));
      found.push(...edgesIn(this.#buffer.subarray(0, read)));
      if (read < wanted) break;
    }
    return found;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** See `Pins.request`. */
export function requestLines(chip: PinChip, offsets: readonly number[], consumer: string, config: LineConfig): Lines {
  if (offsets.length === 0 || offsets.length > MOST_LINES) throw new RangeError(`${offsets.length} lines at once`);
  if (offsets.some((offset) => offset >= chip.lines)) throw new PinTrouble("EINVAL", "a line that the chip has not");
  return withChip(chip.path, (chipFd) => {
    const request = lineRequest(offsets, consumer, config);
    try {
      ioctl(chipFd, REQUEST.get_line, request);
    } catch (error) {
      if (error instanceof PinTrouble && error.code === "EINVAL") lineAt(chipFd, offsets[0] ?? 0);
      throw error;
    }
    const fd = descriptorIn(request);
    neverWait(fd);
    return new HeldLines(fd, offsets.length);
  });
}
