import type { Chunk } from "./block.ts";
import { BadBytes, type ByteSink, type ByteSource } from "./bytes.ts";
import { MOST_INTS } from "./ints.ts";
import { decodeNumbers, encodeNumbers, type Narrow } from "./numbers.ts";
import { instantAt } from "./times.ts";
import { numberAt } from "./values.ts";

/**
 * What each hour (UTC) of a block amounts to, in columns: a roll-up for each hour that has readings. It depends on its
 * own readings alone, so roll-ups add up: an hour that two blocks share has two, a civil day of any zone is a row of them.
 * Values are in counts of the block's resolution, or as they are for floats.
 */
export interface Rollups {
  readonly count: number;
  /** Readings in the roll-up. */
  readonly readings: Float64Array;
  /** UTC ms of the first and last reading. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** The longest time between two neighbours in the roll-up, ms. */
  readonly longest: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  /** The value of the last reading. */
  readonly final: Float64Array;
  /** Σ value × time until the next reading of the roll-up, in value-milliseconds; the last one is not counted. */
  readonly held: Float64Array;
  /** The same of the values above 0 alone. */
  readonly positive: Float64Array;
  /** 1 where no value is below the one before it: the rise is then max − min, from first to last. */
  readonly rising: Float64Array;
}

export const ROLLUP_MS = 3_600_000;

const COLUMNS = [
  "readings",
  "first",
  "last",
  "longest",
  "min",
  "max",
  "sum",
  "final",
  "held",
  "positive",
  "rising",
] as const;

export function newRollups(count: number): Rollups {
  const column = (): Float64Array => new Float64Array(count);
  return {
    count,
    readings: column(),
    first: column(),
    last: column(),
    longest: column(),
    min: column(),
    max: column(),
    sum: column(),
    final: column(),
    held: column(),
    positive: column(),
    rising: column(),
  };
}

/** Some roll-ups of a row of them, sharing its memory. */
export function sliceRollups(rollups: Rollups, from: number, to: number): Rollups {
  const some = (name: (typeof COLUMNS)[number]): Float64Array => rollups[name].subarray(from, to);
  return {
    count: to - from,
    readings: some("readings"),
    first: some("first"),
    last: some("last"),
    longest: some("longest"),
    min: some("min"),
    max: some("max"),
    sum: some("sum"),
    final: some("final"),
    held: some("held"),
    positive: some("positive"),
    rising: some("rising"),
  };
}

/** One row of roll-ups after the other. */
export function joinRollups(parts: readonly Rollups[]): Rollups {
  const all = newRollups(parts.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const part of parts) {
    for (const name of COLUMNS) all[name].set(part[name], at);
    at += part.count;
  }
  return all;
}

/** Index from which the next hour begins in the chunk. */
function endOfHour({ times }: Chunk, from: number): number {
  const limit = (Math.floor(instantAt(times, from) / ROLLUP_MS) + 1) * ROLLUP_MS;
  if (times.rest === null) {
    const steps = times.step > 0 ? Math.ceil((limit - times.base) / times.step) : times.count;
    return Math.min(times.count, Math.max(from + 1, steps));
  }
  let to = from + 1;
  while (to < times.count && instantAt(times, to) < limit) to++;
  return to;
}

/** What some readings amount to. */
interface Summary {
  readonly longest: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly held: number;
  readonly positive: number;
  readonly rising: boolean;
}

/** Values in counts where there are some: whole numbers add up exactly. */
function unitsAt({ column }: Chunk, i: number): number {
  return column.counts === null ? numberAt(column, i) : column.base + (column.counts[i] ?? 0);
}

