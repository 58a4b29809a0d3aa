import { dateFormat } from "../format.ts";
import { type CivilUnit, DAY, fromLocal, HOUR, MINUTE, startOf, toLocal } from "./civil.ts";

/** Where the time axis is labelled, and with what. */

export type TickKind = "second" | "minute" | "day" | "days" | "month" | "year";

/** So wide is a label, with the air beside it, CSS pixels. */
const LABEL_PX = 60;
/** The same of a second line: a date, a month, a year. */
const SUB_PX: Readonly<Record<TickKind, number>> = { second: 90, minute: 90, day: 84, days: 44, month: 44, year: 0 };

/** How many labels find room on so many pixels. */
export function roomFor(width: number): number {
  return Math.max(2, Math.floor(width / LABEL_PX));
}

export interface Tick {
  /** UTC ms */
  readonly at: number;
  /** `14:00`, `Fri 20`, `Nov` */
  readonly main: string;
  /** What the first line leaves open: the date, the month, the year. Only where it changes. */
  readonly sub: string;
}

const SECOND = 1_000;
/** Even parts of a day. */
const PARTS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];
/** Whole days and longer: how many of which unit. */
const UNITS: readonly (readonly [unit: CivilUnit, count: number, about_ms: number])[] = [
  ["day", 1, DAY],
  ["day", 2, 2 * DAY],
  ["day", 7, 7 * DAY],
  ["month", 1, 30 * DAY],
  ["month", 3, 91 * DAY],
  ["month", 6, 182 * DAY],
  ["year", 1, 365 * DAY],
  ["year", 2, 730 * DAY],
  ["year", 5, 1_826 * DAY],
  ["year", 10, 3_652 * DAY],
];

function partsOfDays(from: number, to: number, step: number, zone: string): number[] {
  const found: number[] = [];
  let local = Math.ceil(toLocal(from, zone) / step) * step;
  for (let at = fromLocal(local, zone); at <= to; at = fromLocal(local, zone)) {
    if (at >= from && at > (found.at(-1) ?? Number.NEGATIVE_INFINITY)) found.push(at);
    local += step;
  }
  return found;
}

/** Whether the unit that begins here carries a label: every second day by its date, weeks by their Monday. */
function carries(unit: CivilUnit, count: number, at: number, zone: string): boolean {
  const local = new Date(toLocal(at, zone));
  if (unit === "year") return local.getUTCFullYear() % count === 0;
  if (unit === "month") return local.getUTCMonth() % count === 0;
  if (count === 7) return local.getUTCDay() === 1;
  return count === 1 || (local.getUTCDate() % 2 === 1 && local.getUTCDate() < 31);
}

function wholeUnits(from: number, to: number, unit: CivilUnit, count: number, zone: string): number[] {
  const found: number[] = [];
  for (let at = startOf(unit, from, zone); at <= to; at = startOf(unit, at, zone, 1)) {
    if (at >= from && carries(unit, count, at, zone)) found.push(at);
  }
  return found;
}

function kindOf(step: number, count: number, unit: CivilUnit): TickKind {
  if (step < MINUTE) return "second";
  if (step < DAY) return "minute";
  if (unit === "day") return count === 1 ? "day" : "days";
  return unit === "month" ? "month" : "year";
}

/** Instants for labels, at most about `most`, at round times of the zone's clock. */
export function tickTimes(
  from: number,
  to: number,
  most: number,
  zone: string,
): { readonly at: number[]; readonly kind: TickKind } {
  const least = (to - from) / Math.max(1, most);
  const part = PARTS.find((step) => step >= least);
  if (part !== undefined) return { at: partsOfDays(from, to, part, zone), kind: kindOf(part, 1, "hour") };
  const [unit, count, about] = UNITS.find(([, , ms]) => ms >= least * 0.9) ?? (["year", 20, 20 * 365 * DAY] as const);
  return { at: wholeUnits(from, to, unit, count, zone), kind: kindOf(about, count, unit) };
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const MAIN: Readonly<Record<TickKind, Intl.DateTimeFormatOptions>> = {
  second: { ...CLOCK, second: "2-digit" },
  minute: CLOCK,
  day: { weekday: "short", day: "numeric" },
  days: { day: "numeric", month: "short" },
  month: { month: "short" },
  year: { year: "numeric" },
};
const SUB: Readonly<Record<TickKind, Intl.DateTimeFormatOptions | undefined>> = {
  second: { weekday: "short", day: "numeric", month: "short" },
  minute: { weekday: "short", day: "numeric", month: "short" },
  day: { month: "long" },
  days: { year: "numeric" },
  month: { year: "numeric" },
  year: undefined,
};

/** The labels of an axis from `from` to `to` with room for about `most`. */
export function ticks(from: number, to: number, most: number, zone: string, locale: string): Tick[] {
  const { at: times, kind } = tickTimes(from, to, most, zone);
  const context = SUB[kind];
  let last = "";
  const labels = times.map((at) => {
    const sub = context ? dateFormat(locale, zone, context).format(at) : "";
    const shown = sub === last ? "" : sub;
    last = sub;
    return { at, main: dateFormat(locale, zone, MAIN[kind]).format(at), sub: shown };
  });
  return withRoom(labels, ((to - from) / Math.max(1, most)) * (SUB_PX[kind] / LABEL_PX));
}

/** Of two second lines that would touch, the later one stays: it stands where the day or the year begins. */
function withRoom(labels: readonly Tick[], least_ms: number): Tick[] {
  let next = Number.POSITIVE_INFINITY;
  return labels
    .toReversed()
    .map((label) => {
      if (label.sub === "") return label;
      if (next - label.at < least_ms) return { ...label, sub: "" };
      next = label.at;
      return label;
    })
    .toReversed();
}
