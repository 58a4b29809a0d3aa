/**
 * The kernel's input events ("Linux Input Subsystem userspace API", `include/uapi/linux/input.h`): numbers and layouts.
 */

const EV_SYN = 0;
const EV_KEY = 1;
const SYN_REPORT = 0;
const SYN_DROPPED = 3;
/** `value` of a key: 2 is its repetition. */
const UP = 0;
const DOWN = 1;

/** KEY_MAX: keys have the codes below it. */
export const MOST_KEY = 0x2ff;
const KEY_BYTES = (MOST_KEY + 1) / 8;

const READ = 0x8000_0000;
const inputRequest = (direction: number, number: number, bytes: number): number =>
  direction + bytes * 0x1_0000 + 0x4500 + number;

export const INPUT_REQUEST = {
  /** Which keys are down. */
  keys_down: inputRequest(READ, 0x18, KEY_BYTES),
  /** Which keys it has. */
  keys_known: inputRequest(READ, 0x20 + EV_KEY, KEY_BYTES),
  /** For this process alone. */
  grab: inputRequest(0x4000_0000, 0x90, 4),
  clock: inputRequest(0x4000_0000, 0xa0, 4),
} as const;

/** An argument of `clock`: CLOCK_MONOTONIC, by which the house counts durations. */
export function monotonic(): Buffer {
  const clock = Buffer.alloc(4);
  clock.writeInt32LE(1);
  return clock;
}

/** Room for one bit a key. */
export function keyBits(): Buffer {
  return Buffer.alloc(KEY_BYTES);
}

export function hasKey(bits: Uint8Array, code: number): boolean {
  return (((bits[code >> 3] ?? 0) >> (code & 7)) & 1) === 1;
}

/** Seconds and microseconds are as wide as a word of the processor that the program is for. */
const NARROW: readonly string[] = ["arm", "ia32", "mips", "mipsel"];

export interface EventLayout {
  readonly bytes: number;
  readonly word: 4 | 8;
}

/** @param arch what the program is made for: a kernel of 64 bits answers one of 32 in its way */
export function eventLayout(arch: string = process.arch): EventLayout {
  const word = NARROW.includes(arch) ? 4 : 8;
  return { word, bytes: 2 * word + 8 };
}

/** What became of a key, or that the kernel dropped events before this. */
export type KeyEvent =
  | { readonly what: "key"; readonly mono: number; readonly code: number; readonly down: boolean }
  | { readonly what: "dropped" }
  /** The end of what happened at one instant. */
  | { readonly what: "report" };

/** Events in what was read: keys that went down or up, losses and reports. */
export function keyEventsIn(bytes: Buffer, { word, bytes: each }: EventLayout = eventLayout()): KeyEvent[] {
  const events: KeyEvent[] = [];
  const number = (at: number): number => (word === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at));
  for (let at = 0; at + each <= bytes.length; at += each) {
    const mono = number(at) * 1_000 + number(at + word) / 1_000;
    const type = bytes.readUInt16LE(at + 2 * word);
    const code = bytes.readUInt16LE(at + 2 * word + 2);
    const value = bytes.readInt32LE(at + 2 * word + 4);
    if (type === EV_KEY && (value === UP || value === DOWN))
      events.push({ what: "key", mono, code, down: value === DOWN });
    else if (type === EV_SYN && code === SYN_DROPPED) events.push({ what: "dropped" });
    else if (type === EV_SYN && code === SYN_REPORT) events.push({ what: "report" });
  }
  return events;
}
