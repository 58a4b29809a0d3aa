import type { Reading, Unit } from "./reading.ts";
import { HOUR, MINUTE, SECOND } from "./time.ts";

/** Readings as lines of text, without their ends: how they leave Gleaner, and how it takes them back. */

export const CSV_HEADER = "time,channel,value";

/** `00`, `01` … */
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, "0"));

let hourShown = Number.NaN;
let hourWords = "";

/** As `toISOString` writes it, several times as fast for instants in a row: they share their hour. */
function isoTime(at: number): string {
  const hour = Math.floor(at / HOUR);
  if (hour !== hourShown) {
    hourWords = new Date(hour * HOUR).toISOString().slice(0, -"00:00.000Z".length);
    hourShown = hour;
  }
  const rest = at - hour * HOUR;
  const second = rest % MINUTE;
  const ms = second % SECOND;
  const fraction = ms === 0 ? "000" : String(ms).padStart(3, "0");
  return `${hourWords}${TWO_DIGITS[Math.floor(rest / MINUTE)]}:${TWO_DIGITS[Math.floor(second / SECOND)]}.${fraction}Z`;
}

/** A spreadsheet takes words that begin so for a formula, and runs them; with an apostrophe before them they are words. */
const RUN = /^['=+\-@\t＝＋－＠]/;
const GUARDED = /^'(?=['=+\-@\t＝＋－＠])/;

/** Words as a field of CSV may hold them: on one line, and nothing that a spreadsheet would run. */
function guarded(words: string): string {
  const line = words.replaceAll(/[\r\n]+/g, " ");
  return RUN.test(line) ? `'${line}` : line;
}

/** The words that a field of `csvRow` stands for. */
export function unguarded(field: string): string {
  return field.replace(GUARDED, "");
}

function quoted(words: string): string {
  return `"${words.replaceAll('"', '""')}"`;
}

/**
 * A line of CSV (RFC 4180), the time in ISO 8601. A state is quoted always: `"12"` is a state, `12` a number. Line
 * breaks become spaces, and words that a spreadsheet would run have an apostrophe before them; `unguarded` takes it away.
 */
export function csvRow({ channel, at, value }: Reading): string {
  const name = guarded(channel);
  const shown = /[",]/.test(name) ? quoted(name) : name;
  return `${isoTime(at)},${shown},${typeof value === "number" ? value : quoted(guarded(value))}`;
}

/** A line of JSON: `{"channel":"pv","at":1795168800000,"value":1500,"unit":"W"}`. */
export function jsonRow({ channel, at, value }: Reading, unit: Unit | undefined): string {
  return JSON.stringify({ channel, at, value, ...(unit !== undefined && { unit }) });
}
