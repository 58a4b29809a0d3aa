import type { EnergySign } from "../../model/index.ts";
import type { Chunk } from "../code/block.ts";
import type { Rollups } from "../code/rollups.ts";
import { indexFrom } from "../code/times.ts";
import type { Holding } from "./holding.ts";
import type { Paces } from "./paces.ts";
import type { Part } from "./part.ts";
import { commonScale, factors, type Scale } from "./scale.ts";
import { type Clip, instantIn, MOST_MEASURED, nearUntil, numberIn, Stretch } from "./stretch.ts";

const CLIPS: Readonly<Record<EnergySign, Clip>> = {
  net: { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY },
  positive: { least: 0, most: Number.POSITIVE_INFINITY },
  negative: { least: Number.NEGATIVE_INFINITY, most: 0 },
};

/** Number, extremes and last value of the readings in each interval. */
class Extents {
  readonly count: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;

  constructor(count: number) {
    this.count = new Float64Array(count);
    this.min = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.max = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.last = new Float64Array(count);
  }

  add(interval: number, count: number, min: number, max: number, last: number): void {
    this.count[interval] = (this.count[interval] ?? 0) + count;
    if (min < (this.min[interval] ?? 0)) this.min[interval] = min;
    if (max > (this.max[interval] ?? 0)) this.max[interval] = max;
    this.last[interval] = last;
  }
}

/** What recorded time is worth: between two edges it is the same. */
export interface Pacing {
  readonly paces: Paces;
  /** True time for each millisecond, for each interval. */
  readonly rate: Float64Array;
}

/**
 * Adds up readings between edges: value × time, and what lies in each interval. A reading holds until the next one, as
 * long as its channel speaks so rarely; a state holds nothing. Parts come in the order of time.
 */
export class Intervals {
  readonly #edges: ArrayLike<number>;
  readonly #hold: Holding;
  readonly #sign: EnergySign;
  readonly #clip: Clip;
  readonly #pace: Pacing | undefined;
  readonly #start: number;
  readonly #end: number;
  readonly scale: Scale;
  /** Value × time in the answer's unit, value-milliseconds. */
  readonly held: Float64Array;
  /** How long some number held, ms. */
  readonly time: Float64Array;
  readonly extents: Extents;
  readonly #stretch = new Stretch();
  /** The present interval. */
  #interval = 0;
  /** The number that holds, in the answer's unit; NaN: none. */
  #value = Number.NaN;
  #since = 0;
  #times = 1;
  #by = 1;

  /**
   * @param parts from the one with the last reading at or before the first edge on
   * @param edges UTC ms, growing; at least two
   * @param hold in true time
   * @param pace what recorded time is worth; absent: as much as true time
   */
  constructor(parts: readonly Part[], edges: ArrayLike<number>, hold: Holding, sign: EnergySign, pace?: Pacing) {
    const count = edges.length - 1;
    this.#edges = edges;
    this.#hold = hold;
    this.#sign = sign;
    this.#clip = CLIPS[sign];
    this.#pace = pace;
    this.#start = edges[0] ?? 0;
    this.#end = edges[count] ?? 0;
    this.scale = commonScale(parts);
    this.held = new Float64Array(count);
    this.time = new Float64Array(count);
    this.extents = new Extents(count);
    for (const part of parts) this.#add(part);
    this.#until(this.#end);
  }

