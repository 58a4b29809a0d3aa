import { DAY_SIGN, type Language } from "../model/language.ts";
import type { Reader } from "./languages.ts";
import { NARROW, sayCount } from "./numbers.ts";

/** How long something lasts. Spaces are narrow and do not break. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (n: number): string => String(n).padStart(2, "0");

/** From an hour on: `1 h 07`, `3 d 4 h`. */
function sayMinutes(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${NARROW}h${NARROW}${two(minutes % 60)}`;
  return `${Math.floor(hours / 24)}${NARROW}${DAY_SIGN[language]}${NARROW}${hours % 24}${NARROW}h`;
}

/** Beyond so many days, hours do not matter. */
const MANY_DAYS = 1_000;

/** How long something lasts, rounded: `42 s`, `12 min`, `1 h 07`, `3 d 4 h`. */
export function sayLasting(ms: number, reader: Reader): string {
  if (ms < 0) return `−${sayLasting(-ms, reader)}`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)}${NARROW}s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes}${NARROW}min`;
  if (ms < MANY_DAYS * DAY) return sayMinutes(minutes, reader.language);
  return `${sayCount(Math.floor(ms / DAY), reader)}${NARROW}${DAY_SIGN[reader.language]}`;
}

/** Whole minutes that are over or planned: `0 min`, `< 1 min`, `42 min`, `1 h 07`, `3 d 4 h`. */
export function sayDuration(ms: number, language: Language): string {
  // what ran for some seconds has not run for none
  if (ms > 0 && ms < MINUTE) return `<${NARROW}1${NARROW}min`;
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  return minutes < 60 ? `${minutes}${NARROW}min` : sayMinutes(minutes, language);
}

/** How long ago, in one unit: `12 s`, `3 min`, `5 h`, `4 d`. */
export function sayAge(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  if (seconds < 60) return `${seconds}${NARROW}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}${NARROW}min`;
  if (seconds < 48 * 3_600) return `${Math.floor(seconds / 3_600)}${NARROW}h`;
  return `${Math.floor(seconds / 86_400)}${NARROW}${DAY_SIGN[language]}`;
}

/** What is left of a time, rounded up to the second: `0:09`, `6:12`, `2 h 05`, `3 d 4 h`. */
export function sayCountdown(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return sayMinutes(Math.floor(seconds / 60), language);
}
