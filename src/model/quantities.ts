import { isApart } from "./plausible.ts";
import type { Unit } from "./reading.ts";

/** How people write durations and powers: `10 min`, `1.2 kW`; and which channels tell of energy. */

const DURATIONS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const POWERS: Readonly<Record<string, number>> = { W: 1, kW: 1_000, MW: 1_000_000 };

function measure(words: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$/.exec(words);
  const factor = match?.[2] === undefined ? undefined : Object.hasOwn(units, match[2]) ? units[match[2]] : undefined;
  if (!match || factor === undefined) return undefined;
  const value = Number(match[1]) * factor;
  return Number.isFinite(value) ? value : undefined;
}

/** Milliseconds of `10 min`, `1.5 h`, `30 s`, `200 ms`, `2 d`; `undefined` when it does not read so. */
export function parseDuration(words: string): number | undefined {
  return measure(words, DURATIONS);
}

/** Watts of `1200 W` or `1.2 kW`; `undefined` when it does not read so. */
export function parsePower(words: string): number | undefined {
  return measure(words, POWERS);
}

const ENERGIES: Readonly<Record<string, number>> = { Wh: 1, kWh: 1_000, MWh: 1_000_000 };
/** Units of things that are counted up, beside energies. */
const COUNTED: readonly string[] = ["pulses", "pulse", "imp", "m³", "l", "L"];
/** An energy so called is the content of a store, or that of a time that is over: it does not only grow. */
const NO_TOTAL = /(?:^|[._])(?:yesterday|remaining|left|stored|content|capacity|average|min|max|last)(?:[._]|$)/;

/** Whether a channel only grows, apart from resets: a meter's register, a yield, counted pulses. */
export function isCounter(channel: string, unit: Unit): boolean {
  if (unit === null || NO_TOTAL.test(channel) || isApart(channel)) return false;
  return Object.hasOwn(ENERGIES, unit) || COUNTED.includes(unit);
}

/**
 * How a channel tells of energy: by its power, or as a counter; `factor` times its value is W, or Wh.
 * `undefined` when it tells of none.
 */
export function energyOf(channel: string, unit: Unit): { from: "power" | "counter"; factor: number } | undefined {
  if (unit === null || isApart(channel)) return undefined;
  const [power, energy] = [POWERS, ENERGIES].map((units) => (Object.hasOwn(units, unit) ? units[unit] : undefined));
  if (power !== undefined) return { from: "power", factor: power };
  return energy !== undefined && isCounter(channel, unit) ? { from: "counter", factor: energy } : undefined;
}
