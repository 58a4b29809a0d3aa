import type { Questions } from "../../model/index.ts";

/** A house that counts tells its register every ten seconds at least. */
const NEAR_MS = 60_000;
const MOST_READINGS = 1_000;

/** What the register showed at an instant. */
export interface Stood {
  readonly wh: number;
  /** What it showed at its next reading: the pulses in between may belong to either side. */
  readonly next_wh: number;
}

/** @returns `undefined`: nobody counted just before; `"later"`: the house has not stored what comes after */
export async function registerAt(
  history: Questions,
  channel: string,
  at: number,
): Promise<Stood | "later" | undefined> {
  const before = await history.range(channel, at - NEAR_MS, at + 1, MOST_READINGS);
  const wh = before.at(-1)?.value;
  if (typeof wh !== "number") return undefined;
  const [next] = await history.range(channel, at + 1, at + NEAR_MS, 1);
  if (!next) return "later";
  return { wh, next_wh: typeof next.value === "number" ? next.value : wh };
}

/** For how long nobody counted between two instants, ms. */
export async function uncounted(history: Questions, channel: string, from: number, to: number): Promise<number> {
  const gaps = await history.gaps(from, to);
  const own = gaps.filter((gap) => gap.channel === channel || gap.channel === undefined);
  const within = own.map(({ since, until }) => [Math.max(from, since), Math.min(to, until)] as const);
  let [sum, reached] = [0, from];
  for (const [since, until] of within.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, until - Math.max(since, reached));
    reached = Math.max(reached, until);
  }
  return sum;
}
