import { median, times } from "../figures.ts";
import { YEAR_TICKS } from "../house-year/index.ts";
import type { Yardstick } from "../judge.ts";

const BUCKETS = 1_000;
const ROUNDS = 15;

/** A year of one channel in memory: plain, noisy numbers. */
function year(): Float64Array {
  let value = 500;
  return Float64Array.from({ length: YEAR_TICKS }, (_, tick) => {
    value = (value * 1_103 + tick) % 3_001;
    return value;
  });
}

/** Least, greatest and mean of each of 1,000 stretches. @returns something that depends on all of them */
function pass(values: Float64Array): number {
  let all = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const end = Math.ceil(((bucket + 1) * values.length) / BUCKETS);
    let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let i = Math.ceil((bucket * values.length) / BUCKETS); i < end; i++) {
      const value = values[i] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
    }
    all += max - min + sum;
  }
  return all;
}

/** What the loop took on the machine on which the aims were set, ms. */
export const LOOP_OF_THEN_MS = 3;

/** The loop itself: a pass over a year of one channel that is in memory. */
export function plainLoop(): () => number {
  const values = year();
  return () => pass(values);
}

/** What a plain loop in this thread takes for a year of one channel that is in memory; the middle of some rounds. */
export async function loop(): Promise<Yardstick> {
  return {
    name: "a plain loop over a year of one channel",
    value: median(await times(ROUNDS, plainLoop())),
    unit: "ms",
  };
}

/** Processor time of this thread, ms. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** The same by what it takes of the processor, whoever else wants it: beside what is measured so. */
export function loopByProcessor(): Yardstick {
  const run = plainLoop();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = usedMs();
    run();
    return usedMs() - began;
  });
  return { name: "a plain loop over a year of one channel", value: median(rounds), unit: "ms of the processor" };
}
