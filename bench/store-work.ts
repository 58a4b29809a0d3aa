/**
 * One part of the store's bench in a process of its own, so that memory and processor time are its own.
 * Arguments: what, folder, ticks, "late" or "even". Prints one line of JSON.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Bucket, type EnergySign, equalEdges } from "../src/model/index.ts";
import { Encoder } from "../src/store/house-end/encode.ts";
import { openHistory } from "../src/store/index.ts";
import type { BulkSet } from "../src/store/writing/batch.ts";
import { Writer } from "../src/store/writing/writer.ts";
import { CHANNELS, dice, House, instants, START_MS, STEP_MS } from "./house-year/index.ts";

const [what = "", folder = "", ticksText = "0", grid = "even"] = process.argv.slice(2);
const ticks = Number(ticksText);
const late = grid === "late";
const start = START_MS;
const DAY_MS = 86_400_000;
const MONTH_TICKS = (30 * DAY_MS) / STEP_MS;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function sizeOf(): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** The year in months of columns, one after the other. */
function* months(): Generator<BulkSet> {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const next = instants(start, late);
  for (let from = 0; from < ticks; from += MONTH_TICKS) {
    const count = Math.min(MONTH_TICKS, ticks - from);
    const channels = CHANNELS.map(({ name, unit }) => ({ name, unit, values: new Float64Array(count) }));
    for (let i = 0; i < count; i++) {
      house.next(row);
      channels.forEach(({ values }, c) => {
        values[i] = (row[c] ?? 0) / (CHANNELS[c]?.scale ?? 1);
      });
    }
    yield { at: next(count), channels };
  }
}

/** From columns in memory to a closed database; generating the readings does not count. */
function ingest(): object {
  let wall = 0;
  let cpu = 0;
  const timed = (work: () => void): void => {
    const began = performance.now();
    const used = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(used);
    wall += performance.now() - began;
    cpu += (user + system) / 1_000;
  };
  let writer: Writer | undefined;
  timed(() => {
    writer = new Writer({ folder });
  });
  for (const month of months()) {
    timed(() => {
      writer?.load([month]);
      writer?.checkpoint();
    });
  }
  timed(() => writer?.close());
  const readings = ticks * CHANNELS.length;
  return {
    readings_per_s: (readings / wall) * 1_000,
    readings_per_cpu_s: (readings / cpu) * 1_000,
    bytes_per_reading: sizeOf() / readings,
  };
}

const LAPS = 5;
const LAP_TICKS = 5_000;

/** One tick of 12 readings in each durable commit, the writer in this thread as the peers were measured. */
function live(): object {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const writer = new Writer({ folder });
  const encoder = new Encoder();
  const rates: number[] = [];
  let tick = 0;
  for (let lap = 0; lap < LAPS; lap++) {
    const batches = Array.from({ length: LAP_TICKS }, () => {
      house.next(row);
      const at = start + tick++ * STEP_MS;
      return CHANNELS.map(({ name, scale }, c) => ({ channel: name, at, value: (row[c] ?? 0) / scale }));
    });
    const began = performance.now();
    for (const readings of batches) {
      const wire = encoder.encode({ readings, decisions: [] });
      writer.learn(encoder.takeNews());
      writer.write(wire);
      writer.sealInTime();
      writer.checkpoint();
    }
    rates.push((LAP_TICKS / (performance.now() - began)) * 1_000);
  }
  writer.close();
  return { ticks_per_s: median(rates) };
}

/** Runs `ask` five times to warm up and then `rounds` times; how long each took, ms. */
async function times(rounds: number, ask: (round: number) => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < 5; round++) await ask(round);
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) took.push(await once(() => ask(round)));
  return took;
}

