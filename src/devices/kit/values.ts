import {
  flawOfUnit,
  isNotANumber,
  LONGEST_NUMBER,
  readNumber,
  saysUnknown,
  unitMeant,
  type Value,
} from "../../model/index.ts";

/**
 * Single words of what a device or a program says: names, numbers, states and units, read strictly. Lengths come before
 * patterns: what is too long for a word is refused unread.
 */

const LONGEST_NAME = 64;
/** Of a name as it is given, before it is written as Gleaner does. */
const LONGEST_GIVEN_NAME = 4 * LONGEST_NAME;
/** Of numbers and states, with the blanks around them. */
const LONGEST_GIVEN_VALUE = 256;
/** What no unit holds: a mark of the program's own way to write (`a=5 b=6`), and a character that was lost on the way. */
const NO_UNIT = /[;:=\uFFFD]/;

/**
 * A quantity's name as Gleaner writes them (`panelPower`, `Panel power` → `panel_power`); `undefined` when nothing is left,
 * or more than 64 characters: cut short, two names would be one.
 */
export function quantityName(words: string): string | undefined {
  if (words.length > LONGEST_GIVEN_NAME) return undefined;
  const normal = words.normalize("NFKD");
  // taken apart, a character may become eighteen
  if (normal.length > LONGEST_GIVEN_NAME) return undefined;
  const plain = normal
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  const name = plain === "" || /^[a-z]/.test(plain) ? plain : `value_${plain}`;
  return name === "" || name.length > LONGEST_NAME ? undefined : name;
}

/**
 * A number, a state, `null` for "not known", or `undefined` for what is none of them: `12abc`, NaN, and words of more than
 * 64 characters, however long.
 */
export function readValue(raw: unknown): Value | null | undefined {
  if (raw === null) return null;
  if (typeof raw === "boolean") return raw ? "on" : "off";
  // without the sign of a zero
  if (typeof raw === "number") return Number.isFinite(raw) ? raw + 0 : undefined;
  if (typeof raw !== "string" || raw.length > LONGEST_GIVEN_VALUE) return undefined;
  const words = raw.trim();
  if (words.length > LONGEST_NUMBER) return undefined;
  if (saysUnknown(words)) return null;
  const number = readNumber(words);
  if (number !== undefined) return number;
  // A state begins with a letter: what begins like a number and is none is a damaged number.
  if (isNotANumber(words) || !/^\p{L}/u.test(words)) return undefined;
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(words) ? undefined : words;
}

/** Whether words are a number, a time or the like, also with a letter in place of a digit (`O34`); `1/h` is none of them. */
export function beginsAsNumber(words: string): boolean {
  return /^(?:[+-]?\.?\d|\p{L}\d\d)/u.test(words) && !words.startsWith("1/");
}

/**
 * A unit as a program says it; empty when it says none. `undefined` for what is none: more than 16 characters, some that do
 * not show, a number or a time, and words without a letter, % or °.
 */
export function readUnit(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return "";
  if (typeof raw !== "string" || raw.length > LONGEST_GIVEN_VALUE) return undefined;
  const words = raw.trim();
  if (words === "") return "";
  if (flawOfUnit(words) !== undefined || NO_UNIT.test(words)) return undefined;
  if (unitMeant(words) !== undefined) return words;
  if (!/[\p{L}%°]/u.test(words)) return undefined;
  return beginsAsNumber(words) || isNotANumber(words) ? undefined : words;
}

/**
 * A value that stands with its unit in one word of JSON or behind a name: `21.5 °C`, `unavailable kWh`. The unit is one that
 * is surely meant; a word that is none, alone or before another, is not taken apart. `undefined` for all else.
 */
export function readMeasure(raw: unknown): { readonly value: string; readonly unit: string } | undefined {
  if (typeof raw !== "string" || raw.length > LONGEST_GIVEN_VALUE) return undefined;
  const words = raw.trim();
  const end = words.search(/\s/);
  const [value, unit] = [words.slice(0, Math.max(0, end)), words.slice(end + 1).trimStart()];
  if (value === "" || /\s/.test(unit) || unitMeant(unit) === undefined || beginsAsNumber(unit)) return undefined;
  return typeof readValue(value) !== "string" || unit.length > 1 || unit === "W" || unit === "%"
    ? { value, unit }
    : undefined;
}
