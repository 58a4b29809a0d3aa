/**
 * Numbers and what stands in their place, as programs and files write them. Read strictly: a number is one as a whole, or
 * none. What is longer than a number is not looked at.
 */

/** Characters of a number at most. */
export const LONGEST_NUMBER = 64;
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** Three digits each, behind one and the same sign: `1'234'567`. */
const BY_APOSTROPHES = /^[+-]?\d{1,3}(?:(?:'\d{3})+|(?:’\d{3})+)$/;
const BY_BLANKS = /^[+-]?\d{1,3}(?:[\p{Zs}\t]\d{3})+$/u;
const BY_COMMAS = /^[+-]?\d{1,3}(?:,\d{3})+$/;
const BY_POINTS = /^[+-]?\d{1,3}(?:\.\d{3})+$/;
const NO_DIGITS = /[^\d+-]/g;

/** How numbers are written where they stand. Digits in groups by apostrophes are certain, and read everywhere. */
export interface NumberStyle {
  /** The sign before the fraction; a point where nothing is said. */
  readonly decimal?: "." | ",";
  /** Digits may stand in groups by blanks of any kind (`1 234`): only where a blank surely parts no two values. */
  readonly blanks?: boolean;
  /** Digits may stand in groups by the other sign (`1,234.5`, `1.234,5`): only where `decimal` is certain. */
  readonly marks?: boolean;
}

/** The whole part without what groups its digits; `undefined` when it is not in groups that are allowed. */
function ungrouped(whole: string, { decimal = ".", blanks = false, marks = false }: NumberStyle): string | undefined {
  const byMarks = decimal === "." ? BY_COMMAS : BY_POINTS;
  const grouped = BY_APOSTROPHES.test(whole) || (blanks && BY_BLANKS.test(whole)) || (marks && byMarks.test(whole));
  return grouped ? whole.replace(NO_DIGITS, "") : undefined;
}

/** The number in `words`, with blanks around it; `undefined` for all else, also for one that is infinite. */
export function readNumber(words: string, style: NumberStyle = {}): number | undefined {
  if (words.length > 4 * LONGEST_NUMBER) return undefined;
  const trimmed = words.trim();
  if (trimmed.length > LONGEST_NUMBER) return undefined;
  const { decimal = "." } = style;
  const [whole = "", fraction, ...more] = trimmed.replace(/^−/, "-").split(decimal);
  const digits = ungrouped(whole, style) ?? whole;
  if (more.length > 0 || digits.includes(".")) return undefined;
  const plain = fraction === undefined ? digits : `${digits}.${fraction}`;
  if (!PLAIN.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** No quantity is greater, by far: sums and corrections of what is smaller stay numbers. */
export const GREATEST_NUMBER = 1e100;

/** Whether a number may be a measured value, and is kept. */
export function isMeasurable(value: number): boolean {
  return Math.abs(value) <= GREATEST_NUMBER;
}

/** What calculations give when they fail: alone, or before a unit. */
const NOT_A_NUMBER = /^[+-]?(?:nan|inf|infinity)(?!\S)/i;

/** Whether words are, or begin with, NaN or an infinity: `nan`, `-inf kWh`. */
export function isNotANumber(words: string): boolean {
  return NOT_A_NUMBER.test(words);
}

/** Programs' and files' ways of saying that they do not know, in lower case; `inconnu` and `nodata` are PvMonit's. */
const UNKNOWN: ReadonlySet<string> = new Set([
  ...["", "null", "none", "nil", "undefined", "unknown", "unavailable", "n/a", "#n/a", "---", "-.-", "--.-"],
  ...["inconnu", "nodata", "indisponible", "unbekannt"],
]);
const LONGEST_UNKNOWN = 16;

/** Whether words say that a value is not known: `null`, `unavailable`, `n/a`, nothing at all. */
export function saysUnknown(words: string): boolean {
  return words.length <= LONGEST_UNKNOWN && UNKNOWN.has(words.toLowerCase());
}

const TRUTHS: ReadonlyMap<string, 0 | 1> = new Map([
  ...(["on", "true", "yes"] as const).map((word) => [word, 1] as const),
  ...(["off", "false", "no"] as const).map((word) => [word, 0] as const),
]);

/** 1 for true, `on`, `TRUE`, `Yes`; 0 for their contraries; `undefined` for all else. */
export function truthOf(raw: unknown): 0 | 1 | undefined {
  if (typeof raw === "boolean") return raw ? 1 : 0;
  if (typeof raw !== "string" || raw.length > LONGEST_NUMBER) return undefined;
  return TRUTHS.get(raw.trim().toLowerCase());
}
