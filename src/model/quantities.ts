/** How people write durations and powers: `10 min`, `1.2 kW`. */

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
