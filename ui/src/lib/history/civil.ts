/** Civil time in the site's zone: the browser's own zone is the reader's, who may be elsewhere. */

export type CivilUnit = "hour" | "day" | "month" | "year";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Zones change their offset on quarter hours only. */
const QUARTER = 15 * MINUTE;
const REMEMBERED = 4_096;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const two = "2-digit";
    const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
    try {
      format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...parts });
    } catch {
      // A zone that this browser does not know.
      format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hourCycle: "h23", ...parts });
    }
    formats.set(zone, format);
  }
  return format;
}

/** How far the zone's wall clock is ahead of UTC at this instant, ms; 0 for a zone that the browser does not know. */
export function zoneOffset(at: number, zone: string): number {
  const quarter = Math.floor(at / QUARTER);
  let known = offsets.get(zone);
  const found = known?.get(quarter);
  if (found !== undefined) return found;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(quarter * QUARTER)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter * QUARTER;
  if (!known || known.size >= REMEMBERED) {
    known = new Map();
    offsets.set(zone, known);
  }
  known.set(quarter, offset);
  return offset;
}

/** The wall clock's reading as if it were UTC. */
export function toLocal(at: number, zone: string): number {
  return at + zoneOffset(at, zone);
}

/** The instant of a wall clock's reading: the first where there are two, the end of the leap where there is none. */
export function fromLocal(local: number, zone: string): number {
  const before = zoneOffset(local - DAY, zone);
  const after = zoneOffset(local + DAY, zone);
  if (before === after) return local - before;
  const first = local - Math.max(before, after);
  const second = local - Math.min(before, after);
  if (toLocal(first, zone) === local) return first;
  return toLocal(second, zone) === local ? second : local - before;
}

function localStart(unit: CivilUnit, at: number, zone: string, ahead: number): number {
  const local = new Date(toLocal(at, zone));
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth();
  if (unit === "year") return Date.UTC(year + ahead, 0);
  if (unit === "month") return Date.UTC(year, month + ahead);
  if (unit === "day") return Date.UTC(year, month, local.getUTCDate() + ahead);
  return Date.UTC(year, month, local.getUTCDate(), local.getUTCHours() + ahead);
}

/** Where the civil unit that holds the instant begins; `ahead`: so many units later, or earlier where negative. */
export function startOf(unit: CivilUnit, at: number, zone: string, ahead = 0): number {
  // The hour that the clock says twice is two hours.
  if (unit === "hour") return at - ((((toLocal(at, zone) % HOUR) + HOUR) % HOUR) - ahead * HOUR);
  return fromLocal(localStart(unit, at, zone, ahead), zone);
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `2026-11-20T14:05:00+01:00`: the instant as the site's clock says it, to the second. */
export function isoLocal(at: number, zone: string): string {
  const offset = zoneOffset(at, zone);
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const sign = offset < 0 ? "-" : "+";
  const local = new Date(at + offset).toISOString().slice(0, 19);
  return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
