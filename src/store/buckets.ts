import type { Bucket } from "../model/index.ts";
import type { Chunk } from "./code/block.ts";
import type { Narrow } from "./code/numbers.ts";
import type { Pieces } from "./code/pieces.ts";
import { indexFrom, instantAt } from "./code/times.ts";
import { numberAt, powerOf } from "./code/values.ts";
import type { Part } from "./part.ts";

/** Turns a part's own unit (counts, or plain values) into the one in which an answer adds up. */
export interface Scale {
  /** 10^decimals of the answer's counts; 0: plain values. */
  readonly power: number;
}

/**
 * The unit in which parts add up exactly: counts of the finest resolution among them, or plain values where one of
 * them is floats.
 */
export function commonScale(parts: readonly Part[]): Scale {
  let most = 0;
  for (const { decimals } of parts) {
    if (decimals < 0) return { power: 0 };
    most = Math.max(most, decimals);
  }
  return { power: powerOf(most) };
}

/** What a part's numbers are multiplied with, and then divided by, to be in the answer's unit. */
export function factors(part: Part, { power }: Scale): { times: number; by: number } {
  if (part.decimals < 0) return { times: 1, by: 1 };
  return power === 0 ? { times: 1, by: powerOf(part.decimals) } : { times: power / powerOf(part.decimals), by: 1 };
}

/** Minimum, maximum and sum of some numbers, in counts where there are some. */
interface Extent {
  count: number;
  min: number;
  max: number;
  sum: number;
}

const extent: Extent = { count: 0, min: 0, max: 0, sum: 0 };

/** Counts of each width have a loop of their own: one for all would be compiled for none. Small ones add up in 32 bits. */
function over8(counts: Int8Array, from: number, to: number): void {
  let min = counts[from] ?? 0;
  let max = min;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = counts[i] ?? 0;
    sum = (sum + value) | 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  extent.min = min;
  extent.max = max;
  extent.sum = sum;
}

function over16(counts: Int16Array, from: number, to: number): void {
  let min = counts[from] ?? 0;
  let max = min;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = counts[i] ?? 0;
    sum = (sum + value) | 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  extent.min = min;
  extent.max = max;
  extent.sum = sum;
}

function over32(counts: Int32Array, from: number, to: number): void {
  let min = counts[from] ?? 0;
  let max = min;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = counts[i] ?? 0;
    sum += value;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  extent.min = min;
  extent.max = max;
  extent.sum = sum;
}

function overCounts(counts: Narrow, base: number, from: number, to: number): void {
  if (counts instanceof Int16Array) over16(counts, from, to);
  else if (counts instanceof Int32Array) over32(counts, from, to);
  else over8(counts, from, to);
  extent.count = to - from;
  extent.min += base;
  extent.max += base;
  extent.sum += base * (to - from);
}

