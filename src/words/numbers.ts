import type { Reader } from "./languages.ts";

/** Numbers as the reader writes them. */

/** Stands between a number and its unit: narrow, and no line breaks there. */
export const NARROW = "\u202f";

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, options);
    formats.set(key, known);
  }
  return known;
}

/** The number in the reader's way, with the real minus sign. */
export function written(value: number, { locale }: Reader, options: Intl.NumberFormatOptions): string {
  // −0 is 0
  return format(locale, options)
    .format(value === 0 ? 0 : value)
    .replace("-", "−");
}

const LARGE = 1e7;
const SMALL = 1e-4;

/** Whether a number is better written with a power of ten. */
export function isExtreme(value: number): boolean {
  const size = Math.abs(value);
  return size >= LARGE || (size > 0 && size < SMALL);
}

/** With so many decimals, whatever its size. */
export function sayFixed(value: number, decimals: number, reader: Reader): string {
  return written(value, reader, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** `1.5E9` for what is too large or too small to be written out. */
export function sayPower(value: number, reader: Reader, digits = 3): string {
  return written(value, reader, { notation: "scientific", maximumSignificantDigits: digits });
}

/** A whole number: `2,000`. */
export function sayCount(count: number, reader: Reader): string {
  return isExtreme(count) ? sayPower(count, reader) : sayFixed(count, 0, reader);
}

/** A part of the whole: `13 %`. */
export function sayShare(share: number, reader: Reader): string {
  return written(share, reader, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
}
