import { type Bucket, type EnergySign, equalEdges } from "../../src/model/index.ts";
import type { openHistory } from "../../src/store/index.ts";
import { CHANNELS, House, instants, START_MS, STEP_MS } from "../house-year/index.ts";
import { DAY_MS, spanOf, type Task, views } from "./task.ts";

type Reader = ReturnType<typeof openHistory>;

/** One channel's readings as they were written, and the store that is asked for them. */
interface Compared {
  readonly history: Reader;
  readonly name: string;
  readonly counts: Int32Array;
  readonly at: Float64Array;
  readonly scale: number;
}

/** Every answer beside a plain loop over the readings. @returns how many differ */
export async function wrongAnswers(history: Reader, task: Task): Promise<number> {
  const { ticks, late } = task;
  const { start, end, edges } = spanOf(task);
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const columns = CHANNELS.map(() => new Int32Array(ticks));
  for (let t = 0; t < ticks; t++) {
    house.next(row);
    for (let c = 0; c < columns.length; c++) (columns[c] ?? new Int32Array(1))[t] = row[c] ?? 0;
  }
  const at = instants(start, late)(ticks);
  const view = views(start, end);
  let wrong = 0;
  for (const [c, { name, scale }] of CHANNELS.entries()) {
    const counts = columns[c] ?? new Int32Array(0);
    const compared = { history, name, counts, at, scale };
    wrong += await wrongRange(compared);
    wrong += await wrongBuckets(compared, start, end);
    wrong += await wrongBuckets(compared, ...view(c));
    for (const sign of ["net", "positive", "negative"] as const) wrong += await wrongEnergy(compared, edges, sign);
    const [latest] = await history.latestOf([name]);
    if (latest?.value !== (counts[ticks - 1] ?? 0) / scale) wrong++;
  }
  return wrong;
}

async function wrongRange({ history, name, counts, at, scale }: Compared): Promise<number> {
  const ticks = at.length;
  let wrong = 0;
  let i = 0;
  for (let from = START_MS; from < START_MS + ticks * STEP_MS; from += 30 * DAY_MS) {
    for (const reading of await history.range(name, from, from + 30 * DAY_MS, 1_000_000)) {
      if (reading.at !== at[i] || reading.value !== (counts[i] ?? 0) / scale) wrong++;
      i++;
    }
  }
  return wrong + (i === ticks ? 0 : 1);
}

/** As long as a reading holds in a mean when nobody says otherwise; no reading of the house-year is that late. */
const HOLD_MS = 300_000;

/** Readings number `i` on that lie before `to`, and what held at `from`, as one bucket of counts. */
function plainBucket({ counts, at }: Compared, i: number, from: number, to: number): Bucket {
  let [min, max, held, time, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  if (i > 0) {
    time = Math.min(at[i] ?? 0, to) - from;
    held = time * (counts[i - 1] ?? 0);
  }
  for (; i + count < at.length && (at[i + count] ?? 0) < to; count++) {
    const value = counts[i + count] ?? 0;
    const since = at[i + count] ?? 0;
    const lasted = Math.min(at[i + count + 1] ?? Number.POSITIVE_INFINITY, since + HOLD_MS, to) - since;
    min = Math.min(min, value);
    max = Math.max(max, value);
    held += value * lasted;
    time += lasted;
  }
  return { at: from, min, max, mean: held / time, count, last: counts[i + count - 1] ?? 0 };
}

function isSame(found: Bucket | undefined, { min, max, mean, count, last }: Bucket, scale: number): boolean {
  if (count === 0 || found === undefined) return count === 0 && found === undefined;
  const isExact = found.min === min / scale && found.max === max / scale && found.last === last / scale;
  return isExact && found.count === count && isNear(found.mean, mean / scale);
}

async function wrongBuckets(compared: Compared, start: number, end: number): Promise<number> {
  const { history, name, at, scale } = compared;
  let wrong = 0;
  const found = await history.summaries(name, equalEdges(start, end, 1_000));
  const width = BigInt(end - start);
  let i = at.findIndex((instant) => instant >= start);
  for (let b = 0n; b < 1_000n; b++) {
    const from = start + Number((b * width + 999n) / 1_000n);
    const to = start + Number(((b + 1n) * width + 999n) / 1_000n);
    const plain = plainBucket(compared, i, from, to);
    if (!isSame(found[Number(b)], plain, scale)) wrong++;
    i += plain.count;
  }
  return wrong;
}

/** Equal but for the rounding of a few operations. */
function isNear(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-12 * Math.abs(expected);
}

async function wrongEnergy(
  { history, name, counts, at, scale }: Compared,
  edges: readonly number[],
  sign: EnergySign,
): Promise<number> {
  const hold_ms = 60_000;
  const sums = new Float64Array(edges.length - 1);
  let day = 0;
  for (let i = 0; i < at.length; i++) {
    const value = counts[i] ?? 0;
    if ((sign === "positive" && value < 0) || (sign === "negative" && value > 0)) continue;
    let from = at[i] ?? 0;
    const until = Math.min(at[i + 1] ?? Number.POSITIVE_INFINITY, from + hold_ms, edges.at(-1) ?? 0);
    while (from < until) {
      while ((edges[day + 1] ?? Number.POSITIVE_INFINITY) <= from) day++;
      const to = Math.min(until, edges[day + 1] ?? until);
      sums[day] = (sums[day] ?? 0) + value * (to - from);
      from = to;
    }
  }
  const { sums: found } = await history.energies(name, edges, hold_ms, sign);
  return found.filter((energy, i) => !isNear(energy, (sums[i] ?? 0) / scale / 3_600_000)).length;
}
