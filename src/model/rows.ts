import { isNotANumber, saysUnknown } from "./numbers.ts";
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

/** The name that a field of `csvRow` stands for. */
export function unguarded(field: string): string {
  return field.replace(GUARDED, "");
}

/** Whether a state would not be taken for itself where it stands as a value: what seems to be a number, or nothing. */
function seemsOther(words: string): boolean {
  return RUN.test(words) || !/^\p{L}/u.test(words) || saysUnknown(words.trim()) || isNotANumber(words);
}

/** The state that an apostrophe before it marks as one, whatever it seems to be; `undefined` when there is none. */
export function markedState(field: string): string | undefined {
  const words = field.slice(1);
  return field.startsWith("'") && seemsOther(words) ? words : undefined;
}

function markedWhereNeeded(state: string): string {
  const line = state.replaceAll(/[\r\n]+/g, " ");
  return seemsOther(line) ? `'${line}` : line;
}

function quoted(words: string): string {
  return `"${words.replaceAll('"', '""')}"`;
}

/**
 * A line of CSV (RFC 4180), the time in ISO 8601. A state is quoted always. Line breaks become spaces, and what a
 * spreadsheet would run, or a reader might take for a number, has an apostrophe before it: `"'12"` is a state, `12` a
 * number. `unguarded` and `markedState` take it away.
 */
export function csvRow({ channel, at, value }: Reading): string {
  const name = guarded(channel);
  const shown = /[",]/.test(name) ? quoted(name) : name;
  return `${isoTime(at)},${shown},${typeof value === "number" ? value : quoted(markedWhereNeeded(value))}`;
}

/** A line of JSON: `{"channel":"pv","at":1795168800000,"value":1500,"unit":"W"}`. */
export function jsonRow({ channel, at, value }: Reading, unit: Unit | undefined): string {
  return JSON.stringify({ channel, at, value, ...(unit !== undefined && { unit }) });
}
