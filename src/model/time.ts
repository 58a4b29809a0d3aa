/**
 * Time as Gleaner sees it. Wall time (UTC milliseconds) labels and schedules;
 * monotonic time (milliseconds since the machine started) measures durations and never jumps.
 */

/** One moment, read once per cycle and passed down as an argument. */
export interface Now {
  /** Wall clock, UTC milliseconds. May jump. */
  readonly at: number;
  /** Monotonic clock, milliseconds. Comparable between processes of the same machine start only. */
  readonly mono: number;
}

/** The live clock, the virtual clock of a simulation or that of a replay. */
export interface Clock {
  now(): Now;
  /** Names the machine start (Linux boot id); monotonic instants of different boots do not compare. */
  readonly bootId: string;
  /** Calls back once, not before `delay_ms` of monotonic time has passed. Returns a function that cancels. */
  after(delay_ms: number, callback: () => void): () => void;
}

/** A wall-clock instant in the site's zone. */
export interface Civil {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
  /** 0 to 23 */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** ISO: 1 Monday to 7 Sunday */
  readonly weekday: number;
  /** `2026-11-20`: sorts as text */
  readonly date: string;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const offsets = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let format = offsets.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    offsets.set(zone, format);
  }
  return format;
}

const quarterOffsets = new Map<string, Map<number, number>>();
const QUARTERS_REMEMBERED = 256;
/** 2 January of the year 1, UTC ms: before it years are counted backwards, and what zones showed then nobody asks. */
const FIRST_DATED = -62_135_510_400_000;

/**
 * How far the zone's wall clock is ahead of UTC at this instant, in milliseconds.
 * Zones change their offset on quarter hours only, so one look-up serves a quarter of an hour.
 * @throws RangeError when the zone is unknown
 */
export function zoneOffset(at: number, zone: string): number {
  const quarter = Math.floor(at / (15 * MINUTE));
  let known = quarterOffsets.get(zone);
  const found = known?.get(quarter);
  if (found !== undefined) return found;
  const parts: Record<string, number> = {};
  const dated = Math.max(at, FIRST_DATED);
  for (const { type, value } of formatter(zone).formatToParts(dated)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  // Date.UTC takes the years 0 to 99 for those of the 20th century
  const local = new Date(Date.UTC(2000, 0, 1, hour, minute, second)).setUTCFullYear(year, month - 1, day);
  const offset = local - Math.floor(dated / 1000) * 1000;
  if (!known || known.size >= QUARTERS_REMEMBERED) {
    known = new Map();
    quarterOffsets.set(zone, known);
  }
  known.set(quarter, offset);
  return offset;
}

const twoDigits = (part: number): string => (part < 10 ? `0${part}` : `${part}`);

/** As `toISOString` begins, which takes several times as long. */
function dateOf(local: Date, year: number, month: number, day: number): string {
  if (year < 1_000 || year > 9_999) return local.toISOString().slice(0, 10);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The civil date and time of an instant. @throws RangeError when the zone is unknown */
export function civil(at: number, zone: string): Civil {
  const local = new Date(at + zoneOffset(at, zone));
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  return {
    year,
    month,
    day,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay() || 7,
    date: dateOf(local, year, month, day),
  };
}

/**
 * The instant at which the civil day of `at` begins: midnight, the first instant after a skipped midnight, or the
 * first midnight where the clock is set back over it and there are two.
 */
export function startOfDay(at: number, zone: string): number {
  const local = at + zoneOffset(at, zone);
  const midnight = Math.floor(local / DAY) * DAY;
  const today = civil(at, zone).date;
  let start = midnight - zoneOffset(at, zone);
  start = midnight - zoneOffset(start, zone);
  while (civil(start - 15 * MINUTE, zone).date === today) start -= 15 * MINUTE;
  return start;
}

/** A civil unit of the site's zone. */
export type CivilUnit = "hour" | "day" | "month" | "year";

const QUARTER = 15 * MINUTE;

/** Where the clock is set forward or back within an hour, a new one begins: no hour is longer than 60 minutes. */
function startOfHour(at: number, zone: string): number {
  const offset = zoneOffset(at, zone);
  const start = Math.floor((at + offset) / HOUR) * HOUR - offset;
  if (zoneOffset(start, zone) === offset) return start;
  let change = Math.floor(at / QUARTER) * QUARTER;
  while (change - QUARTER > start && zoneOffset(change - QUARTER, zone) === offset) change -= QUARTER;
  return change;
}

/** The start of the first day of a month, found by its noon: that is never set forward or back. */
function startOfMonth(year: number, month: number, near: number, zone: string): number {
  const noon = Date.UTC(year, month - 1, 1, 12);
  const guess = noon - zoneOffset(near, zone);
  return startOfDay(noon - zoneOffset(guess, zone), zone);
}

/** The instant at which the civil hour, day, month or year of `at` begins; days as `startOfDay` says. */
export function startOf(unit: CivilUnit, at: number, zone: string): number {
  if (unit === "hour") return startOfHour(at, zone);
  if (unit === "day") return startOfDay(at, zone);
  const { year, month } = civil(at, zone);
  return startOfMonth(year, unit === "year" ? 1 : month, at, zone);
}

/** So far after the start of a unit one is in the next, be it a leap year or a day of 25 hours, and not yet beyond. */
const INTO_NEXT: Readonly<Record<CivilUnit, number>> = { hour: HOUR, day: 36 * HOUR, month: 45 * DAY, year: 380 * DAY };

function nextStart(unit: CivilUnit, start: number, zone: string): number {
  if (unit === "day") {
    // most days: no change of the clock, so that the long way is spared
    const offset = zoneOffset(start, zone);
    const midnight = start + DAY;
    if ((midnight + offset) % DAY === 0 && zoneOffset(midnight, zone) === offset) return midnight;
  }
  return startOf(unit, start + INTO_NEXT[unit], zone);
}

/**
 * The edges of the civil units that hold from ≤ t < to: one more than there are units. The first is the start of the
 * unit that holds `from`; the last is not before `to`.
 * @returns `undefined` when there are more than `most` units
 * @throws RangeError when the zone is unknown
 */
export function civilEdges(
  unit: CivilUnit,
  from: number,
  to: number,
  zone: string,
  most: number,
): number[] | undefined {
  const edges = [startOf(unit, from, zone)];
  for (let edge = edges[0] ?? to; edge < to; ) {
    if (edges.length > most) return undefined;
    edge = nextStart(unit, edge, zone);
    edges.push(edge);
  }
  return edges;
}
