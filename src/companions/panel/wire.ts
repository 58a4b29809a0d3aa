import type { Lines, WiresConfig } from "../../model/index.ts";

/**
 * The TM1638's wires (Titan Micro's data sheet): strobe, clock and data, all high at rest; a byte's lowest bit goes first, and is
 * taken when the clock rises. Each step below is a byte or less: whoever carries it out may rest between any two, as the chip
 * knows no longest time.
 */

/** The order of the lines in their request: the strobes follow. */
const CLOCK = 0b01;
const DATA = 0b10;
const FIRST_STROBE = 2;

/** Begins where each `yield` stands. */
export type Steps<Result = void> = Generator<undefined, Result, undefined>;

/** The lines at rest. @param isRead the data line is read */
export function wires(boards: number, isRead = false, lowStrobe = -1): WiresConfig {
  const strobes = Array.from({ length: boards }, (_nothing, board) => board !== lowStrobe);
  return { direction: "wires", pull: "up", active_low: false, values: [true, isRead ? null : true, ...strobes] };
}

const strobeOf = (board: number): number => 1 << (FIRST_STROBE + board);

function sendByte(lines: Lines, byte: number): void {
  for (let bit = 0; bit < 8; bit += 1) {
    lines.setBits(CLOCK | DATA, (byte >> bit) & 1 ? DATA : 0);
    lines.setBits(CLOCK, CLOCK);
  }
}

function receiveByte(lines: Lines, looked: number): number {
  let byte = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    lines.setBits(CLOCK, 0);
    if (looked & (1 << bit) && (lines.getBits() & DATA) !== 0) byte |= 1 << bit;
    lines.setBits(CLOCK, CLOCK);
  }
  return byte;
}

/** A command with what belongs to it. */
export function* send(lines: Lines, board: number, bytes: readonly number[]): Steps {
  lines.setBits(strobeOf(board), 0);
  for (const byte of bytes) {
    sendByte(lines, byte);
    yield;
  }
  lines.setBits(strobeOf(board), strobeOf(board));
}

const READ_KEYS = 0x42;

/** Bits of each byte that are looked at: all of them, or only keys and bits that are never set, when nobody is expected. */
export const ALL = 0xff;
export const GLANCE = 0b1001_1001;

/** Asks for the keys. @param looked which bits of each byte, the others are 0 @returns 32 bits, the first lowest */
export function* readKeys(lines: Lines, board: number, boards: number, looked: number): Steps<number> {
  lines.setBits(strobeOf(board), 0);
  sendByte(lines, READ_KEYS);
  // the chip drives the line from the next clock on: we let go of it before
  lines.configure(wires(boards, true, board));
  yield;
  let bits = 0;
  for (let byte = 0; byte < 4; byte += 1) {
    bits |= receiveByte(lines, looked) << (8 * byte);
    yield;
  }
  lines.setBits(strobeOf(board), strobeOf(board));
  // it lets go with the strobe
  lines.configure(wires(boards));
  return bits >>> 0;
}
