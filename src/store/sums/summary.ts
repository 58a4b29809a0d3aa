import type { Bucket, EnergySign } from "../../model/index.ts";
import { Intervals } from "./intervals.ts";
import type { Paces } from "./paces.ts";
import type { Part } from "./part.ts";
import { unitOf } from "./scale.ts";

const MS_PER_HOUR = 3_600_000;

/**
 * Minimum, maximum, count, last value and time-weighted mean between neighbouring edges; `undefined` where no number is.
 * @param parts from the one with the last reading at or before the first edge on
 * @param edges UTC ms, growing; at least two
 * @param hold_ms more than 0
 */
export function summariesOf(parts: readonly Part[], edges: ArrayLike<number>, hold_ms: number): (Bucket | undefined)[] {
  const { extents, held, time, scale } = new Intervals(parts, edges, hold_ms, "net");
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
 * Value × time in value-hours between neighbouring edges.
 * @param parts from the one with the last reading at or before the first edge on
 * @param edges UTC ms, growing; at least two
 * @param paces what recorded time is worth; absent: as much as true time
 */
export function energiesOf(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  hold_ms: number,
  sign: EnergySign,
  paces?: Paces,
): Float64Array {
  if (paces) return trueEnergiesOf(parts, edges, hold_ms, sign, paces);
  const { held, scale } = new Intervals(parts, edges, hold_ms, sign);
  const unit = unitOf(scale) * MS_PER_HOUR;
  return held.map((sum) => sum / unit);
}

/** The same where recorded time was not always worth as much as true time. */
function trueEnergiesOf(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  hold_ms: number,
  sign: EnergySign,
  paces: Paces,
): Float64Array {
  const fine = paces.cut(edges);
  const { held, scale } = new Intervals(parts, fine.edges, hold_ms, sign, { paces, rate: fine.rate });
  const unit = unitOf(scale) * MS_PER_HOUR;
  const sums = new Float64Array(edges.length - 1);
  held.forEach((sum, i) => {
    const interval = fine.of[i] ?? 0;
    sums[interval] = (sums[interval] ?? 0) + (sum * (fine.rate[i] ?? 1)) / unit;
  });
  return sums;
}
