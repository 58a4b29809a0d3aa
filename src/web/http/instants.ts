import { FURTHEST_INSTANT } from "../../model/index.ts";

const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)$/i;

/** Whether the calendar has this date: JavaScript itself reads 31 February as 3 March. */
function isDate(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(date);
}

/**
 * The instant (UTC ms) of `1789000000000` or of an ISO 8601 time with its zone, `2026-11-20T10:00:00+01:00`;
 * `undefined` when it does not read so. A blank stands for the plus sign that a query string swallowed.
 */
export function parseInstant(words: string): number | undefined {
  if (/^\d{1,16}$/.test(words)) {
    const at = Number(words);
    return at <= FURTHEST_INSTANT ? at : undefined;
  }
  const [, date, time, zone] = ISO.exec(words.replace(/ (?=\d\d:\d\d$)/, "+")) ?? [];
  if (date === undefined || !isDate(date)) return undefined;
  const at = Date.parse(`${date}T${time}${zone?.toUpperCase()}`);
  return Number.isFinite(at) ? at : undefined;
}
