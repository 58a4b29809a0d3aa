/**
 * One part of the store's bench in a process of its own, so that memory and processor time are its own.
 * Arguments: what, folder, ticks, "late" or "even". Prints one line of JSON.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Encoder } from "../src/store/encode.ts";
import { openHistory } from "../src/store/index.ts";
import type { BulkSet } from "../src/store/wire.ts";
import { Writer } from "../src/store/writer.ts";
import { houseYear, instants, STEP_MS } from "./house-year.ts";

const [what = "", folder = "", ticksText = "0", grid = "even"] = process.argv.slice(2);
const ticks = Number(ticksText);
const late = grid === "late";
const { CHANNELS, House, START } = await houseYear();
const start = START * 1_000;
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
      writer.write([wire]);
      writer.sealInTime();
      writer.checkpoint();
    }
    rates.push((LAP_TICKS / (performance.now() - began)) * 1_000);
  }
  writer.close();
  return { ticks_per_s: median(rates) };
}

/** Runs `ask` once to warm up and then `rounds` times; the median in ms. */
function timeOf(rounds: number, ask: (round: number) => unknown): number {
  for (let round = 0; round < 5; round++) ask(round);
  const times = Array.from({ length: rounds }, (_, round) => {
    const began = performance.now();
    ask(round);
    return performance.now() - began;
  });
  return median(times);
}

const NAMES = CHANNELS.map(({ name }) => name);
const CHANNEL = "pv_power";

function query(): object {
  const end = start + ticks * STEP_MS;
  const days = Math.max(1, Math.floor((ticks * STEP_MS) / DAY_MS));
  const edges = Array.from({ length: days + 1 }, (_, day) => start + day * DAY_MS);
  const history = openHistory(folder);
  const first = performance.now();
  history.buckets(CHANNEL, start, end, 1_000);
  const q2_cold_ms = performance.now() - first;
  const day = (n: number): number => start + (n % days) * DAY_MS;
  const q1_ms = timeOf(201, (n) => history.range(CHANNEL, day(n), day(n) + DAY_MS, 1_000_000));
  const q2_ms = timeOf(201, () => history.buckets(CHANNEL, start, end, 1_000));
  const q3_ms = timeOf(501, () => history.energies(CHANNEL, edges, 60_000));
  const q4_ms = timeOf(2_001, () => history.latestOf(NAMES));
  const rss_mb = process.memoryUsage.rss() / 1e6;
  const wrong = compare(history, end, edges);
  history.close();
  return { q1_ms, q2_ms, q3_ms, q4_ms, q2_cold_ms, rss_mb, wrong };
}

/** Every answer beside a plain loop over the readings. @returns how many differ */
function compare(history: ReturnType<typeof openHistory>, end: number, edges: readonly number[]): number {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const counts = CHANNELS.map(() => new Int32Array(ticks));
  for (let t = 0; t < ticks; t++) {
    house.next(row);
    for (let c = 0; c < counts.length; c++) (counts[c] ?? new Int32Array(1))[t] = row[c] ?? 0;
  }
  const at = instants(start, late)(ticks);
  let wrong = 0;
  CHANNELS.forEach(({ name, scale }, c) => {
    const column = counts[c] ?? new Int32Array(0);
    wrong += wrongRange(history, name, column, at, scale);
    wrong += wrongBuckets(history, name, column, at, scale, end);
    wrong += wrongEnergy(history, name, column, at, scale, edges);
    if (history.latest(name)?.value !== (column[ticks - 1] ?? 0) / scale) wrong++;
  });
  return wrong;
}

type Reader = ReturnType<typeof openHistory>;

function wrongRange(history: Reader, name: string, column: Int32Array, at: Float64Array, scale: number): number {
  let wrong = 0;
  let i = 0;
  for (let from = start; from < start + ticks * STEP_MS; from += 30 * DAY_MS) {
    for (const reading of history.range(name, from, from + 30 * DAY_MS, 1_000_000)) {
      if (reading.at !== at[i] || reading.value !== (column[i] ?? 0) / scale) wrong++;
      i++;
    }
  }
  return wrong + (i === ticks ? 0 : 1);
}

function wrongBuckets(
  history: Reader,
  name: string,
  column: Int32Array,
  at: Float64Array,
  scale: number,
  end: number,
): number {
  let wrong = 0;
  let i = 0;
  const found = new Map(history.buckets(name, start, end, 1_000).map((bucket) => [bucket.at, bucket]));
  const width = BigInt(end - start);
  for (let b = 0n; b < 1_000n; b++) {
    const from = start + Number((b * width + 999n) / 1_000n);
    const to = start + Number(((b + 1n) * width + 999n) / 1_000n);
    let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    for (; i < ticks && (at[i] ?? 0) < to; i++) {
      const value = column[i] ?? 0;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count++;
    }
    const bucket = found.get(from);
    if (count === 0 ? bucket !== undefined : bucket?.min !== min / scale || bucket.max !== max / scale) wrong++;
    else if (bucket && Math.abs(bucket.mean - sum / count / scale) > 1e-12 * Math.abs(bucket.mean)) wrong++;
  }
  return wrong;
}

function wrongEnergy(
  history: Reader,
  name: string,
  column: Int32Array,
  at: Float64Array,
  scale: number,
  edges: readonly number[],
): number {
  const hold_ms = 60_000;
  const sums = new Float64Array(edges.length - 1);
  let day = 0;
  for (let i = 0; i < ticks; i++) {
    let from = at[i] ?? 0;
    const until = Math.min(at[i + 1] ?? Number.POSITIVE_INFINITY, from + hold_ms, edges.at(-1) ?? 0);
    while (from < until) {
      while ((edges[day + 1] ?? Number.POSITIVE_INFINITY) <= from) day++;
      const to = Math.min(until, edges[day + 1] ?? until);
      sums[day] = (sums[day] ?? 0) + (column[i] ?? 0) * (to - from);
      from = to;
    }
  }
  let wrong = 0;
  history.energies(name, edges, hold_ms).forEach((energy, i) => {
    const expected = (sums[i] ?? 0) / scale / 3_600_000;
    if (Math.abs(energy - expected) > 1e-12 * Math.abs(expected)) wrong++;
  });
  return wrong;
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
    writer.write([wire]);
    writer.sealInTime();
    writer.checkpoint();
  }
  writer.close();
  return { written_mb: (writtenBytes() - before) / 1e6 };
}

const WORK: Readonly<Record<string, () => object>> = { ingest, live, query, writes };
console.log(JSON.stringify(WORK[what]?.() ?? { error: `no such work: ${what}` }));
