import { round } from "./figures.ts";

/** Something plain that was measured in the same run, so that a slow or busy machine is not taken for a slow house. */
export interface Yardstick {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A promise and whether it is kept. */
export interface Bound {
  readonly promise: string;
  readonly figure: number;
  readonly unit: string;
  readonly yardstick?: Yardstick;
  /** The figure as a multiple of the yardstick. */
  readonly ratio?: number;
  /** Of the ratio where there is a yardstick, of the figure where there is none. */
  readonly limit: number;
  readonly kept: boolean;
}

/** A bound that is the same on every machine: bytes, counts. */
export function atMost(promise: string, figure: number, unit: string, limit: number): Bound {
  return { promise, figure, unit, limit, kept: figure <= limit };
}

/** A time or a share of the processor beside that of a yardstick. */
export function atMostTimes(
  promise: string,
  figure: number,
  unit: string,
  yardstick: Yardstick,
  limit: number,
  /** The part of the figure that is meant to be waited, however fast the machine is. */
  meant = 0,
): Bound {
  const ratio = Math.max(0, figure - meant) / yardstick.value;
  return { promise, figure, unit, yardstick, ratio, limit, kept: ratio <= limit };
}

/** A speed beside that of a yardstick in the same unit. */
export function atLeastTimes(
  promise: string,
  figure: number,
  unit: string,
  yardstick: Yardstick,
  limit: number,
): Bound {
  const ratio = figure / yardstick.value;
  return { promise, figure, unit, yardstick, ratio, limit, kept: ratio >= limit };
}

/** A line for people. */
export function words({ promise, figure, unit, yardstick, ratio, limit, kept }: Bound): string {
  const verdict = kept ? "kept" : "NOT KEPT";
  const said = `${promise}: ${round(figure)} ${unit}`.trim();
  if (!yardstick || ratio === undefined) return `${verdict}: ${said}; the limit is ${round(limit)}`;
  const beside = `${yardstick.name} ${round(yardstick.value)} ${yardstick.unit}`;
  return `${verdict}: ${said}; beside it ${beside}; ratio ${round(ratio)}, the limit is ${round(limit)}`;
}
