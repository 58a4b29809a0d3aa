import { DAY, zoneOffset } from "./time.ts";

/** The furthest instant that a Date can name, ms. */
export const FURTHEST_INSTANT = 8.64e15;

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d\d:?\d\d)?$/i;

/** What `instantOfWords` reads, for an error's hint. */
export const INSTANT_FORMS =
  "2026-11-20, 2026-11-20 08:00 (the site's time), 2026-11-20T08:00:00+01:00, or UTC milliseconds";

/** UTC ms of a date and time as if they were UTC; `undefined` for 31 February and 25 o'clock. */
function plainInstant(date: string, [hour = "0", minute = "0", second = "0", fraction = ""]: readonly string[]) {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (!Number.isFinite(midnight) || !new Date(midnight).toISOString().startsWith(date)) return undefined;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return midnight + ((h * 60 + m) * 60 + s) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

/** The instant of a civil time: the first one where the clock shows it twice, an hour later where it is skipped. */
function instantOfCivil(local: number, zone: string): number {
  const before = local - zoneOffset(local - DAY, zone);
  const after = local - zoneOffset(local + DAY, zone);
  const shown = [before, after].filter((at) => at + zoneOffset(at, zone) === local);
  return shown.length > 0 ? Math.min(...shown) : before;
}

/**
 * The instant (UTC ms) that words name: `2026-11-20`, `2026-11-20 08:00` and `2026-11-20T08:00:00.250` in the zone,
 * the same with their own zone (`Z`, `+01:00`), or UTC milliseconds; `undefined` when they name none.
 * @throws RangeError when the zone is unknown
 */
export function instantOfWords(words: string, zone: string): number | undefined {
  if (/^-?\d{1,16}$/.test(words)) {
    const at = Number(words);
    return Math.abs(at) <= FURTHEST_INSTANT ? at : undefined;
  }
  const [, date, hour, minute, second, fraction, offset] = WRITTEN.exec(words) ?? [];
  if (date === undefined) return undefined;
  const parts = [hour, minute, second, fraction].map((part) => part ?? "");
  const local = plainInstant(date, parts);
  if (local === undefined || offset === undefined) return local === undefined ? local : instantOfCivil(local, zone);
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  const ahead = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return local - (sign === "-" ? -ahead : ahead) * 60_000;
}
