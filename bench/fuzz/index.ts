import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { round } from "../figures.ts";
import { atMost, type Bound } from "../judge.ts";
import type { Campaign, Fault } from "./campaign.ts";
import { ENTRIES, type EntryName, isEntryName } from "./entries/index.ts";
import { campaignOf } from "./watch.ts";

/** Broken input for every way in: nothing crashes, nothing takes long, nothing is kept that must not be. */

const INPUTS = 1_000_000;
const AT_ONCE = 2;
const SHOWN_BYTES = 300;
/** Names a seed of an earlier run, so that its inputs come again. */
const SEED = "FUZZ_SEED";
/** Names entries, so that only these are given inputs: `FUZZ_ONLY=csv,http`. */
const ONLY = "FUZZ_ONLY";

export interface Fuzzed {
  readonly name: EntryName;
  readonly seed: number;
  readonly seconds: number;
  readonly campaign: Campaign;
}

export const ENTRY_NAMES: readonly EntryName[] = Object.keys(ENTRIES).filter(isEntryName);

export interface FuzzOptions {
  /** Of all entries together: each has its share of them. */
  readonly inputs: number;
  readonly seed: number;
  readonly names?: readonly EntryName[] | undefined;
  /** Entries at a time. */
  readonly at_once?: number;
}

/** @param say told of each entry when it is done */
export async function fuzzAll(
  { inputs, seed, names = ENTRY_NAMES, at_once = 1 }: FuzzOptions,
  say: (line: string) => void,
): Promise<Fuzzed[]> {
  const all: Fuzzed[] = [];
  const waiting = [...names];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const began = performance.now();
      const campaign = await campaignOf(name, seed, Math.ceil((inputs * ENTRIES[name].share) / 100));
      const fuzzed = { name, seed, seconds: (performance.now() - began) / 1_000, campaign };
      for (const line of linesOf(fuzzed)) say(line);
      all.push(fuzzed);
    }
  };
  await Promise.all(Array.from({ length: at_once }, work));
  return all;
}

function faultWords(name: EntryName, seed: number, { why, input, number }: Fault): string {
  const bytes = Buffer.from(input);
  const words = `  FAULT in input ${number} of seed ${seed}: ${why}\n    ${bytes.length} bytes: ${JSON.stringify(bytes.toString("latin1", 0, SHOWN_BYTES))}`;
  if (bytes.length <= SHOWN_BYTES) return words;
  const path = join(tmpdir(), `gleaner-fuzz-${name}-${seed}-${number}.bin`);
  writeFileSync(path, bytes);
  return `${words} … (all of it: ${path})`;
}

function linesOf({ name, seed, seconds, campaign }: Fuzzed): string[] {
  const { inputs, bytes, kinds, slowest, faults } = campaign;
  const long = slowest ? `; the longest ${round(slowest.ms)} ms, ${round(100 * slowest.share)} % of its time` : "";
  const said = `${name}: ${inputs} inputs, ${round(bytes / 1e6)} MB, ${kinds} kinds of outcome, ${round(seconds)} s${long}`;
  return [said, ...faults.map((fault) => faultWords(name, seed, fault))];
}

export function boundsOf(all: readonly Fuzzed[]): Bound[] {
  return all.map(({ name, campaign }) => atMost(`faults of ${name}`, campaign.faults.length, "", 0));
}

export const fuzz: Bench = {
  about: `broken input for every way in (size: inputs, 1,000,000; ${SEED} and ${ONLY} name a seed and entries)`,
  async run(size, say) {
    const seed = Number(process.env[SEED] ?? Date.now() % 1_000_000_000);
    const names = process.env[ONLY]?.split(",").filter(isEntryName);
    say(`seed ${seed}`);
    const all = await fuzzAll({ inputs: size ?? INPUTS, seed, names, at_once: AT_ONCE }, say);
    const sum = (of: (campaign: Campaign) => number): number => all.reduce((total, one) => total + of(one.campaign), 0);
    const inputs = sum((one) => one.inputs);
    const faults = sum((one) => one.faults.length);
    const kinds = sum((one) => one.kinds);
    return {
      figures: { seed, inputs, kinds, faults, megabytes: round(sum((one) => one.bytes) / 1e6) },
      bounds: boundsOf(all),
      lines: [`${inputs} inputs of seed ${seed}, ${kinds} kinds of outcome, ${faults} faults`],
    };
  },
};
