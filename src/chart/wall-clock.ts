import { DAY, MINUTE, zoneOffset } from "../model/time.ts";

/** Civil time in the site's zone, for axes and their labels. */

export { DAY, HOUR, MINUTE } from "../model/time.ts";

/** A time in which the wall clock is equally far ahead of UTC: from ≤ t < to, UTC ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset_ms: number;
}

/** Zones change their offset weeks apart: so far from one look to the next. */
const LOOK_MS = 7 * DAY;
/** They change it on quarter hours only. */
const QUARTER_MS = 15 * MINUTE;
/** What lies further from all that is known is looked at by itself. */
const FAR_MS = 1_100 * DAY;
/** No zone is further from UTC. */
const FURTHEST_MS = 15 * 60 * MINUTE;

/** The first quarter of an hour from which another offset holds. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = zoneOffset(from, zone);
  let [low, high] = [Math.floor(from / QUARTER_MS), Math.ceil(to / QUARTER_MS)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (zoneOffset(middle * QUARTER_MS, zone) === before) low = middle;
    else high = middle;
  }
  return high * QUARTER_MS;
}

/** The stretches of one look. */
function looked(from: number, zone: string): Stretch[] {
  const to = from + LOOK_MS;
  const [before, after] = [zoneOffset(from, zone), zoneOffset(to, zone)];
  if (before === after) return [{ from, to, offset_ms: before }];
  const change = changeBetween(from, to, zone);
  return [
    { from, to: change, offset_ms: before },
    { from: change, to, offset_ms: after },
  ];
}

/** Neighbours of the same offset as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (last?.offset_ms === stretch.offset_ms) all[all.length - 1] = { ...last, to: stretch.to };
    else if (stretch.to > stretch.from) all.push(stretch);
  }
  return all;
}

export type CivilUnit = "day" | "month" | "year";

/** The wall clock of a zone. What it once looked up of the zone's changes it remembers: two stretches a year. */
export class WallClock {
  readonly #zone: string;
  /** One after the other without a hole. */
  #known: Stretch[] = [];

  /** @throws RangeError when the zone is unknown */
  constructor(zone: string) {
    this.#zone = zone;
    zoneOffset(0, zone);
  }

  /** The stretches from before `at` to behind it, by more than any zone is from UTC. */
  #around(at: number): readonly Stretch[] {
    const [from, to] = [at - FURTHEST_MS, at + FURTHEST_MS];
    let [first, last] = [this.#known[0]?.from, this.#known.at(-1)?.to];
    if (first !== undefined && last !== undefined && first <= from && to < last) return this.#known;
    if (first === undefined || last === undefined || from < first - FAR_MS || to > last + FAR_MS) {
      first = last = Math.floor(from / LOOK_MS) * LOOK_MS;
      this.#known = [];
    }
    const [before, after]: [Stretch[][], Stretch[][]] = [[], []];
    for (; first > from; first -= LOOK_MS) before.push(looked(first - LOOK_MS, this.#zone));
    for (; last <= to; last += LOOK_MS) after.push(looked(last, this.#zone));
    this.#known = joined([...before.reverse().flat(), ...this.#known, ...after.flat()]);
    return this.#known;
  }

  /** How far the wall clock is ahead of UTC, ms. */
  offset(at: number): number {
    return this.#around(at).find(({ to }) => at < to)?.offset_ms ?? 0;
  }

  /** The wall clock's time as if it were UTC, ms: for `getUTC…` and for counting days. */
  local(at: number): number {
    return at + this.offset(at);
  }

  /** The first instant at which the wall clock shows that time, or the end of the leap where it skips it. */
  instant(local: number): number {
    for (const { from, to, offset_ms } of this.#around(local)) {
      if (local - offset_ms < to) return Math.max(local - offset_ms, from);
    }
    return local;
  }

  /** Where the civil unit begins that holds the instant; `ahead`: so many units later, or earlier where negative. */
  startOf(unit: CivilUnit, at: number, ahead = 0): number {
    const local = this.local(at);
    if (unit === "day") return this.instant((Math.floor(local / DAY) + ahead) * DAY);
    const date = new Date(local);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return this.instant(unit === "month" ? Date.UTC(year, month + ahead) : Date.UTC(year + ahead, 0));
  }
}

const clocks = new Map<string, WallClock>();

function isKnown(zone: string): boolean {
  try {
    zoneOffset(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone, made once; UTC's for a zone that this machine does not know. */
export function wallClock(zone: string): WallClock {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new WallClock(isKnown(zone) ? zone : "UTC");
    clocks.set(zone, clock);
  }
  return clock;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `2026-11-20T14:05:00+01:00`: the instant as the clock says it, to the second. */
export function isoLocal(at: number, clock: WallClock): string {
  const offset = clock.offset(at);
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const local = new Date(at + offset).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
