import type { Measure, MeasureRange } from "./measures.ts";
import type { Unit } from "./reading.ts";
import { inOwnUnit } from "./units.ts";

/** What the readings of a channel are asked before they are believed. Each in its own unit; `""`: in the channel's. */
export interface Plausible {
  /** Absent: what no house has of such a quantity. */
  readonly range?: MeasureRange | undefined;
  /** Values that stand for a fault. */
  readonly not?: readonly Measure[] | undefined;
  /** By how much it can change within a minute. */
  readonly most_per_minute?: Measure | undefined;
}

/** Under this name is kept apart what was not believed of a channel. */
const APART = ".refused";

export function apartOf(channel: string): string {
  return channel + APART;
}

/** Whether a channel holds what was not believed of another: it tells of nothing. */
export function isApart(channel: string): boolean {
  return channel.endsWith(APART);
}

function within(least: number, most: number, unit: string): MeasureRange {
  return { least, most, unit };
}

/**
 * Far beyond what any house has, but within what broken registers show (6,553.5 V, −127 °C, 429,496,729 W).
 * A flue has 1,000 °C, a string of panels 1,500 V, a farm's roof some MW.
 */
const USUAL: Readonly<Record<string, MeasureRange>> = {
  "°C": within(-100, 1_500, "°C"),
  V: within(-3_000, 3_000, "V"),
  A: within(-6_000, 6_000, "A"),
  W: within(-20e6, 20e6, "W"),
  VA: within(-20e6, 20e6, "VA"),
  var: within(-20e6, 20e6, "var"),
  Hz: within(-1_000, 1_000, "Hz"),
  "%": within(-1_000, 1_000, "%"),
};
/** Some battery monitors round a little beyond full and empty. */
const CHARGE = within(-0.5, 100.5, "%");
const CHARGE_NAMES = /(?:^|[._])(?:soc|state_of_charge)(?:[._]|$)/;

/** What values of a quantity lie within in any house; `undefined`: nobody knows. */
export function usualRange(name: string, unit: Unit): MeasureRange | undefined {
  const { unit: own } = inOwnUnit(0, unit ?? "");
  if ((own === "%" || own === "") && CHARGE_NAMES.test(name)) return CHARGE;
  return Object.hasOwn(USUAL, own) ? USUAL[own] : undefined;
}

/** Why a value is not believed: it lies outside, stands for a fault, or came too fast. */
export type Doubt = "outside" | "fault_value" | "too_fast";

/**
 * A value in the unit of a limit; one without a unit is meant in that. `undefined`: they are of different kinds, and the
 * limit says nothing.
 */
export function inUnitOf(limit: { readonly unit: string }, value: number, unit: Unit): number | undefined {
  if (limit.unit === "") return value;
  const own = inOwnUnit(value, unit ?? "");
  return own.unit === limit.unit || own.unit === "" ? own.value : undefined;
}

/** The unit of a limit that says nothing of values in a unit; `undefined`: all of them do. */
export function unfitLimit({ range, not = [], most_per_minute }: Plausible, unit: Unit): string | undefined {
  const limits = [range, ...not, most_per_minute];
  return limits.find((limit) => limit !== undefined && inUnitOf(limit, 0, unit) === undefined)?.unit;
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
}

/**
 * Whether a single value can be. Ends of a range belong to it.
 * @param range absent: any value lies within
 */
export function doubtOf({ range, not = [] }: Plausible, value: number, unit: Unit): Doubt | undefined {
  const seen = range && inUnitOf(range, value, unit);
  if (range && seen !== undefined && !(seen >= range.least && seen <= range.most)) return "outside";
  const isFault = not.some((fault) => {
    const same = inUnitOf(fault, value, unit);
    return same !== undefined && isSame(same, fault.value);
  });
  return isFault ? "fault_value" : undefined;
}
