/**
 * What goes to and comes from the GPIO character device, version 2 (Linux 5.10 and later, `include/uapi/linux/gpio.h`):
 * the same on every processor, little end first.
 */

import type { Drive, Edge, EdgeKind, LineConfig, PinLine, Pull } from "../../model/index.ts";

/** _IOC of `asm-generic/ioctl.h` with the type 0xB4: 1 writes, 2 reads, 3 both. */
function request(direction: number, number: number, size: number): number {
  return ((direction << 30) | (size << 16) | (0xb4 << 8) | number) >>> 0;
}

const CHIP_INFO_BYTES = 68;
const LINE_INFO_BYTES = 256;
const LINE_REQUEST_BYTES = 592;
const LINE_CONFIG_BYTES = 272;
const LINE_VALUES_BYTES = 16;
/** One edge. */
export const EVENT_BYTES = 48;

export const REQUEST = {
  chip_info: request(2, 0x01, CHIP_INFO_BYTES),
  line_info: request(3, 0x05, LINE_INFO_BYTES),
  get_line: request(3, 0x07, LINE_REQUEST_BYTES),
  set_config: request(3, 0x0d, LINE_CONFIG_BYTES),
  get_values: request(3, 0x0e, LINE_VALUES_BYTES),
  set_values: request(3, 0x0f, LINE_VALUES_BYTES),
} as const;

const FLAG = {
  used: 1n,
  active_low: 2n,
  input: 4n,
  output: 8n,
  rising: 16n,
  falling: 32n,
  open_drain: 64n,
  open_source: 128n,
  pull_up: 256n,
  pull_down: 512n,
  no_pull: 1024n,
} as const;

const ATTRIBUTE = { flags: 1, values: 2, debounce: 3 } as const;

/** So many lines in one request at most. */
export const MOST_LINES = 64;
/** The kernel keeps so many edges at most. */
export const MOST_EDGES = 1024;

const PULL: Readonly<Record<Pull, bigint>> = { up: FLAG.pull_up, down: FLAG.pull_down, none: FLAG.no_pull, as_is: 0n };
const DRIVE: Readonly<Record<Drive, bigint>> = {
  push_pull: 0n,
  open_drain: FLAG.open_drain,
  open_source: FLAG.open_source,
};
const EDGES: Readonly<Record<EdgeKind, bigint>> = {
  rising: FLAG.rising,
  falling: FLAG.falling,
  both: FLAG.rising | FLAG.falling,
  none: 0n,
};

function flagsOf(config: LineConfig): bigint {
  const low = config.active_low ? FLAG.active_low : 0n;
  if (config.direction === "as_is") return low;
  if (config.direction === "wires") return FLAG.output;
  if (config.direction === "output") return FLAG.output | DRIVE[config.drive] | low;
  return FLAG.input | PULL[config.pull] | EDGES[config.edges] | low;
}

/** On and off as bits, the first line lowest. */
export function bitsOf(values: readonly boolean[]): bigint {
  return values.reduce((bits, on, index) => (on ? bits | (1n << BigInt(index)) : bits), 0n);
}

const everyLine = (count: number): bigint => (1n << BigInt(count)) - 1n;

type Attribute = readonly [id: number, value: bigint, lines: bigint];

function attributesOf(config: LineConfig, count: number): Attribute[] {
  if (config.direction === "output") return [[ATTRIBUTE.values, bitsOf(config.values), everyLine(count)]];
  if (config.direction === "wires") {
    const read = bitsOf(config.values.map((value) => value === null));
    const driven = bitsOf(config.values.map((value) => value === true));
    const values: Attribute = [ATTRIBUTE.values, driven, everyLine(count) & ~read];
    return read === 0n ? [values] : [[ATTRIBUTE.flags, FLAG.input | PULL[config.pull], read], values];
  }
  const debounce_us = config.direction === "input" ? config.debounce_us : 0;
  return debounce_us === 0 ? [] : [[ATTRIBUTE.debounce, BigInt(debounce_us), everyLine(count)]];
}

