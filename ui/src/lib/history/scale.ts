import { showNumber } from "../format.ts";

/** The labels of a value axis: all in the same unit, with as many decimals as tell them apart. */

export interface AxisUnit {
  readonly factor: number;
  readonly unit: string;
}

const SCALED: readonly string[] = ["W", "Wh", "VA", "var"];

/** kW from 1000 W on, MW from 1000 kW on. */
export function axisUnit(unit: string, [low, high]: readonly [number, number]): AxisUnit {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!SCALED.includes(unit) || size < 1_000) return { factor: 1, unit };
  return size < 1e6 ? { factor: 1e3, unit: `k${unit}` } : { factor: 1e6, unit: `M${unit}` };
}

const MOST_DECIMALS = 6;

/** @param splits values of the axis, evenly apart, in the channel's own unit */
export function axisLabels(splits: readonly number[], { factor }: AxisUnit, locale: string): string[] {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) / factor;
  let decimals = 0;
  while (decimals < MOST_DECIMALS && Math.abs(step - Number(step.toFixed(decimals))) > step * 1e-6) decimals += 1;
  return splits.map((value) => showNumber(value / factor, locale, decimals));
}
