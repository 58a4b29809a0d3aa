import { inUnit, parseMeasure } from "../../model/index.ts";

/** The arithmetic of `gleaner s0 calibrate`, pure. */

/** What a person read off a meter. */
export interface MeterReading {
  readonly wh: number;
  /** What its last digit is worth, Wh. */
  readonly digit_wh: number;
}

const MOST_WH = 1e10;

/** Reads `12345.6 kWh`; a bare number is kWh. `undefined`: it does not read so */
export function meterReading(words: string): MeterReading | undefined {
  const text = words.trim().replaceAll(",", ".");
  const measure = parseMeasure(text);
  if (!measure) return undefined;
  const unit = measure.unit === "" ? "kWh" : measure.unit;
  const wh = inUnit(measure.value, unit, "Wh");
  if (wh === undefined || wh < 0 || wh > MOST_WH) return undefined;
  const [, after = ""] = text.split(".");
  let decimals = 0;
  while ((after[decimals] ?? "") >= "0" && (after[decimals] ?? "") <= "9") decimals += 1;
  const ratio = parseMeasure(`1 ${text.slice(endOfNumber(text)).trim() || "kWh"}`);
  const one = ratio && inUnit(ratio.value, ratio.unit, "Wh");
  return one === undefined ? undefined : { wh, digit_wh: one * 10 ** -decimals };
}

function endOfNumber(text: string): number {
  let end = 0;
  while (end < text.length && "+-.0123456789".includes(text[end] ?? "x")) end += 1;
  return end;
}

/** What meters have on their plates, pulses a kWh. */
const USUAL: readonly number[] = [
  ...[10, 50, 75, 96, 100, 120, 125, 150, 200, 250, 300, 375, 400, 480, 500, 600, 640, 750, 800, 1_000, 1_250, 1_500],
  ...[1_600, 2_000, 2_500, 3_000, 3_200, 4_000, 5_000, 6_400, 8_000, 10_000],
];

/** Wider than this the result says nothing. */
const MOST_SPREAD = 0.2;

export interface Asked {
  readonly first: MeterReading;
  readonly second: MeterReading;
  /** What was counted between the two. */
  readonly pulses: number;
  /** So many of them may lie before the first or after the second instant instead. */
  readonly unsure_pulses: number;
  /** The part of the time in which nobody counted, 0 to 1. */
  readonly uncounted: number;
}

export type Outcome =
  /** `pulses_per_kwh`, and between which values the true one lies; the usual ones among them, the nearest first. */
  | {
      readonly found: "value";
      readonly value: number;
      readonly least: number;
      readonly most: number;
      readonly usual: readonly number[];
      readonly nearest: number;
    }
  | { readonly found: "back" | "no_pulses" | "uncounted" }
  /** The meter must go on by so much before it says something, Wh. */
  | { readonly found: "too_short"; readonly needs_wh: number };

/** From half of the time on what was counted says nothing. */
const MOST_UNCOUNTED = 0.5;

export function reckon({ first, second, pulses, unsure_pulses, uncounted }: Asked): Outcome {
  const wh = second.wh - first.wh;
  if (wh < 0) return { found: "back" };
  const digit = Math.max(first.digit_wh, second.digit_wh);
  const needs_wh = Math.ceil((2 * digit) / MOST_SPREAD + digit);
  if (wh < 2 * digit) return { found: "too_short", needs_wh };
  if (pulses === 0) return { found: "no_pulses" };
  if (uncounted > MOST_UNCOUNTED) return { found: "uncounted" };
  const value = (pulses / wh) * 1_000;
  const least = (Math.max(0, pulses - 1 - unsure_pulses) / (wh + digit)) * 1_000;
  const most = ((pulses + 1 + unsure_pulses) / (1 - uncounted) / (wh - digit)) * 1_000;
  if ((most - least) / value > MOST_SPREAD) return { found: "too_short", needs_wh: Math.max(needs_wh, 2 * wh) };
  const byDistance = USUAL.toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value));
  const usual = byDistance.filter((each) => each >= least && each <= most);
  return { found: "value", value, least, most, usual, nearest: byDistance[0] ?? value };
}
