import type { Language, Unit } from "../model/index.ts";
import { NARROW, sayFixed, sayPower, unitFor } from "./numbers.ts";

/** The value axis: where it begins and ends, and its ticks at 1, 2 or 5 times a power of ten. */

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  /** From the lowest up; the highest one's label carries the unit. */
  readonly ticks: readonly Tick[];
}

/** Beyond it, differences would leave what a double can hold. */
const FURTHEST = 1e300;
/** Ticks closer together than this part of the values would be one and the same number. */
const FINEST = 1e-10;
/** Their axis always shows 0. */
const FROM_ZERO: readonly string[] = ["W", "kW", "Wh", "kWh", "A", "Ah", "VA", "var", "s", "h"];

function clamp(value: number): number {
  return Math.min(Math.max(value, -FURTHEST), FURTHEST);
}

/** The smallest of 1, 2, 5 times a power of ten that is at least so large. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  for (const times of [1, 2, 5]) if (times * power >= least * (1 - 1e-9)) return times * power;
  return 10 * power;
}

/** What the axis must show at least. */
function extentOf(min: number, max: number, unit: Unit): { low: number; high: number } {
  let [low, high] = [clamp(min), clamp(max)];
  if (unit === "%" && low >= 0 && high <= 100) return { low: 0, high: 100 };
  if (unit !== null && FROM_ZERO.includes(unit)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const least = Math.max(size * FINEST * 10, unit === "V" || unit === "°C" ? 0.5 : 1e-9);
  if (high - low >= least) return { low, high };
  if (size === 0) return { low: 0, high: 1 };
  const middle = (low + high) / 2;
  const half = Math.max(least / 2, high === low && least < 0.5 ? size * 0.02 : 0);
  return { low: middle - half, high: middle + half };
}

function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** Labels no longer than people can read. */
const MOST_DECIMALS = 6;
const WIDEST = 1e7;

/** The axis ends at the values themselves, not at a tick, where they go beyond one by no more than this part of a step. */
const SLACK = 0.15;

interface Ends {
  /** In steps. */
  readonly low: number;
  readonly high: number;
  /** The ticks, in steps from 0. */
  readonly first: number;
  readonly last: number;
}

function endsOf(low: number, high: number): Ends {
  // 0 is added so that −0 becomes 0
  const [inner, outer] = [Math.ceil(low - 1e-9) + 0, Math.floor(high + 1e-9) + 0];
  const tight = { low: inner - low <= SLACK, high: high - outer <= SLACK };
  const first = tight.low ? inner : inner - 1;
  const last = tight.high ? outer : outer + 1;
  if (last <= first) return { low: inner - 1, high: outer + 1, first: inner - 1, last: outer + 1 };
  return { low: tight.low ? Math.min(low, first) : first, high: tight.high ? Math.max(high, last) : last, first, last };
}

/**
 * The axis for values from min to max (finite, min ≤ max).
 * @param intervals about so many between ticks, from 1
 */
export function valueAxis(min: number, max: number, unit: Unit, intervals: number, language: Language): ValueAxis {
  const extent = extentOf(min, max, unit);
  const shown = unitFor(Math.max(Math.abs(extent.low), Math.abs(extent.high)), unit);
  const [low, high] = [extent.low / shown.factor, extent.high / shown.factor];
  let step = niceStep((high - low) / Math.max(1, intervals));
  let ends = endsOf(low / step, high / step);
  // whole steps at both ends may make more of them than there is room for
  if (ends.last - ends.first > Math.max(1, intervals) + 1) {
    step = niceStep(step * 1.5);
    ends = endsOf(low / step, high / step);
  }
  const { first, last } = ends;
  const decimals = decimalsOf(step);
  const most = Math.max(Math.abs(first), Math.abs(last));
  const digits = Math.min(12, Math.ceil(Math.log10(most)) + 1);
  const say = (value: number): string =>
    value !== 0 && (decimals > MOST_DECIMALS || most * step >= WIDEST)
      ? sayPower(value, language, digits)
      : sayFixed(value, value === 0 ? 0 : decimals, language);
  const ticks: Tick[] = [];
  for (let i = first; i <= last; i++) {
    const unitText = i === last && shown.unit !== "" ? NARROW + shown.unit : "";
    ticks.push({ at: i * step * shown.factor, label: say(Number((i * step).toPrecision(12))) + unitText });
  }
  const scale = step * shown.factor;
  return { low: ends.low * scale, high: ends.high * scale, ticks };
}
