import { dice, START_MS, STEP_MS } from "../house-year/index.ts";

/** What a part of this bench works on. */
export interface Task {
  readonly folder: string;
  readonly ticks: number;
  /** Each tick up to 49 ms late, and not on the grid. */
  readonly late: boolean;
}

export const DAY_MS = 86_400_000;

/** The whole of a task's readings, and the edges of its days. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly days: number;
  readonly edges: readonly number[];
}

export function spanOf({ ticks }: Task): Span {
  const days = Math.max(1, Math.floor((ticks * STEP_MS) / DAY_MS));
  const edges = Array.from({ length: days + 1 }, (_, day) => START_MS + day * DAY_MS);
  return { start: START_MS, end: START_MS + ticks * STEP_MS, days, edges };
}

/** A view that somebody zooms and pans: 1 month to all of it, its edges anywhere. */
export function views(start: number, end: number): (round: number) => readonly [from: number, to: number] {
  const random = dice(3);
  const whole = end - start;
  return () => {
    const length = Math.min(whole, Math.max(30 * DAY_MS, whole * random()));
    const from = start + Math.floor((whole - length) * random());
    return [from, from + Math.floor(length)];
  };
}
