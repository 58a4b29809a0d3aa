import { DAY, HOUR, MINUTE, SECOND } from "../model/time.ts";
import type { CivilUnit, WallClock } from "./wall-clock.ts";

/** Where a time axis has its ticks: at round times of the site's clock. */

export interface TickStep {
  readonly unit: "second" | "minute" | CivilUnit;
  /** So many of the unit from one tick to the next. */
  readonly count: number;
  readonly about_ms: number;
}

const LENGTHS = { second: SECOND, minute: MINUTE, day: DAY, month: 30.4 * DAY, year: 365 * DAY } as const;

function steps(unit: TickStep["unit"], counts: readonly number[]): TickStep[] {
  return counts.map((count) => ({ unit, count, about_ms: count * LENGTHS[unit] }));
}

export const COARSEST: TickStep = { unit: "year", count: 20, about_ms: 20 * LENGTHS.year };

/** From the finest to the coarsest. Hours are minutes: both divide a day. */
export const TICK_STEPS: readonly TickStep[] = [
  ...steps("second", [1, 2, 5, 10, 15, 30]),
  ...steps("minute", [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720]),
  ...steps("day", [1, 2, 7]),
  ...steps("month", [1, 3, 6]),
  ...steps("year", [1, 2, 5, 10]),
  COARSEST,
];

/** Every zone is a whole number of quarters of an hour from UTC. */
const QUARTER_MS = HOUR / 4;

/** The hour that the clock shows twice has its ticks twice, the one that it skips has none. */
function partsOfDay(step_ms: number, from: number, to: number, clock: WallClock): number[] {
  const found: number[] = [];
  const look_ms = Math.min(step_ms, QUARTER_MS);
  for (let at = Math.ceil(from / look_ms) * look_ms; at <= to; at += look_ms) {
    if (clock.local(at) % step_ms === 0) found.push(at);
  }
  return found;
}

/** Whether a tick belongs where this unit begins: at every second day by its date, at weeks by their Monday. */
function carries({ unit, count }: TickStep, local: Date): boolean {
  if (unit === "year") return local.getUTCFullYear() % count === 0;
  if (unit === "month") return local.getUTCMonth() % count === 0;
  if (count === 7) return local.getUTCDay() === 1;
  return count === 1 || (local.getUTCDate() % count === 1 && local.getUTCDate() < 31);
}

/** Where civil units begin, from ≤ t ≤ to, UTC ms. */
export function beginnings(unit: CivilUnit, from: number, to: number, clock: WallClock): number[] {
  const found: number[] = [];
  for (let n = 0; ; n++) {
    const at = clock.startOf(unit, from, n);
    if (at > to) return found;
    if (at >= from) found.push(at);
  }
}

/** The ticks of a step, from ≤ t ≤ to, UTC ms. */
export function tickTimes(step: TickStep, from: number, to: number, clock: WallClock): number[] {
  const { unit, about_ms } = step;
  if (unit === "second" || unit === "minute") return partsOfDay(about_ms, from, to, clock);
  return beginnings(unit, from, to, clock).filter((at) => carries(step, new Date(clock.local(at))));
}
