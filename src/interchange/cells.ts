import { isNotANumber, readNumber, saysUnknown, unitMeant } from "../model/index.ts";
import { type Said, shorten } from "./line.ts";

/** What a cell of a table says: a number, a state, nothing, or what is wrong with it. */

export type Decimal = "." | ",";

/** What a value says that is true or false by its kind. */
export function saidByTruth(truth: boolean): Cell {
  return { value: truth ? "on" : "off", is_truth: true };
}

type Cell = Pick<Said, "value" | "as_state" | "flaw" | "surely_state" | "is_truth">;

/** Digits with one comma and no other mark. */
const COMMA = /^[+-]?(\d+),(\d+)$/;
const POINT = /^[+-]?(\d+)\.(\d+)$/;
/** Digits, and what groups or parts them. */
const MARKED = /^[+-]?[\d.,'’\p{Zs}]+$/u;
/** Looked at as a number at most, with blanks around it. */
const LONGEST = 64;

/** Whether a part before or after the sign tells that the sign stands before a fraction, not before thousands. */
function isSure(whole: string, fraction: string): boolean {
  return fraction.length !== 3 || whole.length > 3 || whole.startsWith("0");
}

/** Whether words show that their column has decimal commas. */
export function showsComma(words: string): boolean {
  const [, whole, fraction] = (words.length <= LONGEST && COMMA.exec(words.trim())) || [];
  return whole !== undefined && fraction !== undefined && isSure(whole, fraction);
}

/** Whether words are hundreds without a sign, or thousands: with a point, three digits behind it, the last of them a 0. */
function sortOf(words: string): "hundreds" | "thousands" | "other" | "none" {
  const trimmed = words.length <= LONGEST ? words.trim() : "";
  const [, whole, fraction] = POINT.exec(trimmed) ?? [];
  if (whole === undefined || fraction === undefined) {
    const size = Math.abs(readNumber(trimmed) ?? 0);
    return size >= 100 && size < 1_000 && Number.isInteger(size) ? "hundreds" : "none";
  }
  if (isSure(whole, fraction)) return "other";
  return fraction.endsWith("0") ? "thousands" : "none";
}

/** Whether a column's points must stand before thousands: `1.200` beside `900` is no number with a fraction. */
export function showsThousands(column: readonly string[]): boolean {
  const sorts = new Set(column.map(sortOf));
  return sorts.has("hundreds") && sorts.has("thousands") && !sorts.has("other");
}

/** The number that words are, what is wrong with them, or `undefined` when they are something else. */
function numberIn(words: string, decimal: Decimal | undefined): number | { readonly flaw: string } | undefined {
  const [, whole, fraction] = (decimal === "," ? POINT : COMMA).exec(words) ?? [];
  if (whole === undefined || fraction === undefined) return readNumber(words, { decimal: decimal ?? "." });
  if (decimal !== "." && isSure(whole, fraction)) return readNumber(words, { decimal: decimal === "," ? "." : "," });
  const plain = `${whole}${fraction}`;
  if (decimal === ".") return { flaw: `"${words}" has a comma: write ${whole}.${fraction} or ${plain}` };
  const said = decimal === "," ? `say --decimal point, or write ${plain}` : "say --decimal comma or --decimal point";
  return { flaw: `"${words}" may be ${whole}.${fraction} or ${plain}: ${said}` };
}

/** @param decimal the sign before a fraction; `undefined`: nobody knows, and only what is certain is read */
export function readCell(words: string, quoted: boolean, decimal: Decimal | undefined): Cell {
  const trimmed = words.trim();
  if (saysUnknown(trimmed) || trimmed.toLowerCase() === "nan") return { value: null };
  const state = quoted ? { as_state: words } : {};
  const number = trimmed.length <= LONGEST ? numberIn(trimmed, decimal) : undefined;
  if (typeof number === "number") return { value: number, ...state };
  if (number !== undefined) return { value: null, ...number, ...state };
  if (/^\p{L}/u.test(trimmed) && !isNotANumber(trimmed)) return { value: quoted ? words : trimmed };
  return { value: null, flaw: flawOf(trimmed), ...state };
}

function flawOf(words: string): string {
  const shown = shorten(words);
  if (words.length <= LONGEST && MARKED.test(words)) {
    return `"${shown}" has marks between its digits: write 1234.5, without marks of thousands`;
  }
  return endsInUnit(words)
    ? `"${shown}" has its unit behind it: export numbers alone, and say their unit by --unit or --columns`
    : `"${shown}" is neither a number nor a state`;
}

/** Whether words are a number, in whatever way, and a unit. */
function endsInUnit(words: string): boolean {
  if (words.length > LONGEST) return false;
  const at = words.trim().lastIndexOf(" ");
  return at > 0 && MARKED.test(words.slice(0, at)) && unitMeant(words.slice(at + 1)) !== undefined;
}