/** How long a question took, ms. */
async function once(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

const NAMES = CHANNELS.map(({ name }) => name);
const CHANNEL = "pv_power";
const OTHER_CHANNEL = "load_power";
const SIGNED_CHANNEL = "grid_power";

type Reader = ReturnType<typeof openHistory>;

/** A view that somebody zooms and pans: 1 month to all of it, its edges anywhere. */
function views(end: number): (round: number) => readonly [from: number, to: number] {
  const random = dice(3);
  const whole = end - start;
  return () => {
    const length = Math.min(whole, Math.max(30 * DAY_MS, whole * random()));
    const from = start + Math.floor((whole - length) * random());
    return [from, from + Math.floor(length)];
  };
}

async function query(): Promise<object> {
  const end = start + ticks * STEP_MS;
  const days = Math.max(1, Math.floor((ticks * STEP_MS) / DAY_MS));
  const edges = Array.from({ length: days + 1 }, (_, day) => start + day * DAY_MS);
  const history = openHistory(folder);
  const buckets = (channel: string, from: number, to: number, points = 1_000): Promise<unknown> =>
    history.summaries(channel, equalEdges(from, to, points));
  const q2_cold_ms = await once(() => buckets(CHANNEL, start, end));
  const q2_hours_cold_ms = await once(() => buckets(OTHER_CHANNEL, start, start + days * DAY_MS, 2 * days));
  const day = (n: number): number => start + (n % days) * DAY_MS;
  const q1_ms = median(await times(201, (n) => history.range(CHANNEL, day(n), day(n) + DAY_MS, 1_000_000)));
  const q2_ms = median(await times(201, () => buckets(CHANNEL, start, end)));
  const view = views(end);
  const moved = await times(201, (n) => buckets(CHANNEL, ...view(n)));
  const q3_ms = median(await times(501, () => history.energies(CHANNEL, edges, 60_000)));
  const q3_sign_ms = median(await times(501, () => history.energies(SIGNED_CHANNEL, edges, 60_000, "positive")));
  const q4_ms = median(await times(2_001, () => history.latestOf(NAMES)));
  const rss_mb = process.memoryUsage.rss() / 1e6;
  const wrong = await compare(history, end, edges);
  history.close();
  const q2_moved_ms = median(moved);
  const q2_moved_worst_ms = Math.max(...moved);
  const more = { q2_moved_ms, q2_moved_worst_ms, q2_cold_ms, q2_hours_cold_ms, q3_sign_ms };
  return { q1_ms, q2_ms, q3_ms, q4_ms, ...more, rss_mb, wrong };
}

/** One channel's readings as they were written, and the store that is asked for them. */
interface Compared {
  readonly history: Reader;
  readonly name: string;
  readonly counts: Int32Array;
  readonly at: Float64Array;
  readonly scale: number;
}

/** Every answer beside a plain loop over the readings. @returns how many differ */
async function compare(history: Reader, end: number, edges: readonly number[]): Promise<number> {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const columns = CHANNELS.map(() => new Int32Array(ticks));
  for (let t = 0; t < ticks; t++) {
    house.next(row);
    for (let c = 0; c < columns.length; c++) (columns[c] ?? new Int32Array(1))[t] = row[c] ?? 0;
  }
  const at = instants(start, late)(ticks);
  const view = views(end);
  let wrong = 0;
  for (const [c, { name, scale }] of CHANNELS.entries()) {
    const counts = columns[c] ?? new Int32Array(0);
    const compared = { history, name, counts, at, scale };
    wrong += await wrongRange(compared);
    wrong += await wrongBuckets(compared, start, end);
    wrong += await wrongBuckets(compared, ...view(c));
    for (const sign of ["net", "positive", "negative"] as const) wrong += await wrongEnergy(compared, edges, sign);
    wrong += await wrongRises(compared, edges);
    const [latest] = await history.latestOf([name]);
    if (latest?.value !== (counts[ticks - 1] ?? 0) / scale) wrong++;
  }
  return wrong;
}

async function wrongRange({ history, name, counts, at, scale }: Compared): Promise<number> {
  let wrong = 0;
  let i = 0;
  for (let from = start; from < start + ticks * STEP_MS; from += 30 * DAY_MS) {
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
  for (; i + count < ticks && (at[i + count] ?? 0) < to; count++) {
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
  for (let i = 0; i < ticks; i++) {
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
  const found = await history.energies(name, edges, hold_ms, sign);
  return found.filter((energy, i) => !isNear(energy, (sums[i] ?? 0) / scale / 3_600_000)).length;
}

/** Every channel as if it were a counter, however often it falls. */
async function wrongRises({ history, name, counts, at, scale }: Compared, edges: readonly number[]): Promise<number> {
  const sums = new Float64Array(edges.length - 1);
  let day = 0;
  for (let i = 1; i < ticks; i++) {
    const [before, now] = [counts[i - 1] ?? 0, counts[i] ?? 0];
    const rise = now >= before ? now - before : Math.max(0, now);
    const [from, to] = [at[i - 1] ?? 0, at[i] ?? 0];
    while ((edges[day + 1] ?? Number.POSITIVE_INFINITY) <= from) day++;
    if (day >= sums.length) break;
    // one that crosses an edge is shared out; none is longer than a day
    const own = (rise * (Math.min(edges[day + 1] ?? to, to) - Math.max(from, edges[0] ?? 0))) / (to - from);
    sums[day] = (sums[day] ?? 0) + own;
    if (day + 1 < sums.length) sums[day + 1] = (sums[day + 1] ?? 0) + (rise - own);
  }
  const found = await history.rises(name, edges);
  // thousands of rises of some digits each are added up in another order
  return found.filter((rise, i) => Math.abs(rise - (sums[i] ?? 0) / scale) > 1e-9 * (1 + rise)).length;
}

const WRITTEN_CHANNELS = 8;
const COMMIT_EVERY_S = 10;
const DAY_S = 86_400;

/** Bytes that this process has handed to the disk. */
function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? Number.NaN);
}

/** A day of 8 channels at 1 Hz, one commit each 10 s, sealing and checkpoints included. */
function writes(): object {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const before = writtenBytes();
  const writer = new Writer({ folder });
  const encoder = new Encoder();
  for (let second = 0; second < DAY_S; second += COMMIT_EVERY_S) {
    const readings = Array.from({ length: COMMIT_EVERY_S }, (_, i) => {
      house.next(row);
      const at = start + (second + i) * 1_000;
      const some = CHANNELS.slice(0, WRITTEN_CHANNELS);
      return some.map(({ name, scale }, c) => ({ channel: name, at, value: (row[c] ?? 0) / scale }));
    }).flat();
    const wire = encoder.encode({ readings, decisions: [] });
    writer.learn(encoder.takeNews());
    writer.write(wire);
    writer.sealInTime();
    writer.checkpoint();
  }
  writer.close();
  return { written_mb: (writtenBytes() - before) / 1e6 };
}

const WORK: Readonly<Record<string, () => object | Promise<object>>> = { ingest, live, query, writes };
console.log(JSON.stringify((await WORK[what]?.()) ?? { error: `no such work: ${what}` }));
