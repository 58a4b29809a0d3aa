import { type Language, stateWord, words } from "./words/index.ts";

/** A value ready to be shown; number and unit apart, so that the unit can be set smaller. */
export interface Shown {
  readonly number: string;
  readonly unit: string;
}

export const NO_VALUE = "–";
const NARROW = "\u202f";

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

function say(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  const said = numberFormat(locale, options).format(Object.is(value, -0) ? 0 : value);
  return said.replace("-", "−");
}

const THREE: Intl.NumberFormatOptions = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
const UP_TO_THREE: Intl.NumberFormatOptions = { maximumSignificantDigits: 3 };

/** Decimals at most, for units that are not scaled. */
const DECIMALS: Readonly<Record<string, number>> = { V: 2, A: 2, Ah: 1, "%": 1, "°C": 1, Hz: 2 };
const SCALED: readonly string[] = ["W", "Wh", "VA", "var"];
const STEPS: readonly (readonly [string, number])[] = [
  ["M", 1e6],
  ["k", 1e3],
];

/** W, Wh and VA: three significant digits, kW from 1000 W on, MW from 1000 kW on. */
function scaled(value: number, unit: string, locale: string): Shown {
  // Rounded first, so that 999.7 W becomes 1.00 kW and not 1000 W.
  const rounded = Number(value.toPrecision(3));
  for (const [prefix, factor] of STEPS) {
    if (Math.abs(rounded) >= factor) return { number: say(rounded / factor, locale, THREE), unit: prefix + unit };
  }
  return { number: say(rounded, locale, UP_TO_THREE), unit };
}

/** A channel's value for the reader. Unknown (`null`) is a dash, a state is its word, seconds become a duration. */
export function showValue(
  value: number | string | null,
  unit: string | null,
  language: Language,
  locale: string = language,
): Shown {
  if (value === null) return { number: NO_VALUE, unit: "" };
  if (typeof value === "string") return { number: stateWord(value, language), unit: "" };
  if (!Number.isFinite(value)) return { number: NO_VALUE, unit: "" };
  if (unit === "s") return { number: showDuration(value * 1000, language), unit: "" };
  if (unit !== null && SCALED.includes(unit)) return scaled(value, unit, locale);
  const decimals = unit === null ? undefined : DECIMALS[unit];
  if (decimals !== undefined)
    return { number: say(value, locale, { maximumFractionDigits: decimals }), unit: unit ?? "" };
  return { number: say(value, locale, { maximumSignificantDigits: 5 }), unit: unit ?? "" };
}

/** A plain number: `2,000`; with so many decimals if told. */
export function showNumber(value: number, locale: string, decimals?: number): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return say(value, locale, decimals === undefined ? {} : digits);
}

const BYTES: readonly (readonly [string, number])[] = [
  ["TB", 1e12],
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];

/** A size on the disk: `340 MB`, `1.2 GB`; in French `340 Mo`. */
export function showBytes(bytes: number, locale: string): string {
  const [unit, factor] = BYTES.find(([, size]) => bytes >= size * 0.9995) ?? ["B", 1];
  const value = bytes / factor;
  return `${showNumber(value, locale, factor > 1 && value < 9.95 ? 1 : 0)}${NARROW}${locale.startsWith("fr") ? unit.replace("B", "o") : unit}`;
}

/** The same in one piece: `1.84 kW`, with a space that does not break. */
export function showText(
  value: number | string | null,
  unit: string | null,
  language: Language,
  locale?: string,
): string {
  const shown = showValue(value, unit, language, locale);
  return shown.unit === "" ? shown.number : `${shown.number}${NARROW}${shown.unit}`;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** How long ago, in one unit: `12 s`, `3 min`, `5 h`, `4 d`. */
export function showAge(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}${NARROW}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${NARROW}min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}${NARROW}h`;
  return `${Math.floor(seconds / 86400)}${NARROW}${words(language).day}`;
}

/** What is left of a time, rounded up to the second: `0:09`, `6:12`, `2 h 05`, `3 d 4 h`. */
export function showCountdown(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return long(Math.floor(seconds / 60), language);
}

/** A span that has passed or is planned: `0 min`, `42 min`, `1 h 07`, `3 d 4 h`. */
export function showDuration(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return minutes < 60 ? `${minutes}${NARROW}min` : long(minutes, language);
}

function long(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${NARROW}h${NARROW}${two(minutes % 60)}`;
  return `${Math.floor(hours / 24)}${NARROW}${words(language).day}${NARROW}${hours % 24}${NARROW}h`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Says dates in the site's zone; made once for each kind. */
export function dateFormat(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = clocks.get(key);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    } catch {
      // A zone that this browser does not know: UTC, and the label says so.
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", timeZoneName: "short" });
    }
    clocks.set(key, format);
  }
  return format;
}

const HOUR_MINUTE: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** `14:05` in the site's zone. */
export function showTime(at: number, zone: string, locale: string): string {
  return dateFormat(locale, zone, HOUR_MINUTE).format(at);
}

/** `14:05:09` in the site's zone. */
export function showSeconds(at: number, zone: string, locale: string): string {
  return dateFormat(locale, zone, { ...HOUR_MINUTE, second: "2-digit" }).format(at);
}

/** `Friday 20 November` in the site's zone. */
export function showDate(at: number, zone: string, locale: string): string {
  return dateFormat(locale, zone, { weekday: "long", day: "numeric", month: "long" }).format(at);
}

/** The civil date in the site's zone as `2026-11-20`: the same day gives the same text. */
export function dayKey(at: number, zone: string): string {
  return dateFormat("sv-SE", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(at).slice(0, 10);
}

/** The time alone when it was today, else with its date. */
export function showSince(at: number, now: number, zone: string, locale: string): string {
  const time = showTime(at, zone, locale);
  if (dayKey(at, zone) === dayKey(now, zone)) return time;
  return `${dateFormat(locale, zone, { day: "numeric", month: "short" }).format(at)} ${time}`;
}

/** The reader's own variant of the language (`de-CH`), for numbers and dates; English means the European order of a date. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return own ?? (language === "en" ? "en-GB" : language);
}
