import { DAY, zoneOffset } from "./time.ts";

/** The furthest instant that a Date can name, ms. */
export const FURTHEST_INSTANT = 8.64e15;

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

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

/** A date and time as words name it. */
export interface Written {
  /** As if it were UTC, ms. */
  readonly local: number;
  /** By how much its own zone is ahead of UTC, ms; `undefined`: it names none. */
  readonly ahead_ms: number | undefined;
}

/** No zone was ever further from UTC, hours. */
const FURTHEST_ZONE = 18;

/** How far `Z`, `+01:00`, `+0100` or `+01` is ahead of UTC, ms; `undefined` for nothing, NaN for what is no zone's. */
export function aheadOf(offset: string | undefined): number | undefined {
  if (offset === undefined) return undefined;
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  if (Number(hours) > FURTHEST_ZONE || Number(minutes) > 59) return Number.NaN;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** A date and time with its zone, where it names one; `undefined` when either is none. */
export function writtenIn(local: number | undefined, offset: string | undefined): Written | undefined {
  const ahead_ms = aheadOf(offset);
  return local === undefined || Number.isNaN(ahead_ms) ? undefined : { local, ahead_ms };
}

/** The date and time that words name; `undefined` when they name none, or 31 February. */
export function readWritten(words: string): Written | undefined {
  const [, date, hour, minute, second, fraction, offset] = WRITTEN.exec(words) ?? [];
  if (date === undefined) return undefined;
  const parts = [hour, minute, second, fraction].map((part) => part ?? "");
  return writtenIn(plainInstant(date, parts), offset);
}

/** The instants of a civil time: two where the clock shows it twice, and where it is skipped the one of an hour later. */
export function instantsOfCivil(local: number, zone: string): readonly number[] {
  const before = local - zoneOffset(local - DAY, zone);
  const after = local - zoneOffset(local + DAY, zone);
  const shown = [before, after].filter((at) => at + zoneOffset(at, zone) === local);
  if (shown.length === 0) return [before];
  return before === after ? [before] : shown.sort((a, b) => a - b);
}

/** A date's instant as if it were UTC, ms, from its numbers; `undefined` for 31 February and 25 o'clock. */
export function localOf(year: number, month: number, day: number, clock: readonly string[] = []): number | undefined {
  const two = (number: number): string => String(number).padStart(2, "0");
  return plainInstant(`${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`, clock);
}

/**
 * The instant (UTC ms) that words name: `2026-11-20`, `2026-11-20 08:00` and `2026-11-20T08:00:00.250` in the zone,
 * the same with their own zone (`Z`, `+01:00`, `+01`), or UTC milliseconds; `undefined` when they name none.
 * @throws RangeError when the zone is unknown
 */
export function instantOfWords(words: string, zone: string): number | undefined {
  if (/^-?\d{1,16}$/.test(words)) {
    const at = Number(words);
    return Math.abs(at) <= FURTHEST_INSTANT ? at : undefined;
  }
  const written = readWritten(words);
  if (written === undefined) return undefined;
  const { local, ahead_ms } = written;
  return ahead_ms === undefined ? instantsOfCivil(local, zone)[0] : local - ahead_ms;
}
