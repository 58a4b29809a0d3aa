import type { Chunk } from "./code/block.ts";
import type { Narrow } from "./code/numbers.ts";
import { instantAt, type Times } from "./code/times.ts";

/** What some neighbouring readings amount to, in the unit of their chunk: counts, or values as they are. */
export interface Stretch {
  /** Numbers among them; states are none. */
  count: number;
  min: number;
  max: number;
  /** The last number. */
  last: number;
  /** Σ value × time until the next of these readings, at most the hold; in value-milliseconds. */
  held: number;
  /** The time for which a number held, ms. */
  time: number;
}

/** The answer of `measure`, used again for each. */
export const stretch: Stretch = { count: 0, min: 0, max: 0, last: 0, held: 0, time: 0 };

/** Which values count in `held`: each is brought between these two. */
export interface Clip {
  readonly least: number;
  readonly most: number;
}

/** Readings that are measured at once. */
export const MOST_MEASURED = 4_096;

/** Instants so near to their place in the series are never a gap. */
const NEAR_MS = 256;

const wide = new Int16Array(MOST_MEASURED);
const values = new Float64Array(MOST_MEASURED);
const instants = new Float64Array(MOST_MEASURED);

/** Counts of a regular series: all but the last hold for one step. */
function overCounts(counts: Int16Array, base: number, from: number, to: number, step: number): void {
  let min = counts[from] ?? 0;
  let max = min;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = counts[i] ?? 0;
    sum = (sum + value) | 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const last = counts[to - 1] ?? 0;
  stretch.count = to - from;
  stretch.min = min + base;
  stretch.max = max + base;
  stretch.last = last + base;
  stretch.time = (to - from - 1) * step;
  stretch.held = (sum - last) * step + base * stretch.time;
}

/** The same where each instant is a little late or early; adds to what `overCounts` found. */
function addLateness(
  counts: Int16Array,
  base: number,
  from: number,
  rest: Int8Array,
  late: number,
  count: number,
): void {
  let held = 0;
  let before = rest[late] ?? 0;
  for (let i = 0; i < count - 1; i++) {
    const next = rest[late + i + 1] ?? 0;
    held += (counts[from + i] ?? 0) * (next - before);
    before = next;
  }
  const later = (rest[late + count - 1] ?? 0) - (rest[late] ?? 0);
  stretch.time += later;
  stretch.held += held + base * later;
}

function overNumbers(count: number, hold_ms: number, { least, most }: Clip): void {
  let [numbers, min, max, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  let [held, time] = [0, 0];
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (Number.isNaN(value)) continue;
    numbers++;
    last = value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (i + 1 === count) continue;
    const lasted = Math.min((instants[i + 1] ?? 0) - (instants[i] ?? 0), hold_ms);
    held += Math.max(least, Math.min(value, most)) * lasted;
    time += lasted;
  }
  stretch.count = numbers;
  stretch.min = min;
  stretch.max = max;
  stretch.last = last;
  stretch.held = held;
  stretch.time = time;
}

function widen(counts: Int8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) wide[i - from] = counts[i] ?? 0;
}

function loadInstants({ base, step, rest }: Times, from: number, to: number): void {
  if (rest !== null) instants.set(rest.subarray(from, to));
  else instants.fill(0, 0, to - from);
  const start = base + from * step;
  for (let i = 0; i < to - from; i++) instants[i] = (instants[i] ?? 0) + start + i * step;
}

function loadValues({ counts, base, floats }: Chunk["column"], from: number, to: number): void {
  const source: Narrow | Float64Array | null = counts ?? floats;
  if (source !== null) values.set(source.subarray(from, to));
  if (counts === null || base === 0) return;
  for (let i = 0; i < to - from; i++) values[i] = (values[i] ?? 0) + base;
}

/**
 * Fills `stretch` with what the readings number `from` to before `to` amount to; the last one's own hold is not counted.
 * @param to at most 4,096 more than `from`
 */
export function measure(chunk: Chunk, from: number, to: number, hold_ms: number, clip: Clip): void {
  const { times, column } = chunk;
  const { counts, base } = column;
  const { step, rest } = times;
  const isPlain = clip.least < 0 && clip.most > 0;
  const isRegular =
    rest === null ? step <= hold_ms : rest instanceof Int8Array && step > NEAR_MS && step + NEAR_MS <= hold_ms;
  if (isPlain && isRegular && (counts instanceof Int16Array || counts instanceof Int8Array)) {
    const start = counts instanceof Int16Array ? from : 0;
    if (counts instanceof Int8Array) widen(counts, from, to);
    const narrow = counts instanceof Int16Array ? counts : wide;
    overCounts(narrow, base, start, start + to - from, step);
    if (rest instanceof Int8Array) addLateness(narrow, base, start, rest, from, to - from);
    return;
  }
  loadInstants(times, from, to);
  loadValues(column, from, to);
  overNumbers(to - from, hold_ms, clip);
}

/** Fills `stretch` with so many readings of one number, the last one so long after the first. */
export function steady(number: number, count: number, time_ms: number, { least, most }: Clip): void {
  stretch.count = count;
  stretch.min = number;
  stretch.max = number;
  stretch.last = number;
  stretch.time = time_ms;
  stretch.held = Math.max(least, Math.min(number, most)) * stretch.time;
}

/** Number i of a chunk in the chunk's unit; NaN for a state. */
export function numberIn({ column }: Chunk, i: number): number {
  const { counts, base, floats } = column;
  return counts === null ? (floats?.[i] ?? Number.NaN) : base + (counts[i] ?? 0);
}

/** UTC ms of reading number i. */
export function instantIn({ times }: Chunk, i: number): number {
  return instantAt(times, i);
}
