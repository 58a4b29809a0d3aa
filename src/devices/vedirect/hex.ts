import { type Reason, reason } from "../../model/index.ts";

/**
 * The VE.Direct HEX protocol: frames, numbers, replies (Victron, "VE.Direct Protocol" 3.33 and "BMV-7xx HEX Protocol").
 *
 * A frame is `:`, the command as one hex digit, data bytes as pairs of digits (numbers little-endian), a check byte,
 * LF. Command, data and check add up to 0x55 (mod 256).
 */

export interface HexFrame {
  /** 0 to 15 */
  readonly command: number;
  readonly data: Uint8Array;
}

/** Commands of the host; replies to get and set carry the same number. */
export const COMMAND = { ping: 1, version: 3, product_id: 4, restart: 6, get: 7, set: 8, async: 10 } as const;

export type NumberType = "u8" | "s8" | "u16" | "s16" | "u32" | "s32";

const BYTES: Readonly<Record<NumberType, number>> = { u8: 1, s8: 1, u16: 2, s16: 2, u32: 4, s32: 4 };

/** What a register holds when the device has no value for it. */
const NOT_AVAILABLE: Readonly<Record<NumberType, number>> = {
  u8: 0xff,
  s8: 0x7f,
  u16: 0xffff,
  s16: 0x7fff,
  u32: 0xffffffff,
  s32: 0x7fffffff,
};

export function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function pair(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** The frame as it goes over the line, from `:` to LF. @param command 0 to 15 */
export function encodeFrame(command: number, data: Iterable<number> = []): string {
  let sum = command;
  let digits = command.toString(16).toUpperCase();
  for (const byte of data) {
    sum += byte;
    digits += pair(byte);
  }
  return `:${digits}${pair((0x55 - sum) & 0xff)}\n`;
}

/** Reads the digits between `:` and LF; `null` when their number or their check is wrong. */
export function decodeFrame(digits: string): HexFrame | null {
  if (digits.length < 3 || digits.length % 2 === 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return null;
  const command = Number.parseInt(digits.charAt(0), 16);
  const bytes = Uint8Array.from({ length: (digits.length - 1) / 2 }, (_nothing, index) =>
    Number.parseInt(digits.slice(1 + 2 * index, 3 + 2 * index), 16),
  );
  const sum = bytes.reduce((total, byte) => total + byte, command) & 0xff;
  return sum === 0x55 ? { command, data: bytes.subarray(0, -1) } : null;
}

/** Little-endian bytes of a number. @throws RangeError when the type cannot hold it */
export function encodeNumber(value: number, type: NumberType): number[] {
  const bits = 8 * BYTES[type];
  const low = type.startsWith("s") ? -(2 ** (bits - 1)) : 0;
  if (!Number.isInteger(value) || value < low || value >= low + 2 ** bits) {
    throw new RangeError(`${value} does not fit a register of type ${type}`);
  }
  return Array.from({ length: BYTES[type] }, (_nothing, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);
}

/** The number as it stands, "not available" values included; `null` when there are too few bytes. */
export function decodeNumber(bytes: Uint8Array, type: NumberType): number | null {
  const length = BYTES[type];
  if (bytes.length < length) return null;
  let value = 0;
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[index] ?? 0);
  const bits = 8 * length;
  return type.startsWith("s") && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** The number, or `null` when the device says that it has none (0xFFFF, 0x7FFF …) or there are too few bytes. */
export function decodeAvailable(bytes: Uint8Array, type: NumberType): number | null {
  const value = decodeNumber(bytes, type);
  return value === NOT_AVAILABLE[type] ? null : value;
}

/** Asks for a register. @param register 0 to 0xFFFF */
export function getFrame(register: number): string {
  return encodeFrame(COMMAND.get, [...encodeNumber(register, "u16"), 0]);
}

/** Writes a register. @param register 0 to 0xFFFF */
export function setFrame(register: number, value: number, type: NumberType): string {
  return encodeFrame(COMMAND.set, [...encodeNumber(register, "u16"), 0, ...encodeNumber(value, type)]);
}

export type Reply =
  | {
      /** `async`: the device tells a change by itself. */
      readonly kind: "get" | "set" | "async";
      readonly register: number;
      /** 0: done; else see `flagProblem`. */
      readonly flags: number;
      readonly value: Uint8Array;
    }
  | { readonly kind: "done" | "ping" | "unknown_command" | "frame_error" | "other"; readonly value: Uint8Array };

const REGISTER_REPLIES: Readonly<Record<number, "get" | "set" | "async">> = { 7: "get", 8: "set", 10: "async" };
const PLAIN_REPLIES: Readonly<Record<number, "done" | "unknown_command" | "frame_error" | "ping">> = {
  1: "done",
  3: "unknown_command",
  4: "frame_error",
  5: "ping",
};

/** What a frame from the device means. */
export function readReply(frame: HexFrame): Reply {
  const kind = REGISTER_REPLIES[frame.command];
  const register = decodeNumber(frame.data, "u16");
  const flags = frame.data[2];
  if (kind && register !== null && flags !== undefined) return { kind, register, flags, value: frame.data.subarray(3) };
  return { kind: PLAIN_REPLIES[frame.command] ?? "other", value: frame.data };
}

const FLAGS = [
  [0x01, "vedirect_register_unknown"],
  [0x02, "vedirect_register_readonly"],
  [0x04, "vedirect_out_of_range"],
] as const;

/** The flags of a reply in words; `null` when all is well. */
export function flagProblem(flags: number): Reason | null {
  if (flags === 0) return null;
  const [first, ...more] = FLAGS.filter(([flag]) => flags & flag).map(([, code]) => reason(code));
  if (!first) return reason("vedirect_flags", { flags: `0x${flags.toString(16)}` });
  return more.reduce((one, other) => reason("both", { one, other }), first);
}

const FIRMWARE_KINDS = ["bootloader", "application", "tester", "release candidate"];

/** The version in a ping or version reply: 0x4401 → `application 4.01`. */
export function firmwareOf(version_u16: number): string {
  const digits = (version_u16 & 0x3fff).toString(16).padStart(3, "0");
  return `${FIRMWARE_KINDS[version_u16 >> 14] ?? ""} ${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
