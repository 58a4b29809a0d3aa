import type { Unit } from "../model/reading.ts";
import type { Reader } from "../words/languages.ts";
import { NARROW, sayFixed, sayPower } from "../words/numbers.ts";
import { type ShownUnit, unitFor } from "../words/units.ts";
import { niceStep } from "./nice.ts";

/** The value axis: where it begins and ends, and its ticks at 1, 2 or 5 times a power of ten. */

export interface ValueAxis {
  /** In the channel's own unit, as the ticks. */
  readonly low: number;
  readonly high: number;
  /** Evenly apart, growing. */
  readonly ticks: readonly number[];
  /** The unit in which the labels are. */
  readonly shown: ShownUnit;
  /** From tick to tick, in the shown unit. */
  readonly step: number;
}

/** Beyond it, differences would leave what a double can hold. */
const FURTHEST = 1e300;
/** Ticks closer together than this part of the values would be one and the same number. */
const FINEST = 1e-10;
/** Their axis always shows 0. */
const FROM_ZERO: readonly string[] = ["W", "kW", "Wh", "kWh", "A", "Ah", "VA", "var", "s", "h"];
/** An axis is at least so high: what trembles by less is not blown up. */
const LEAST: Readonly<Record<string, number>> = { W: 10, VA: 10, V: 0.5, "°C": 0.5 };

function clamp(value: number): number {
  return Math.min(Math.max(value, -FURTHEST), FURTHEST);
}

interface Extent {
  readonly low: number;
  readonly high: number;
}

/** What the axis must show at least. */
function extentOf(min: number, max: number, unit: Unit): Extent {
  const [low, high] = [clamp(min), clamp(max)];
  if (unit === "%" && low >= 0 && high <= 100) return { low: 0, high: 100 };
  const size = Math.max(Math.abs(low), Math.abs(high));
  const known = unit !== null && Object.hasOwn(LEAST, unit) ? LEAST[unit] : undefined;
  const least = Math.max(size * FINEST * 10, known ?? 1e-9);
  if (size === 0 && known === undefined) return { low: 0, high: 1 };
  if (unit !== null && FROM_ZERO.includes(unit)) return fromZero(low, high, least);
  if (high - low >= least) return { low, high };
  const middle = (low + high) / 2;
  const half = Math.max(least / 2, high === low && known === undefined ? size * 0.02 : 0);
  return { low: middle - half, high: middle + half };
}

function fromZero(min: number, max: number, least: number): Extent {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)];
  if (high - low >= least) return { low, high };
  return high >= -low ? { low, high: low + least } : { low: high - least, high };
}

/** The axis ends at the values themselves, not at a tick, where they go beyond one by no more than this part of a step. */
const SLACK = 0.15;

interface Ends extends Extent {
  /** In steps. The ticks are whole ones, from 0. */
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
export function valueAxis(min: number, max: number, unit: Unit, intervals: number): ValueAxis {
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
  const scale = step * shown.factor;
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * scale);
  return { low: ends.low * scale, high: ends.high * scale, ticks, shown, step };
}

function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** Labels no longer than people can read. */
const MOST_DECIMALS = 6;
const WIDEST = 1e7;

/** The labels of the ticks, with as many decimals as tell them apart. */
export function axisLabels({ ticks, shown, step }: ValueAxis, reader: Reader): string[] {
  const values = ticks.map((tick) => Number((tick / shown.factor).toPrecision(12)));
  const highest = Math.max(...values.map(Math.abs));
  const decimals = decimalsOf(step);
  const isLong = decimals > MOST_DECIMALS || highest >= WIDEST;
  const digits = Math.min(12, Math.ceil(Math.log10(highest / step)) + 1);
  return values.map((value) =>
    value !== 0 && isLong ? sayPower(value, reader, digits) : sayFixed(value, value === 0 ? 0 : decimals, reader),
  );
}

/** The same with the unit at the highest. */
export function axisLabelsWithUnit(axis: ValueAxis, reader: Reader): string[] {
  const labels = axisLabels(axis, reader);
  const { unit } = axis.shown;
  return unit === "" ? labels : labels.with(-1, `${labels.at(-1) ?? ""}${NARROW}${unit}`);
}