  #endOf(interval: number): number {
    return this.#edges[interval + 1] ?? Number.POSITIVE_INFINITY;
  }

  /** Ends the hold of the last number at `at`, or earlier. */
  #until(at: number): void {
    if (Number.isNaN(this.#value)) return;
    const end = Math.min(this.#endOfHold(Math.min(at, this.#end)), at, this.#end);
    let from = Math.max(this.#since, this.#start);
    while (from < end) {
      const leapt = this.#pace?.paces.endOfLeap(from, this.#since);
      if (leapt !== undefined) {
        from = leapt;
        continue;
      }
      const to = Math.min(end, this.#goTo(from));
      this.held[this.#interval] = (this.held[this.#interval] ?? 0) + this.#value * (to - from);
      this.time[this.#interval] = (this.time[this.#interval] ?? 0) + (to - from);
      from = to;
    }
    this.#value = Number.NaN;
  }

  /** Until when the last number holds, as far as it matters before `at`. */
  #endOfHold(at: number): number {
    const sure = this.#after(this.#hold.sure_ms);
    if (at <= sure) return sure;
    return this.#hold.endOf(this.#since, (time_ms) => this.#after(time_ms));
  }

  /** So much true time after the last number. */
  #after(time_ms: number): number {
    return this.#pace?.paces.endOfHold(this.#since, time_ms) ?? this.#since + time_ms;
  }

  /** The shortest sure hold in recorded time, of all intervals. */
  get #leastHold(): number {
    const { sure_ms } = this.#hold;
    return this.#pace ? sure_ms / this.#pace.rate.reduce((most, rate) => Math.max(most, rate), 1) : sure_ms;
  }

  /** The sure hold in recorded time, within the present interval. */
  get #holdHere(): number {
    const { sure_ms } = this.#hold;
    return this.#pace ? sure_ms / (this.#pace.rate[this.#interval] ?? 1) : sure_ms;
  }

  /** Goes on to the interval of an instant. @returns where it ends */
  #goTo(at: number): number {
    let end = this.#endOf(this.#interval);
    while (end <= at) end = this.#endOf(++this.#interval);
    return end;
  }

  /** A number in the part's unit that holds from now on; NaN for a state. */
  #carry(at: number, number: number): void {
    const clipped = Math.max(this.#clip.least, Math.min(number, this.#clip.most));
    this.#value = (clipped * this.#times) / this.#by;
    this.#since = at;
  }

  #add(part: Part): void {
    const { times, by } = factors(part, this.scale);
    this.#times = times;
    this.#by = by;
    const { rollups } = part;
    if (rollups === null) {
      this.#raw(part.chunk(), 0, part.count, false);
      return;
    }
    let index = 0;
    for (let k = 0; k < rollups.count; k++) {
      const readings = rollups.readings[k] ?? 0;
      if (!this.#rollup(rollups, k) && !this.#steady(rollups, k)) {
        const isSteady = rollups.min[k] === rollups.max[k] && (rollups.longest[k] ?? 0) <= this.#leastHold;
        this.#raw(part.chunk(), index, index + readings, isSteady);
      }
      index += readings;
    }
  }

  /** Takes a roll-up as a whole when it lies in one interval, or outside of all. @returns whether it did */
  #rollup(rollups: Rollups, k: number): boolean {
    const [first, last] = [rollups.first[k] ?? 0, rollups.last[k] ?? 0];
    if (first >= this.#end) return true;
    if (last < this.#start) {
      this.#carry(last, rollups.final[k] ?? 0);
      return true;
    }
    if (first < this.#start) return false;
    this.#until(first);
    const held = this.#heldOf(rollups, k);
    if (last >= this.#goTo(first) || (rollups.longest[k] ?? 0) > this.#holdHere || Number.isNaN(held)) return false;
    const [interval, times, by] = [this.#interval, this.#times, this.#by];
    const final = rollups.final[k] ?? 0;
    this.held[interval] = (this.held[interval] ?? 0) + (held * times) / by;
    this.time[interval] = (this.time[interval] ?? 0) + (last - first);
    const [min, max] = [((rollups.min[k] ?? 0) * times) / by, ((rollups.max[k] ?? 0) * times) / by];
    this.extents.add(interval, rollups.readings[k] ?? 0, min, max, (final * times) / by);
    this.#carry(last, final);
    return true;
  }

  /** Cuts a roll-up whose readings are all the same and regular, without reading them. @returns whether it is one */
  #steady(rollups: Rollups, k: number): boolean {
    const [first, last, step] = [rollups.first[k] ?? 0, rollups.last[k] ?? 0, rollups.longest[k] ?? 0];
    const [readings, number] = [rollups.readings[k] ?? 0, rollups.min[k] ?? 0];
    if (number !== rollups.max[k] || step <= 0 || step > this.#leastHold || last - first !== step * (readings - 1))
      return false;
    let i = Math.max(0, Math.ceil((this.#start - first) / step));
    if (i > 0) this.#carry(first + (i - 1) * step, number);
    for (let at = first + i * step; i < readings && at < this.#end; at = first + i * step) {
      this.#until(at);
      const next = Math.min(readings, Math.ceil((Math.min(this.#goTo(at), this.#end) - first) / step));
      this.#stretch.steady(number, next - i, (next - 1 - i) * step, this.#clip);
      this.#put();
      this.#carry(first + (next - 1) * step, number);
      i = next;
    }
    return true;
  }

  #heldOf({ held, positive }: Rollups, k: number): number {
    if (this.#sign === "net") return held[k] ?? 0;
    return this.#sign === "positive" ? (positive[k] ?? 0) : (held[k] ?? 0) - (positive[k] ?? 0);
  }

  /**
   * Readings number `from` to before `to`, cut where an edge lies between.
   * @param is_steady whether all are the same number, none further from the next than the hold
   */
  #raw(chunk: Chunk, from: number, to: number, is_steady: boolean): void {
    // what holds at the first edge counts from there
    let i = Math.max(from, indexFrom(chunk.times, this.#start, from, to) - 1);
    const end = indexFrom(chunk.times, this.#end, i, to);
    if (i < end && instantIn(chunk, i) < this.#start) {
      this.#carry(instantIn(chunk, i), numberIn(chunk, i));
      i++;
    }
    while (i < end) {
      const at = instantIn(chunk, i);
      this.#until(at);
      const edge = this.#goTo(at);
      const most = indexFrom(chunk.times, edge, i, Math.min(end, i + MOST_MEASURED));
      // what follows a longer silence is a stretch of its own
      const next = is_steady ? most : nearUntil(chunk.times, i, most, this.#holdHere);
      if (is_steady) this.#stretch.steady(numberIn(chunk, i), next - i, instantIn(chunk, next - 1) - at, this.#clip);
      else this.#stretch.measure(chunk, i, next, this.#clip);
      if (this.#stretch.count > 0) this.#put();
      this.#carry(instantIn(chunk, next - 1), numberIn(chunk, next - 1));
      i = next;
    }
  }

  #put(): void {
    const [interval, times, by] = [this.#interval, this.#times, this.#by];
    const { count, min, max, last, held, time } = this.#stretch;
    this.held[interval] = (this.held[interval] ?? 0) + (held * times) / by;
    this.time[interval] = (this.time[interval] ?? 0) + time;
    this.extents.add(interval, count, (min * times) / by, (max * times) / by, (last * times) / by);
  }
}
