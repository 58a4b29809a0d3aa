import { dateFormat, TIME_OF_DAY } from "../../../src/words/dates.ts";

/** Times and dates in the site's zone. */

/** `14:05` in the site's zone. */
export function showTime(at: number, zone: string, locale: string): string {
  return dateFormat(locale, zone, TIME_OF_DAY).format(at);
}

/** `14:05:09` in the site's zone. */
export function showSeconds(at: number, zone: string, locale: string): string {
  return dateFormat(locale, zone, { ...TIME_OF_DAY, second: "2-digit" }).format(at);
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