function overNumbers(chunk: Chunk, from: number, to: number): void {
  let [count, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = from; i < to; i++) {
    const value = numberAt(chunk.column, i);
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  extent.count = count;
  extent.min = min;
  extent.max = max;
  extent.sum = sum;
}

/** Fills `extent` with what lies from index `from` to before `to`. */
function measure(chunk: Chunk, from: number, to: number): void {
  const { counts, base } = chunk.column;
  if (counts === null) overNumbers(chunk, from, to);
  else overCounts(counts, base, from, to);
}

/**
 * Where each bucket of a span begins, its first whole millisecond, and where the last one ends. Split so that no product
 * leaves the whole numbers that a double holds exactly.
 */
export function edgesOf(start: number, span: number, points: number): Float64Array {
  const whole = Math.floor(span / points);
  const rest = span % points;
  const edges = new Float64Array(points + 1);
  for (let i = 0; i <= points; i++) edges[i] = start + i * whole + Math.ceil((i * rest) / points);
  return edges;
}

/** Adds up extents per bucket. */
class Sums {
  readonly #edges: Float64Array;
  readonly #scale: Scale;
  readonly #from: number;
  readonly #to: number;
  readonly count: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  #times = 1;
  #by = 1;
  /** The bucket of the last reading taken: parts come in the order of time. */
  #bucket = 0;

  constructor(edges: Float64Array, scale: Scale) {
    const points = edges.length - 1;
    this.#edges = edges;
    this.#scale = scale;
    this.#from = edges[0] ?? 0;
    this.#to = edges[points] ?? 0;
    this.count = new Float64Array(points);
    this.#min = new Float64Array(points).fill(Number.POSITIVE_INFINITY);
    this.#max = new Float64Array(points).fill(Number.NEGATIVE_INFINITY);
    this.#sum = new Float64Array(points);
  }

  /** Goes on to the bucket of an instant, not before the last one's. @returns where that bucket ends */
  #goTo(at: number): number {
    let end = this.#edges[this.#bucket + 1] ?? this.#to;
    while (end <= at) {
      this.#bucket++;
      end = this.#edges[this.#bucket + 1] ?? Number.POSITIVE_INFINITY;
    }
    return end;
  }

  add(part: Part): void {
    const { times, by } = factors(part, this.#scale);
    this.#times = times;
    this.#by = by;
    const { pieces } = part;
    if (pieces === null) {
      this.#raw(part.chunk(), 0, part.count);
      return;
    }
    let index = 0;
    for (let k = 0; k < pieces.count; k++) {
      const readings = pieces.readings[k] ?? 0;
      this.#piece(part, pieces, k, index, readings);
      index += readings;
    }
  }

  /** A piece that lies in one bucket counts as a whole, another one reading by reading. */
  #piece(part: Part, pieces: Pieces, k: number, index: number, readings: number): void {
    const [first, last] = [pieces.first[k] ?? 0, pieces.last[k] ?? 0];
    if (last < this.#from || first >= this.#to) return;
    if (first < this.#from || last >= this.#goTo(first)) {
      const { chunk, offset } = part.some(index, index + readings);
      this.#raw(chunk, offset, offset + readings);
      return;
    }
    extent.count = readings;
    extent.min = pieces.min[k] ?? 0;
    extent.max = pieces.max[k] ?? 0;
    extent.sum = pieces.sum[k] ?? 0;
    this.#put();
  }

  /** Readings from index `from` on, one by one where an edge lies between. */
  #raw(chunk: Chunk, from: number, to: number): void {
    let i = indexFrom(chunk.times, this.#from, from, to);
    const end = indexFrom(chunk.times, this.#to, i, to);
    while (i < end) {
      const next = indexFrom(chunk.times, this.#goTo(instantAt(chunk.times, i)), i, end);
      measure(chunk, i, next);
      if (extent.count > 0) this.#put();
      i = next;
    }
  }

  #put(): void {
    const bucket = this.#bucket;
    const times = this.#times;
    const by = this.#by;
    const min = (extent.min * times) / by;
    const max = (extent.max * times) / by;
    this.count[bucket] = (this.count[bucket] ?? 0) + extent.count;
    this.#sum[bucket] = (this.#sum[bucket] ?? 0) + (extent.sum * times) / by;
    if (min < (this.#min[bucket] ?? 0)) this.#min[bucket] = min;
    if (max > (this.#max[bucket] ?? 0)) this.#max[bucket] = max;
  }

  bucket(i: number): Bucket {
    const power = this.#scale.power === 0 ? 1 : this.#scale.power;
    return {
      at: this.#edges[i] ?? 0,
      min: (this.#min[i] ?? 0) / power,
      mean: (this.#sum[i] ?? 0) / power / (this.count[i] ?? 1),
      max: (this.#max[i] ?? 0) / power,
    };
  }
}

/** Minimum, plain mean and maximum of the readings in each bucket; empty ones are left out. */
export function bucketsOf(parts: readonly Part[], start: number, span: number, points: number): Bucket[] {
  const sums = new Sums(edgesOf(start, span, points), commonScale(parts));
  for (const part of parts) sums.add(part);
  const found: Bucket[] = [];
  for (let i = 0; i < points; i++) if ((sums.count[i] ?? 0) > 0) found.push(sums.bucket(i));
  return found;
}
