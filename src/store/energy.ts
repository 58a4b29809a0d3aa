import { commonScale, factors, type Scale } from "./buckets.ts";
import type { Chunk } from "./code/block.ts";
import { indexFrom, instantAt } from "./code/times.ts";
import type { Part } from "./part.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Adds up value × time between edges. A reading holds until the next, for at most `hold_ms`; a state holds nothing.
 */
class Holding {
  readonly #edges: ArrayLike<number>;
  readonly #hold: number;
  readonly #scale: Scale;
  readonly #sums: Float64Array;
  readonly #start: number;
  readonly #end: number;
  #interval = 0;
  /** The reading that holds, in the answer's unit; NaN: none. */
  #value = Number.NaN;
  #since = 0;
  #times = 1;
  #by = 1;

  constructor(edges: ArrayLike<number>, hold_ms: number, scale: Scale) {
    this.#edges = edges;
    this.#hold = hold_ms;
    this.#scale = scale;
    this.#sums = new Float64Array(Math.max(0, edges.length - 1));
    this.#start = edges[0] ?? 0;
    this.#end = edges[edges.length - 1] ?? 0;
  }

  /** Ends the hold of the last reading at `at`, or earlier. */
  #until(at: number): void {
    if (Number.isNaN(this.#value)) return;
    const end = Math.min(at, this.#since + this.#hold, this.#end);
    let from = Math.max(this.#since, this.#start);
    while (from < end) {
      while ((this.#edges[this.#interval + 1] ?? Number.POSITIVE_INFINITY) <= from) this.#interval++;
      const to = Math.min(end, this.#edges[this.#interval + 1] ?? end);
      this.#sums[this.#interval] = (this.#sums[this.#interval] ?? 0) + this.#value * (to - from);
      from = to;
    }
  }

  /** The next reading, in the part's unit; NaN for a state. */
  #take(at: number, value: number): void {
    this.#until(at);
    this.#value = (value * this.#times) / this.#by;
    this.#since = at;
  }

  #raw({ times, column }: Chunk, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = column.counts === null ? (column.floats?.[i] ?? Number.NaN) : column.base + (column.counts[i] ?? 0);
      this.#take(instantAt(times, i), value);
    }
  }

  add(part: Part): void {
    const { times, by } = factors(part, this.#scale);
    this.#times = times;
    this.#by = by;
    const { pieces } = part;
    if (pieces === null) {
      const chunk = part.chunk();
      const from = Math.max(0, indexFrom(chunk.times, this.#start + 1) - 1);
      this.#raw(chunk, from, indexFrom(chunk.times, this.#end, from));
      return;
    }
    let index = 0;
    for (let k = 0; k < pieces.count; k++) {
      const [first, last, readings] = [pieces.first[k] ?? 0, pieces.last[k] ?? 0, pieces.readings[k] ?? 0];
      if (first >= this.#end) break;
      if (last < this.#start) this.#take(last, pieces.final[k] ?? 0);
      else if (this.#whole(first, last) && (pieces.longest[k] ?? 0) <= this.#hold) {
        this.#take(first, 0);
        this.#sums[this.#interval] = (this.#sums[this.#interval] ?? 0) + ((pieces.held[k] ?? 0) * times) / by;
        this.#value = ((pieces.final[k] ?? 0) * times) / by;
        this.#since = last;
      } else {
        const { chunk, offset } = part.some(index, index + readings);
        this.#raw(chunk, offset, offset + readings);
      }
      index += readings;
    }
  }

  /** Whether a piece lies within one interval, which becomes the present one. */
  #whole(first: number, last: number): boolean {
    if (first < this.#start || last > this.#end) return false;
    let interval = this.#interval;
    while ((this.#edges[interval + 1] ?? Number.POSITIVE_INFINITY) <= first) interval++;
    if (last > (this.#edges[interval + 1] ?? Number.NEGATIVE_INFINITY)) return false;
    // what holds until then may still count in the intervals before
    this.#until(first);
    this.#value = Number.NaN;
    this.#interval = interval;
    return true;
  }

  /** The sums in value-hours. */
  end(): Float64Array {
    this.#until(this.#end);
    const unit = (this.#scale.power === 0 ? 1 : this.#scale.power) * MS_PER_HOUR;
    return this.#sums.map((sum) => sum / unit);
  }
}

/**
 * Value × time in value-hours between neighbouring edges.
 * @param parts from the one with the last reading at or before the first edge on
 * @param edges UTC ms, growing; at least two
 */
export function energiesOf(parts: readonly Part[], edges: ArrayLike<number>, hold_ms: number): Float64Array {
  const holding = new Holding(edges, hold_ms, commonScale(parts));
  for (const part of parts) holding.add(part);
  return holding.end();
}
