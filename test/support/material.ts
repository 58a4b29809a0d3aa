import { recordings } from "../../src/devices/vedirect/testing/frames.ts";
import { historyBlock, interrupted, monitorBlock, noise, roofBlock, spoilt } from "./frames.ts";

/** What a line carries, with what is known of it. */
export interface Stream {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly good: number;
  readonly bad: number;
}

/** Streams for the roof and the monitor; a script on CS, SOC and P wants the relay on in the second act only. */
export interface Material {
  readonly name: string;
  readonly acts: readonly { readonly roof: Stream; readonly monitor: Stream; readonly on: boolean }[];
  /** The script's condition. */
  readonly condition: string;
}

/** Recordings of real devices: a battery at 84 %, one that is full, and one that has just begun to discharge. */
function recorded(): Material | undefined {
  const all = recordings();
  const find = (part: string): Stream | undefined => all.find(({ name }) => name.includes(part));
  const [roof1, roof2, roof3] = ["karioja_bluesolar", "75_15-001", "75_15-002"].map(find);
  const [monitor1, monitor2, monitor3] = ["karioja_bvm702", "monitor-001", "monitor-002"].map(find);
  if (!(roof1 && roof2 && roof3 && monitor1 && monitor2 && monitor3)) return undefined;
  return {
    name: "recordings of real devices",
    condition: 'data.CS === "bulk" && data.SOC >= 100 && data.P > -100',
    acts: [
      { roof: roof1, monitor: monitor1, on: false },
      { roof: roof2, monitor: monitor2, on: true },
      { roof: roof3, monitor: monitor3, on: false },
    ],
  };
}

/** The blocks with some spoilt ones among them, HEX frames inside, and the noise and the cut block of a real beginning. */
function stream(name: string, blocks: readonly Uint8Array[], label: string, random: () => number): Stream {
  // No byte of it can be the end of a block or the beginning of a HEX frame.
  const harmless = noise(60, random).map((byte) => 0x80 | byte);
  const [first = new Uint8Array()] = blocks;
  const pieces = [harmless, first.subarray(Math.floor(first.length / 2))];
  let bad = 1;
  for (const [index, block] of blocks.entries()) {
    if (index % 7 === 3 && Buffer.from(block).includes(`\r\n${label}\t`)) {
      pieces.push(spoilt(block, label, "64999"));
      bad += 1;
    }
    // Not right before the last byte: there a colon is the checksum.
    pieces.push(index % 5 === 1 ? interrupted(block, Math.floor(random() * (block.length - 1))) : block);
  }
  return { name, bytes: Buffer.concat(pieces), good: blocks.length, bad };
}

/** @param random numbers from 0 to 1 */
function made(random: () => number): Material {
  const act = (state: number, soc: number, power_w: number, on: boolean): Material["acts"][number] => {
    const roof = Array.from({ length: 300 }, (_, index) => roofBlock(state, 100 + (index % 50)));
    const monitor = Array.from({ length: 300 }, (_, index) => [
      monitorBlock(soc, power_w + (index % 40)),
      historyBlock(),
    ]);
    return {
      roof: stream(`made for the roof, state ${state}`, roof, "PPV", random),
      monitor: stream(`made for the monitor, charge ${soc / 10} %`, monitor.flat(), "P", random),
      on,
    };
  };
  return {
    name: "frames of its own",
    condition: 'data.CS === "float" && data.SOC >= 99 && data.P > 0',
    acts: [act(3, 840, 300, false), act(5, 1000, 20, true), act(4, 998, -200, false)],
  };
}

/** The frames that the test makes, and the recordings where they lie beside the checkout. */
export function materials(random: () => number): Material[] {
  const real = recorded();
  return real ? [real, made(random)] : [made(random)];
}
