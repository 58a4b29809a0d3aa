import { encodeFrame, encodeNumber } from "../../src/devices/vedirect/hex.ts";
import { type Field, textBlock } from "../../src/devices/vedirect/testing/frames.ts";

/** VE.Direct frames that tests make themselves: one charger, one battery monitor. */

/** A charger's block. @param state code of `CS`: 3 bulk, 5 float @param power_w of the panels */
export function roofBlock(state: number, power_w: number, more: readonly Field[] = []): Uint8Array {
  return textBlock([
    ["PID", "0xA053"],
    ["FW", "159"],
    ["SER#", "HQ2132QY2KR"],
    ["V", "13250"],
    ["I", "1500"],
    ["VPV", "34600"],
    ["PPV", String(power_w)],
    ["CS", String(state)],
    ["ERR", "0"],
    ...more,
  ]);
}

/** A monitor's block. @param soc in tenths of a percent @param power_w into the battery */
export function monitorBlock(soc: number, power_w: number): Uint8Array {
  return textBlock([
    ["PID", "0x203"],
    ["V", "26201"],
    ["I", "1200"],
    ["P", String(power_w)],
    ["CE", "-100"],
    ["SOC", String(soc)],
    ["Alarm", "OFF"],
    ["Relay", "OFF"],
  ]);
}

/** The second half of what a monitor says, in a block of its own. */
export function historyBlock(): Uint8Array {
  return textBlock([
    ["H1", "-102738"],
    ["H2", "-12345"],
    ["H4", "7"],
    ["H17", "1234"],
  ]);
}

/** The block with one digit changed and its checksum left as it was: it must not count. */
export function spoilt(block: Uint8Array, label: string, value: string): Uint8Array {
  const text = Buffer.from(block).toString("latin1");
  const line = new RegExp(`\r\n${label}\t[^\r]*`);
  if (!line.test(text)) throw new Error(`the block has no ${label}`);
  const changed = Buffer.from(text.replace(line, `\r\n${label}\t${value}`), "latin1");
  const sum = changed.reduce((total, byte) => total + byte, 0) & 0xff;
  if (sum === 0) throw new Error("it happens to add up: choose another value");
  return changed;
}

/** The block with a HEX frame that the device sent of its own accord in the middle of it. */
export function interrupted(block: Uint8Array, place: number): Uint8Array {
  const frame = Buffer.from(encodeFrame(10, [...encodeNumber(0xedbc, "u16"), 0, 7]), "latin1");
  return Buffer.concat([block.subarray(0, place), frame, block.subarray(place)]);
}

/** Bytes of a line at another speed: every value, no sense. */
export function noise(length: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
