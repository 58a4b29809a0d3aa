import type { Bucket, Energies, EnergySign } from "../../model/index.ts";
import type { Holding } from "./holding.ts";
import { Intervals } from "./intervals.ts";
import type { Paces } from "./paces.ts";
import type { Part } from "./part.ts";
import { unitOf } from "./scale.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Minimum, maximum, count, last value and time-weighted mean between neighbouring edges; `undefined` where no number is.
 * @param parts from the one with the last reading at or before the first edge on
 * @param edges UTC ms, growing; at least two
 * @param hold more than 0
 */
export function summariesOf(parts: readonly Part[], edges: ArrayLike<number>, hold: Holding): (Bucket | undefined)[] {
  const { extents, held, time, scale } = new Intervals(parts, edges, hold, "net");
  const unit = unitOf(scale);
  return Array.from(held, (sum, i): Bucket | undefined => {
    const count = extents.count[i] ?? 0;
    if (count === 0) return undefined;
    return {
      at: edges[i] ?? 0,
      min: (extents.min[i] ?? 0) / unit,
      // every reading holds for a moment at least
      mean: sum / (time[i] ?? 0) / unit,
      max: (extents.max[i] ?? 0) / unit,
      count,
      last: (extents.last[i] ?? 0) / unit,
    };
  });
}

/**
 * Value × time in value-hours between neighbouring edges, and the share of the time for which some value is known.
 * @param parts from the one with the last reading at or before the first edge on
 * @param edges UTC ms, growing; at least two
 * @param paces what recorded time is worth; absent: as much as true time
 */
export function energiesOf(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  hold: Holding,
  sign: EnergySign,
  paces?: Paces,
): Energies {
  if (paces) return trueEnergiesOf(parts, edges, hold, sign, paces);
  const { held, time, scale } = new Intervals(parts, edges, hold, sign);
  const unit = unitOf(scale) * MS_PER_HOUR;
  return { sums: held.map((sum) => sum / unit), covered: time.map((known, i) => share(known, lengthOf(edges, i))) };
}

/** The same where recorded time was not always worth as much as true time: what was leapt over did not pass. */
function trueEnergiesOf(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  hold: Holding,
  sign: EnergySign,
  paces: Paces,
): Energies {
  const fine = paces.cut(edges);
  const { held, time, scale } = new Intervals(parts, fine.edges, hold, sign, { paces, rate: fine.rate });
  const unit = unitOf(scale) * MS_PER_HOUR;
  const count = edges.length - 1;
  const [sums, known, passed] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  held.forEach((sum, i) => {
    const interval = fine.of[i] ?? 0;
    const length = lengthOf(fine.edges, i);
    const leapt = paces.isLeapt(fine.edges[i] ?? 0) && time[i] === 0;
    sums[interval] = (sums[interval] ?? 0) + (sum * (fine.rate[i] ?? 1)) / unit;
    known[interval] = (known[interval] ?? 0) + (time[i] ?? 0);
    passed[interval] = (passed[interval] ?? 0) + (leapt ? 0 : length);
  });
  return { sums, covered: known.map((some, i) => share(some, passed[i] ?? 0)) };
}

function lengthOf(edges: ArrayLike<number>, i: number): number {
  return (edges[i + 1] ?? 0) - (edges[i] ?? 0);
}

/** Of a time without length nothing is missing. */
function share(known: number, length: number): number {
  return length > 0 ? Math.min(1, known / length) : 1;
}
