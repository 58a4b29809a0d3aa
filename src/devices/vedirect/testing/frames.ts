import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Material for this folder's tests: blocks, recordings, chunk borders. */

export type Field = readonly [label: string, value: string];

/** `"PID 0xA053, V 12800"` → fields. */
export function fieldsOf(line: string): Field[] {
  return line.split(", ").map((entry) => {
    const space = entry.indexOf(" ");
    return [entry.slice(0, space), entry.slice(space + 1)];
  });
}

/** A block with the right checksum byte, as a device sends it. */
export function textBlock(fields: readonly Field[]): Uint8Array {
  const text = `${fields.map(([label, value]) => `\r\n${label}\t${value}`).join("")}\r\nChecksum\t`;
  const bytes = Buffer.from(text, "latin1");
  const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.concat([bytes, Buffer.of((256 - sum) & 0xff)]);
}

export function blockOf(line: string): Uint8Array {
  return textBlock(fieldsOf(line));
}

export const MPPT_LINE =
  "PID 0xA053, FW 159, SER# HQ2132QY2KR, V 12800, I 1500, VPV 34600, PPV 21, CS 3, MPPT 2, OR 0x00000000, ERR 0, " +
  "LOAD ON, IL 300, H19 10, H20 1, H21 21, H22 2, H23 30, HSDS 12";
export const MONITOR_LINE =
  "V 26201, I -1200, P -31, CE -12300, SOC 876, TTG 3450, Alarm OFF, Relay OFF, AR 0, BMV 702, FW 0307";

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The bytes cut at random borders into pieces of 1 to `longest`. */
export function chunks(bytes: Uint8Array, random: () => number, longest = 64): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const length = 1 + Math.floor(random() * longest);
    pieces.push(bytes.subarray(start, start + length));
    start += length;
  }
  return pieces;
}

export interface Recording {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly good: number;
  readonly bad: number;
  readonly hex: number;
}

const FOLDER = join(import.meta.dirname, "../../../../../shared/data/vedirect");

/** Recordings of real devices beside the checkout; none where they are not. */
export function recordings(): Recording[] {
  const counts = join(FOLDER, "expected-counts.json");
  if (!existsSync(counts)) return [];
  const expected: Record<string, { checksum_ok: number; checksum_bad: number; hex_frames: number }> = JSON.parse(
    readFileSync(counts, "utf8"),
  );
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".gz"))
    .flatMap((name) => {
      const count = expected[name];
      if (!count) return [];
      const bytes = gunzipSync(readFileSync(join(FOLDER, name)));
      return [{ name, bytes, good: count.checksum_ok, bad: count.checksum_bad, hex: count.hex_frames }];
    });
}

/** A text file beside the recordings; `null` where it is not. */
export function beside(name: string): string | null {
  const path = join(FOLDER, name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
