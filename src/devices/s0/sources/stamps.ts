/** Instants as programs write them: seconds, milliseconds, microseconds or nanoseconds since 1970. */

/** 2000 and 2100, UTC s: what lies between in one of the units lies far outside in the others, so that none is guessed. */
const EARLIEST_S = 946_684_800;
const LATEST_S = 4_102_444_800;
const UNITS: readonly (readonly [a_second: number, grain_ms: number])[] = [
  [1, 1_000],
  [1e3, 1],
  [1e6, 1e-3],
  [1e9, 1e-6],
];

export interface Stamp {
  /** UTC ms. */
  readonly at: number;
  /** How fine it is written, ms. */
  readonly grain_ms: number;
}

const isDigits = (text: string): boolean => {
  for (const sign of text) if (sign < "0" || sign > "9") return false;
  return text !== "";
};

const ENDS: readonly string[] = [" ", "\t", ",", ";"];
/** A stamp is no longer. */
const LONGEST = 30;

/** Its first field. */
function fieldOf(line: string): string {
  const text = line.slice(0, LONGEST + 1);
  const ends = ENDS.map((sign) => text.indexOf(sign)).filter((at) => at >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

/** The instant with which a line begins; `undefined`: it begins with none. */
export function stampOf(line: string): Stamp | undefined {
  const field = fieldOf(line.trim());
  const [whole = "", fraction, more] = field.split(".");
  if (field.length > LONGEST || more !== undefined) return undefined;
  if (!isDigits(whole) || (fraction !== undefined && !isDigits(fraction))) return undefined;
  const number = Number(field);
  for (const [a_second, grain_ms] of UNITS) {
    const seconds = number / a_second;
    if (seconds < EARLIEST_S || seconds > LATEST_S) continue;
    return { at: seconds * 1_000, grain_ms: grain_ms / 10 ** (fraction?.length ?? 0) };
  }
  return undefined;
}