function summarize(chunk: Chunk, from: number, to: number): Summary {
  const { times } = chunk;
  let value = unitsAt(chunk, from);
  let at = instantAt(times, from);
  let [min, max, sum, held, positive, longest, rising] = [value, value, value, 0, 0, 0, true];
  for (let i = from + 1; i < to; i++) {
    const next = instantAt(times, i);
    const time = next - at;
    held += value * time;
    if (value > 0) positive += value * time;
    if (time > longest) longest = time;
    at = next;
    const before = value;
    value = unitsAt(chunk, i);
    if (value < before) rising = false;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { longest, min, max, sum, held, positive, rising };
}

/** The same for a regular series of counts, where every reading but the last holds for the same time. */
function summarizeCounts(counts: Narrow, base: number, from: number, to: number, step: number): Summary {
  let value = counts[from] ?? 0;
  let [least, most, total, rising] = [value, value, value, true];
  for (let i = from + 1; i < to; i++) {
    const before = value;
    value = counts[i] ?? 0;
    if (value < before) rising = false;
    if (value < least) least = value;
    if (value > most) most = value;
    total += value;
  }
  const [min, max, sum] = [base + least, base + most, base * (to - from) + total];
  const held = (sum - base - value) * step;
  const isMixed = min < 0 && max > 0;
  const positive = isMixed ? positiveCounts(counts, base, from, to - 1) * step : min >= 0 ? held : 0;
  return { longest: to - from > 1 ? step : 0, min, max, sum, held, positive, rising };
}

function positiveCounts(counts: Narrow, base: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.max(0, base + (counts[i] ?? 0));
  return sum;
}

/** The roll-ups of a chunk; `null` when it has states, which have no sum. */
export function rollupsOf(chunk: Chunk): Rollups | null {
  const { times, column } = chunk;
  if (column.classes !== null) return null;
  const ends: number[] = [];
  for (let i = 0; i < times.count; ) {
    i = endOfHour(chunk, i);
    ends.push(i);
  }
  const rollups = newRollups(ends.length);
  let from = 0;
  ends.forEach((to, k) => {
    const summary =
      column.counts !== null && times.rest === null
        ? summarizeCounts(column.counts, column.base, from, to, times.step)
        : summarize(chunk, from, to);
    rollups.readings[k] = to - from;
    rollups.first[k] = instantAt(times, from);
    rollups.last[k] = instantAt(times, to - 1);
    rollups.longest[k] = summary.longest;
    rollups.min[k] = summary.min;
    rollups.max[k] = summary.max;
    rollups.sum[k] = summary.sum;
    rollups.final[k] = unitsAt(chunk, to - 1);
    rollups.held[k] = summary.held;
    rollups.positive[k] = summary.positive;
    rollups.rising[k] = summary.rising ? 1 : 0;
    from = to;
  });
  return rollups;
}

/** The hour of each roll-up as a number, and its readings' first and last instants in that hour. */
function column(rollups: Rollups, value: (k: number) => number): Float64Array {
  return Float64Array.from({ length: rollups.count }, (_, k) => value(k));
}

const at = (values: Float64Array, k: number): number => values[k] ?? 0;
const hourOf = (rollups: Rollups, k: number): number => Math.floor(at(rollups.first, k) / ROLLUP_MS);

/** What `held` would be if all readings were `step` apart: the rest is nothing for a regular series. */
function expectedHeld({ sum, final }: Rollups, k: number, step: number): number {
  return (at(sum, k) - at(final, k)) * step;
}

/** The mean in whole counts, rounded down; floats: the sum. */
function meanOf({ sum, readings }: Rollups, k: number): number {
  return Math.floor(at(sum, k) / at(readings, k));
}

/** Whether all is whole and small enough for sums and differences to be exact. */
function isExact(rollups: Rollups, step: number): boolean {
  const limit = 2 ** 51;
  for (let k = 0; k < rollups.count; k++) {
    const most = Math.max(Math.abs(at(rollups.min, k)), Math.abs(at(rollups.max, k)));
    const readings = at(rollups.readings, k);
    const factor = Math.max(readings, at(rollups.last, k) - at(rollups.first, k), readings * Math.abs(step));
    if (!(most * factor < limit)) return false;
  }
  return true;
}

/**
 * Writes roll-ups. Each column is turned into what is small or repeats: hours since the hour before, instants within the
 * hour, extremes from the mean.
 * @param step the usual time between two readings, ms
 * @param counts whether the values are counts; then, and where no sum is too large, columns are whole numbers
 */
export function encodeRollups(rollups: Rollups, step: number, counts: boolean, sink: ByteSink): void {
  const exact = counts && isExact(rollups, step);
  const put = (value: (k: number) => number): void => encodeNumbers(column(rollups, value), rollups.count, sink);
  sink.varint(rollups.count);
  sink.signed(step);
  sink.byte(exact ? 1 : 0);
  put((k) => hourOf(rollups, k) - (k === 0 ? 0 : hourOf(rollups, k - 1)));
  put((k) => at(rollups.first, k) - hourOf(rollups, k) * ROLLUP_MS);
  put((k) => (hourOf(rollups, k) + 1) * ROLLUP_MS - at(rollups.last, k));
  put((k) => at(rollups.readings, k));
  put((k) => at(rollups.longest, k));
  put((k) => at(rollups.rising, k));
  if (exact) {
    put((k) => meanOf(rollups, k));
    put((k) => at(rollups.sum, k) - meanOf(rollups, k) * at(rollups.readings, k));
    put((k) => meanOf(rollups, k) - at(rollups.min, k));
    put((k) => at(rollups.max, k) - meanOf(rollups, k));
    put((k) => at(rollups.final, k) - at(rollups.min, k));
    put((k) => at(rollups.held, k) - expectedHeld(rollups, k, step));
  } else {
    for (const name of ["sum", "min", "max", "final", "held"] as const) put((k) => at(rollups[name], k));
  }
  encodePositive(rollups, exact ? step : 0, sink);
}

/** Roll-ups with values on both sides of 0; of all others the positive part is `held` or nothing. */
function mixedRollups({ count, min, max }: Rollups): number[] {
  const mixed: number[] = [];
  for (let k = 0; k < count; k++) if (at(min, k) < 0 && at(max, k) > 0) mixed.push(k);
  return mixed;
}

/** The positive parts of mixed roll-ups: whole steps and what is over, or as they are. */
function encodePositive(rollups: Rollups, step: number, sink: ByteSink): void {
  const parts = Float64Array.from(mixedRollups(rollups), (k) => at(rollups.positive, k));
  const columns = step > 0 ? [parts.map((part) => Math.floor(part / step)), parts.map((part) => part % step)] : [parts];
  for (const column of columns) encodeNumbers(column, parts.length, sink);
}

function decodePositive(rollups: Rollups, step: number, source: ByteSource): void {
  const mixed = mixedRollups(rollups);
  const parts = decodeNumbers(source, mixed.length);
  const over = step > 0 ? decodeNumbers(source, mixed.length) : parts;
  for (let k = 0; k < rollups.count; k++) rollups.positive[k] = at(rollups.min, k) >= 0 ? at(rollups.held, k) : 0;
  for (const [i, k] of mixed.entries())
    rollups.positive[k] = step > 0 ? at(parts, i) * step + at(over, i) : at(parts, i);
}

/** Reads what `encodeRollups` wrote. @throws BadBytes */
export function decodeRollups(source: ByteSource): Rollups {
  const count = source.varint();
  if (count > MOST_INTS) throw new BadBytes(`${count} roll-ups`);
  const step = source.signed();
  const exact = source.byte() === 1;
  const take = (): Float64Array => decodeNumbers(source, count);
  const [hours, first, last, readings, longest, rising] = [take(), take(), take(), take(), take(), take()];
  const positive = new Float64Array(count);
  let hour = 0;
  for (let k = 0; k < count; k++) {
    hour += at(hours, k);
    first[k] = at(first, k) + hour * ROLLUP_MS;
    last[k] = (hour + 1) * ROLLUP_MS - at(last, k);
  }
  if (!exact) {
    const [sum, min, max, final, held] = [take(), take(), take(), take(), take()];
    const rollups = { count, readings, first, last, longest, min, max, sum, final, held, positive, rising };
    decodePositive(rollups, 0, source);
    return rollups;
  }
  const [mean, sum, min, max, final, held] = [take(), take(), take(), take(), take(), take()];
  const rollups = { count, readings, first, last, longest, min, max, sum, final, held, positive, rising };
  for (let k = 0; k < count; k++) {
    sum[k] = at(sum, k) + at(mean, k) * at(readings, k);
    min[k] = at(mean, k) - at(min, k);
    max[k] = at(max, k) + at(mean, k);
    final[k] = at(final, k) + at(min, k);
    held[k] = at(held, k) + expectedHeld(rollups, k, step);
  }
  decodePositive(rollups, step, source);
  return rollups;
}
