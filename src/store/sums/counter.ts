import type { CounterRules } from "../../model/index.ts";
import type { Chunk } from "../code/block.ts";
import type { Rollups } from "../code/rollups.ts";
import { indexFrom, instantAt } from "../code/times.ts";
import { numberAt, powerOf } from "../code/values.ts";
import type { Part } from "./part.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * By how much a counter rose from one reading to the next. A fall is a rollover when that makes a small rise, else a reset:
 * what it shows since then counts. Never negative; 0 for what nobody can believe, and for NaN.
 */
export function riseOf(before: number, now: number, time_ms: number, rules: CounterRules): number {
  const { rollover, most_per_hour = Number.POSITIVE_INFINITY } = rules;
  if (Number.isNaN(before)) return 0;
  const most = (most_per_hour * time_ms) / MS_PER_HOUR;
  const believed = (rise: number): boolean => rise >= 0 && rise <= most;
  if (now >= before) return believed(now - before) ? now - before : 0;
  const over = rollover === undefined ? -1 : now + rollover - before;
  if (rollover !== undefined && over < rollover / 2 && believed(over)) return over;
  return believed(now) ? now : 0;
}

/** Adds up rises between edges. */
class Rises {
  readonly #edges: ArrayLike<number>;
  readonly #start: number;
  readonly #end: number;
  readonly #rules: CounterRules;
  readonly sums: Float64Array;
  #interval = 0;
  /** What the counter showed last, and when; NaN: nothing, or a state. */
  #before = Number.NaN;
  #since = Number.NEGATIVE_INFINITY;

  constructor(edges: ArrayLike<number>, rules: CounterRules) {
    this.#edges = edges;
    this.#start = edges[0] ?? 0;
    this.#end = edges[edges.length - 1] ?? 0;
    this.#rules = rules;
    this.sums = new Float64Array(edges.length - 1);
  }

  /** Whether what follows lies beyond the last edge. */
  get isOver(): boolean {
    return this.#since >= this.#end;
  }

  #add(rise: number): void {
    this.sums[this.#interval] = (this.sums[this.#interval] ?? 0) + rise;
  }

  /** Goes on to the interval of an instant. @returns where it ends */
  #goTo(at: number): number {
    const edges = this.#edges;
    let end = edges[this.#interval + 1] ?? Number.POSITIVE_INFINITY;
    while (end <= at) end = edges[++this.#interval + 1] ?? Number.POSITIVE_INFINITY;
    return end;
  }

  #spread(rise: number, from: number, to: number): void {
    const end = Math.min(to, this.#end);
    for (let at = Math.max(from, this.#start); at < end; ) {
      const until = Math.min(this.#goTo(at), end);
      this.#add((rise * (until - at)) / (to - from));
      at = until;
    }
  }

  /** The next reading; NaN for a state, across which nothing is known to have risen. */
  #take(at: number, value: number): void {
    const rise = riseOf(this.#before, value, at - this.#since, this.#rules);
    if (rise > 0) this.#spread(rise, this.#since, at);
    this.#before = value;
    this.#since = at;
  }

  #raw({ times, column }: Chunk, from: number, to: number): void {
    for (let i = Math.max(from, indexFrom(times, this.#start + 1, from, to) - 1); i < to && !this.isOver; i++) {
      this.#take(instantAt(times, i), numberAt(column, i));
    }
  }

  /** Takes a roll-up as a whole when the rules let it be counted by its ends. @returns whether they did */
  #rollup(rollups: Rollups, k: number, power: number): boolean {
    const [first, last] = [rollups.first[k] ?? 0, rollups.last[k] ?? 0];
    if (last < this.#start) {
      this.#before = (rollups.final[k] ?? 0) / power;
      this.#since = last;
      return true;
    }
    if (first < this.#start || last >= this.#end || rollups.rising[k] !== 1) return false;
    const [min, max] = [rollups.min[k] ?? 0, rollups.max[k] ?? 0];
    if (max > min && !this.#believed((max - min) / power, rollups, k)) return false;
    // the interval must not go on before what rose until now is spread
    let interval = this.#interval;
    while ((this.#edges[interval + 1] ?? Number.POSITIVE_INFINITY) <= first) interval++;
    if (last > (this.#edges[interval + 1] ?? Number.NEGATIVE_INFINITY)) return false;
    this.#take(first, min / power);
    this.#interval = interval;
    this.#add((max - min) / power);
    this.#before = max / power;
    this.#since = last;
    return true;
  }

  /** Whether no single rise of a rising roll-up can be too fast: all of it within its shortest time is not. */
  #believed(rise: number, { first, last, longest, readings }: Rollups, k: number): boolean {
    const { most_per_hour } = this.#rules;
    if (most_per_hour === undefined) return true;
    const step = longest[k] ?? 0;
    const isRegular = (last[k] ?? 0) - (first[k] ?? 0) === step * ((readings[k] ?? 0) - 1);
    return isRegular && rise <= (most_per_hour * step) / MS_PER_HOUR;
  }

  add(part: Part): void {
    const { rollups } = part;
    if (rollups === null) {
      this.#raw(part.chunk(), 0, part.count);
      return;
    }
    const power = part.decimals < 0 ? 1 : powerOf(part.decimals);
    let index = 0;
    for (let k = 0; k < rollups.count && !this.isOver; k++) {
      const readings = rollups.readings[k] ?? 0;
      if (!this.#rollup(rollups, k, power)) this.#raw(part.chunk(), index, index + readings);
      index += readings;
    }
  }
}

/**
 * By how much a counter rose between neighbouring edges. What it rose from one reading to the next is spread evenly over
 * the time between them, so that no edge makes a spike. A state between two numbers parts them: nothing rose across it.
 * @param parts from the one with the last reading at or before the first edge to the one with the first after the last
 * @param edges UTC ms, growing; at least two
 */
export function risesOf(parts: readonly Part[], edges: ArrayLike<number>, rules: CounterRules): Float64Array {
  const rises = new Rises(edges, rules);
  for (const part of parts) {
    rises.add(part);
    if (rises.isOver) break;
  }
  return rises.sums;
}
