import type { Chunk } from "../code/block.ts";
import type { Narrow } from "../code/numbers.ts";
import { instantAt, type Times } from "../code/times.ts";

/** Which values count in `held`: each is brought between these two. */
export interface Clip {
  readonly least: number;
  readonly most: number;
}

/** Readings that are measured at once. */
export const MOST_MEASURED = 4_096;

/** Instants so near to their place in the series are never a gap. */
const NEAR_MS = 256;

/**
 * What some neighbouring readings amount to, in the unit of their chunk: counts, or values as they are. Made once for a
 * question and filled again for each stretch of it.
 */
export class Stretch {
  /** Numbers among them; states are none. */
  count = 0;
  min = 0;
  max = 0;
  /** The last number. */
  last = 0;
  /** Σ value × time until the next of these readings, in value-milliseconds. */
  held = 0;
  /** The time for which a number held, ms. */
  time = 0;
  /** Room for what is not read where it lies. */
  #wide = new Int16Array(0);
  #values = new Float64Array(0);
  #instants = new Float64Array(0);

  /**
   * Takes the readings number `from` to before `to`, each of which holds until the next; the last one's own hold is not
   * counted.
   * @param to at most 4,096 more than `from`
   */
  measure(chunk: Chunk, from: number, to: number, clip: Clip): void {
    const { times, column } = chunk;
    const { counts, base } = column;
    const { step, rest } = times;
    const isPlain = clip.least < 0 && clip.most > 0;
    const isRegular = rest === null || (rest instanceof Int8Array && step > NEAR_MS);
    if (isPlain && isRegular && (counts instanceof Int16Array || counts instanceof Int8Array)) {
      const start = counts instanceof Int16Array ? from : 0;
      const narrow = counts instanceof Int16Array ? counts : this.#widen(counts, from, to);
      this.#overCounts(narrow, base, start, start + to - from, step);
      if (rest instanceof Int8Array) this.#addLateness(narrow, base, start, rest, from, to - from);
      return;
    }
    this.#makeRoom(to - from);
    loadInstants(this.#instants, times, from, to);
    loadValues(this.#values, column, from, to);
    this.#overNumbers(to - from, clip);
  }

  /** Takes so many readings of one number, the last one so long after the first. */
  steady(number: number, count: number, time_ms: number, { least, most }: Clip): void {
    this.count = count;
    this.min = number;
    this.max = number;
    this.last = number;
    this.time = time_ms;
    this.held = Math.max(least, Math.min(number, most)) * time_ms;
  }

  /** Counts of a regular series: all but the last hold for one step. */
  #overCounts(counts: Int16Array, base: number, from: number, to: number, step: number): void {
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
    this.count = to - from;
    this.min = min + base;
    this.max = max + base;
    this.last = last + base;
    this.time = (to - from - 1) * step;
    this.held = (sum - last) * step + base * this.time;
  }

  /** The same where each instant is a little late or early; adds to what `#overCounts` found. */
  #addLateness(counts: Int16Array, base: number, from: number, rest: Int8Array, late: number, count: number): void {
    let held = 0;
    let before = rest[late] ?? 0;
    for (let i = 0; i < count - 1; i++) {
      const next = rest[late + i + 1] ?? 0;
      held += (counts[from + i] ?? 0) * (next - before);
      before = next;
    }
    const later = (rest[late + count - 1] ?? 0) - (rest[late] ?? 0);
    this.time += later;
    this.held += held + base * later;
  }

  #overNumbers(count: number, { least, most }: Clip): void {
    const [values, instants] = [this.#values, this.#instants];
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
      const lasted = (instants[i + 1] ?? 0) - (instants[i] ?? 0);
      held += Math.max(least, Math.min(value, most)) * lasted;
      time += lasted;
    }
    this.count = numbers;
    this.min = min;
    this.max = max;
    this.last = last;
    this.held = held;
    this.time = time;
  }

  #widen(counts: Int8Array, from: number, to: number): Int16Array {
    if (this.#wide.length < to - from) this.#wide = new Int16Array(roomFor(to - from));
    const wide = this.#wide;
    for (let i = from; i < to; i++) wide[i - from] = counts[i] ?? 0;
    return wide;
  }

  #makeRoom(count: number): void {
    if (this.#values.length >= count) return;
    this.#values = new Float64Array(roomFor(count));
    this.#instants = new Float64Array(roomFor(count));
  }
}

/** A little more than asked for: the next stretch may be longer. */
function roomFor(count: number): number {
  return Math.min(MOST_MEASURED, 2 * count);
}

function loadInstants(room: Float64Array, { base, step, rest }: Times, from: number, to: number): void {
  if (rest !== null) room.set(rest.subarray(from, to));
  else room.fill(0, 0, to - from);
  const start = base + from * step;
  for (let i = 0; i < to - from; i++) room[i] = (room[i] ?? 0) + start + i * step;
}

function loadValues(room: Float64Array, { counts, base, floats }: Chunk["column"], from: number, to: number): void {
  const source: Narrow | Float64Array | null = counts ?? floats;
  if (source !== null) room.set(source.subarray(from, to));
  if (counts === null || base === 0) return;
  for (let i = 0; i < to - from; i++) room[i] = (room[i] ?? 0) + base;
}

/** The first reading after number `from`, up to `to`, that is further from the one before it than `most_ms`; else `to`. */
export function nearUntil(times: Times, from: number, to: number, most_ms: number): number {
  const { step, rest } = times;
  if (rest === null) return step <= most_ms ? to : from + 1;
  if (rest instanceof Int8Array && step + NEAR_MS <= most_ms) return to;
  for (let i = from + 1; i < to; i++) if (instantAt(times, i) - instantAt(times, i - 1) > most_ms) return i;
  return to;
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