/** `struct gpio_v2_line_config` at a place: flags 0, num_attrs 8, attrs from 32, each id 0, value 8, mask 16. */
function writeConfig(bytes: Buffer, at: number, config: LineConfig, count: number): void {
  bytes.writeBigUInt64LE(flagsOf(config), at);
  const attributes = attributesOf(config, count);
  bytes.writeUInt32LE(attributes.length, at + 8);
  attributes.forEach(([id, value, lines], index) => {
    const place = at + 32 + 24 * index;
    bytes.writeUInt32LE(id, place);
    bytes.writeBigUInt64LE(value, place + 8);
    bytes.writeBigUInt64LE(lines, place + 16);
  });
}

const CONSUMER_AT = 256;
const FD_AT = 588;

/**
 * `struct gpio_v2_line_request`.
 * @param offsets the lines' places in the chip, 1 to 64
 * @param consumer who holds them, for others to read; at most 31 bytes are kept
 */
export function lineRequest(offsets: readonly number[], consumer: string, config: LineConfig): Buffer {
  const bytes = Buffer.alloc(LINE_REQUEST_BYTES);
  offsets.forEach((offset, index) => {
    bytes.writeUInt32LE(offset, 4 * index);
  });
  bytes.write(consumer.slice(0, 31), CONSUMER_AT, "latin1");
  writeConfig(bytes, 288, config, offsets.length);
  bytes.writeUInt32LE(offsets.length, 560);
  bytes.writeUInt32LE(config.direction === "input" && config.edges !== "none" ? MOST_EDGES : 0, 564);
  return bytes;
}

/** The descriptor of the lines, which the kernel wrote into a request. */
export function descriptorIn(request: Buffer): number {
  return request.readInt32LE(FD_AT);
}

/** `struct gpio_v2_line_config`, to change lines that are held. */
export function lineConfig(config: LineConfig, count: number): Buffer {
  const bytes = Buffer.alloc(LINE_CONFIG_BYTES);
  writeConfig(bytes, 0, config, count);
  return bytes;
}

/** `struct gpio_v2_line_values`: which lines, and what they are to be. */
export function lineValues(mask: bigint, bits = 0n): Buffer {
  const bytes = Buffer.alloc(LINE_VALUES_BYTES);
  bytes.writeBigUInt64LE(bits, 0);
  bytes.writeBigUInt64LE(mask, 8);
  return bytes;
}

/** What the kernel wrote into `lineValues`. */
export function bitsIn(values: Buffer): bigint {
  return values.readBigUInt64LE(0);
}

function textAt(bytes: Buffer, at: number): string {
  const end = bytes.subarray(at, at + 32).indexOf(0);
  return bytes.toString("latin1", at, at + (end < 0 ? 32 : end));
}

export const chipInfo = (): Buffer => Buffer.alloc(CHIP_INFO_BYTES);

/** `struct gpiochip_info`. */
export function readChipInfo(bytes: Buffer): { readonly name: string; readonly label: string; readonly lines: number } {
  return { name: textAt(bytes, 0), label: textAt(bytes, 32), lines: bytes.readUInt32LE(64) };
}

export function lineInfo(offset: number): Buffer {
  const bytes = Buffer.alloc(LINE_INFO_BYTES);
  bytes.writeUInt32LE(offset, 64);
  return bytes;
}

/** `struct gpio_v2_line_info`. */
export function readLineInfo(bytes: Buffer): PinLine {
  const flags = bytes.readBigUInt64LE(72);
  return {
    offset: bytes.readUInt32LE(64),
    name: textAt(bytes, 0),
    used: (flags & FLAG.used) !== 0n,
    consumer: textAt(bytes, 32),
    output: (flags & FLAG.output) !== 0n,
    active_low: (flags & FLAG.active_low) !== 0n,
  };
}

/** `struct gpio_v2_line_event`, one after the other. */
export function* edgesIn(bytes: Buffer): Generator<Edge> {
  for (let at = 0; at + EVENT_BYTES <= bytes.length; at += EVENT_BYTES) {
    yield {
      mono: Number(bytes.readBigUInt64LE(at)) / 1e6,
      rising: bytes.readUInt32LE(at + 8) === 1,
      offset: bytes.readUInt32LE(at + 12),
      sequence: bytes.readUInt32LE(at + 20),
    };
  }
}
