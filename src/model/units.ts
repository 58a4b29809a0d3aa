import { soundUnit } from "./channel-names.ts";

const same = (value: number): number => value;
const times =
  (factor: number) =>
  (value: number): number =>
    Number((value * factor).toPrecision(12));

/** Units that are not Gleaner's: what they become. */
const UNITS: ReadonlyMap<string, readonly [unit: string, convert: (value: number) => number]> = new Map([
  ["mW", ["W", times(1e-3)]],
  ["kW", ["W", times(1e3)]],
  ["MW", ["W", times(1e6)]],
  ["kWh", ["Wh", times(1e3)]],
  ["MWh", ["Wh", times(1e6)]],
  ["kVA", ["VA", times(1e3)]],
  ["mV", ["V", times(1e-3)]],
  ["kV", ["V", times(1e3)]],
  ["mA", ["A", times(1e-3)]],
  ["mAh", ["Ah", times(1e-3)]],
  ["ms", ["s", times(1e-3)]],
  ["min", ["s", times(60)]],
  ["h", ["s", times(3600)]],
  ["kHz", ["Hz", times(1e3)]],
  ["C", ["°C", same]],
  ["degC", ["°C", same]],
  ["°F", ["°C", (value: number) => Number((((value - 32) * 5) / 9).toPrecision(12))]],
  ["K", ["°C", (value: number) => Number((value - 273.15).toPrecision(12))]],
]);

/**
 * A value in Gleaner's unit: `370.48 kWh` becomes 370480 Wh. Units that it does not know stay as they are; one that may
 * not be kept is none.
 */
export function inOwnUnit(value: number, unit: string): { readonly value: number; readonly unit: string } {
  const words = unit.trim();
  const own = UNITS.get(words);
  return own ? { value: own[1](value), unit: own[0] } : { value, unit: soundUnit(words) ?? "" };
}
