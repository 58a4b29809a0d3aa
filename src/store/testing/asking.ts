import { type Bucket, equalEdges, type HoldRule, type Kept, type Questions, type Reading } from "../../model/index.ts";

/** Questions of one thing, as tests like to ask them. */

/** The newest reading of a channel. */
export async function newestOf(history: Kept, channel: string): Promise<Reading | undefined> {
  return (await history.latestOf([channel]))[0];
}

/** Energy (Wh) over one span. */
export async function energyOver(
  history: Questions,
  channel: string,
  from: number,
  to: number,
  hold?: HoldRule,
): Promise<number> {
  return (await history.energies(channel, [from, to], hold)).sums[0] ?? Number.NaN;
}

/** The span cut into equal buckets; those without a number are left out. */
export async function bucketsOf(
  history: Questions,
  channel: string,
  from: number,
  to: number,
  points: number,
  hold?: HoldRule,
): Promise<Bucket[]> {
  const buckets = await history.summaries(channel, equalEdges(from, to, points), hold);
  return buckets.filter((bucket) => bucket !== undefined);
}
