import { type Language, MINUTE, type Unit } from "../model/index.ts";
import { pictureWords } from "./words.ts";

/** Numbers as the reader writes them. */

/** English means the European order of a date. */
const LOCALES: Readonly<Record<Language, string>> = { fr: "fr-FR", de: "de-DE", en: "en-GB" };
/** Stands between a number and its unit: narrow, and no line breaks there. */
export const NARROW = "\u202f";

export function localeOf(language: Language): string {
  return LOCALES[language];
}

const formats = new Map<string, Intl.NumberFormat>();

function format(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(LOCALES[language], options);
    formats.set(key, known);
  }
  return known;
}

function written(value: number, language: Language, options: Intl.NumberFormatOptions): string {
  // −0 is 0, and the minus sign is the real one
  return format(language, options)
    .format(value === 0 ? 0 : value)
    .replace("-", "−");
}

/** Beyond these a number is written with a power of ten. */
const LARGE = 1e7;
const SMALL = 1e-4;

/** With so many decimals, whatever its size. */
export function sayFixed(value: number, decimals: number, language: Language): string {
  return written(value, language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** `1.5E9` for what is too large or too small to be written out. */
export function sayPower(value: number, language: Language, digits = 3): string {
  return written(value, language, { notation: "scientific", maximumSignificantDigits: digits });
}

function isExtreme(value: number): boolean {
  const size = Math.abs(value);
  return size >= LARGE || (size > 0 && size < SMALL);
}

/** Units that take prefixes. */
const PREFIXED: readonly string[] = ["W", "Wh", "VA", "var"];
const PREFIXES: readonly (readonly [prefix: string, factor: number])[] = [
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
];

/** A unit as it is shown, and by what values are divided for it. */
export interface ShownUnit {
  readonly unit: string;
  readonly factor: number;
}

/** The unit in which a value of that size is readable: W and kW, seconds and hours. */
export function unitFor(size: number, unit: Unit): ShownUnit {
  if (unit === "s")
    return size >= 3 * 3_600
      ? { unit: "h", factor: 3_600 }
      : size >= 180
        ? { unit: "min", factor: 60 }
        : { unit, factor: 1 };
  if (unit !== null && PREFIXED.includes(unit)) {
    for (const [prefix, factor] of PREFIXES) if (size >= factor) return { unit: prefix + unit, factor };
  }
  return { unit: unit ?? "", factor: 1 };
}

/** As many digits as a value of no known unit deserves. */
function plainDigits(size: number): Intl.NumberFormatOptions {
  if (size < 1) return { maximumSignificantDigits: 3 };
  return { maximumFractionDigits: size < 100 ? 2 : size < 10_000 ? 1 : 0 };
}

const DECIMALS: Readonly<Record<string, number>> = { V: 2, A: 2, Ah: 1, "%": 1, "°C": 1, Hz: 2 };

/** A thousand times as much is still a number. */
const LONGEST_S = 1e300;

/** A value with its unit: `1.84 kW`, `52.1 V`. */
export function sayValue(value: number, unit: Unit, language: Language): string {
  if (unit === "s") return sayLasting(Math.min(Math.max(value, -LONGEST_S), LONGEST_S) * 1_000, language);
  const prefixed = unit !== null && PREFIXED.includes(unit);
  // rounded first, so that 999.7 W becomes 1.00 kW and not 1000 W
  const rounded = prefixed ? Number(value.toPrecision(3)) : value;
  const { unit: shown, factor } = unitFor(Math.abs(rounded), unit);
  const decimals = unit === null ? undefined : DECIMALS[unit];
  const scaled = rounded / factor;
  let number: string;
  if (isExtreme(scaled)) number = sayPower(scaled, language);
  else if (prefixed && factor > 1)
    number = written(scaled, language, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  else if (decimals !== undefined) number = written(scaled, language, { maximumFractionDigits: decimals });
  else if (prefixed) number = written(scaled, language, { maximumSignificantDigits: 3 });
  else number = written(scaled, language, plainDigits(Math.abs(scaled)));
  return shown === "" ? number : number + NARROW + shown;
}

/** Beyond so many days, hours do not matter. */
const MANY_DAYS = 1_000;

/** How long something lasts: `42 s`, `12 min`, `1 h 07`, `3 d 4 h`. */
export function sayLasting(ms: number, language: Language): string {
  if (ms < 0) return `−${sayLasting(-ms, language)}`;
  if (ms < MINUTE) return `${Math.round(ms / 1_000)}${NARROW}s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes}${NARROW}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${NARROW}h${NARROW}${String(minutes % 60).padStart(2, "0")}`;
  const days = Math.floor(hours / 24);
  const shown = `${sayCount(days, language)}${NARROW}${pictureWords(language).day}`;
  return days >= MANY_DAYS ? shown : `${shown}${NARROW}${hours % 24}${NARROW}h`;
}

export function sayCount(count: number, language: Language): string {
  return isExtreme(count) ? sayPower(count, language) : sayFixed(count, 0, language);
}

/** A part of the whole: `13 %`. */
export function sayShare(share: number, language: Language): string {
  return written(share, language, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
}
