import { closeSync } from "node:fs";
import { ioctl, neverWait, readNow } from "../libc.ts";
import { PinTrouble } from "../trouble.ts";
import { type Chip, lineAt, withChip } from "./chips.ts";
import {
  bitsIn,
  bitsOf,
  descriptorIn,
  type Edge,
  EVENT_BYTES,
  edgesIn,
  type LineConfig,
  lineConfig,
  lineRequest,
  lineValues,
  MOST_LINES,
  REQUEST,
} from "./layout.ts";

const EDGES_AT_ONCE = 64;

/** Lines that this process holds, until it lets go or ends. */
export interface Lines {
  /** On or off, one for each line, in the order of the request. @throws PinTrouble ENODEV: the chip is gone */
  get(): boolean[];
  /** Sets one line and leaves the others. @param index its place in the request @throws PinTrouble */
  set(index: number, on: boolean): void;
  /** Sets all lines in one step. @throws PinTrouble */
  setAll(values: readonly boolean[]): void;
  /** Turns or changes all lines. @throws PinTrouble */
  configure(config: LineConfig): void;
  /** The changes that wait, oldest first, at most `most` of them. Never waits. @throws PinTrouble */
  edges(most: number): Edge[];
  /** Lets go of the lines; what outputs do then, the chip decides. */
  close(): void;
}

class HeldLines implements Lines {
  readonly #fd: number;
  readonly #count: number;
  readonly #buffer = Buffer.alloc(EDGES_AT_ONCE * EVENT_BYTES);

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

/**
 * Takes lines of a chip. Outputs have their values from the first moment.
 * @param offsets 1 to 64 places in the chip
 * @param consumer who holds them, as others will read it
 * @throws PinTrouble EBUSY: somebody holds one of them; EACCES, EPERM; ENODEV: the chip is gone; EINVAL: no such line, or
 * the chip cannot do that; OLD_KERNEL; NO_LIBRARY
 */
export function requestLines(chip: Chip, offsets: readonly number[], consumer: string, config: LineConfig): Lines {
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
