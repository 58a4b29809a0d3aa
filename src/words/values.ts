import { isCounter } from "../model/quantities.ts";
import { sayLasting } from "./durations.ts";
import type { Reader } from "./languages.ts";
import { isExtreme, NARROW, sayFixed, sayPower, written } from "./numbers.ts";
import { stateWord } from "./states.ts";
import { takesPrefixes, unitFor } from "./units.ts";

/** Values with their units. */

export const NO_VALUE = "–";

/** Decimals at most, of units that take no prefixes. */
const DECIMALS: Readonly<Record<string, number>> = { V: 2, A: 2, Ah: 1, "%": 1, "°C": 1, Hz: 2 };

/** As many digits as a value of no known unit deserves. */
function plainDigits(size: number): Intl.NumberFormatOptions {
  if (size < 1) return { maximumSignificantDigits: 3 };
  return { maximumFractionDigits: size < 100 ? 2 : size < 10_000 ? 1 : 0 };
}

function digitsOf(scaled: number, unit: string | null, factor: number): Intl.NumberFormatOptions {
  if (takesPrefixes(unit)) return { minimumSignificantDigits: factor > 1 ? 3 : 1, maximumSignificantDigits: 3 };
  const decimals = unit === null ? undefined : DECIMALS[unit];
  return decimals === undefined ? plainDigits(Math.abs(scaled)) : { maximumFractionDigits: decimals };
}

/** The value as it is shown: a switch that is read as 1 or 0 is on or off. */
export function stateOf({
  value,
  is_switch,
}: {
  readonly value: number | string | null;
  readonly is_switch?: boolean | undefined;
}): number | string | null {
  return is_switch && typeof value === "number" ? (value === 0 ? "off" : "on") : value;
}

/** A value ready to be shown; number and unit apart, so that the unit can be set smaller. */
export interface Shown {
  readonly number: string;
  readonly unit: string;
}

/** A thousand times as much is still a number. */
const LONGEST_S = 1e300;

/**
 * A channel's value for the reader: three significant digits for powers and energies, kW from 1000 W on. Unknown
 * (`null`) is a dash, a state is its word, seconds become a duration.
 */
export function showValue(value: number | string | null, unit: string | null, reader: Reader): Shown {
  if (typeof value === "string") return { number: stateWord(value, reader.language), unit: "" };
  if (value === null || !Number.isFinite(value)) return { number: NO_VALUE, unit: "" };
  if (unit === "s") {
    const seconds = Math.min(Math.max(value, -LONGEST_S), LONGEST_S);
    return { number: sayLasting(seconds * 1_000, reader), unit: "" };
  }
  // rounded first, so that 999.7 W becomes 1.00 kW and not 1000 W
  const rounded = takesPrefixes(unit) ? Number(value.toPrecision(3)) : value;
  const { unit: shown, factor } = unitFor(Math.abs(rounded), unit);
  const scaled = rounded / factor;
  const number = isExtreme(scaled) ? sayPower(scaled, reader) : written(scaled, reader, digitsOf(scaled, unit, factor));
  return { number, unit: shown };
}

/** Of a register that shows more, three digits would hide what moves, Wh. */
const REGISTER_WH = 100_000;

/** The value of a channel: a meter's register has its digits, as the meter shows them, down to a tenth of a kWh. */
export function showChannel(
  channel: string,
  value: number | string | null,
  unit: string | null,
  reader: Reader,
): Shown {
  const isRegister = typeof value === "number" && value >= REGISTER_WH && unit === "Wh" && isCounter(channel, unit);
  if (!isRegister || isExtreme(value / 1_000)) return showValue(value, unit, reader);
  // a meter shows the digit that it has reached
  return { number: sayFixed(Math.floor(value / 100) / 10, 1, reader), unit: "kWh" };
}

/** The same in one piece: `1.84 kW`, with a space that does not break. */
export function sayValue(value: number | string | null, unit: string | null, reader: Reader): string {
  const shown = showValue(value, unit, reader);
  return shown.unit === "" ? shown.number : shown.number + NARROW + shown.unit;
}

const BYTES: readonly (readonly [string, number])[] = [
  ["TB", 1e12],
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];

/** A size on the disk: `340 MB`, `1.2 GB`; in French `340 Mo`. */
export function sayBytes(bytes: number, reader: Reader): string {
  const [unit, factor] = BYTES.find(([, size]) => bytes >= size * 0.9995) ?? ["B", 1];
  const value = bytes / factor;
  const number = sayFixed(value, factor > 1 && value < 9.95 ? 1 : 0, reader);
  return number + NARROW + (reader.language === "fr" ? unit.replace("B", "o") : unit);
}
