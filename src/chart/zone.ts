import { DAY, HOUR, MINUTE, zoneOffset } from "../model/index.ts";

interface Stretch {
  /** UTC ms */
  readonly from: number;
  readonly to: number;
  readonly offset_ms: number;
}

/** Zones change their offset weeks apart: so far from one look to the next. */
const LOOK_MS = 7 * DAY;
const QUARTER_MS = 15 * MINUTE;
/** No zone is further from UTC. */
const FURTHEST_MS = 15 * HOUR;

/** The first quarter of an hour from which another offset holds. */
function change(from: number, to: number, zone: string): number {
  const before = zoneOffset(from, zone);
  let [low, high] = [Math.floor(from / QUARTER_MS), Math.ceil(to / QUARTER_MS)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (zoneOffset(middle * QUARTER_MS, zone) === before) low = middle;
    else high = middle;
  }
  return high * QUARTER_MS;
}

/** The wall clock of a zone over a span: the few stretches of equal offset in it, found once. */
export class WallClock {
  readonly #stretches: Stretch[] = [];

  /** @throws RangeError when the zone is unknown */
  constructor(from: number, to: number, zone: string) {
    const [first, last] = [from - FURTHEST_MS - DAY, to + FURTHEST_MS + DAY];
    let start = first;
    for (let at = first; at < last; ) {
      const next = Math.min(at + LOOK_MS, last);
      if (zoneOffset(at, zone) === zoneOffset(next, zone)) {
        at = next;
        continue;
      }
      const changed = change(at, next, zone);
      this.#stretches.push({ from: start, to: changed, offset_ms: zoneOffset(changed - 1, zone) });
      start = changed;
      at = changed;
    }
    this.#stretches.push({ from: start, to: Number.POSITIVE_INFINITY, offset_ms: zoneOffset(last, zone) });
  }

  /** The wall clock's time as if it were UTC, ms: for `getUTC…` and for counting days. */
  local(at: number): number {
    const stretch = this.#stretches.find(({ to }) => at < to);
    return at + (stretch?.offset_ms ?? 0);
  }

  /** The first instant at which the wall clock shows that time, or a later one where it skips it. */
  instant(local: number): number {
    for (const { from, to, offset_ms } of this.#stretches) {
      if (local - offset_ms < to) return Math.max(local - offset_ms, from);
    }
    return local;
  }

  /** Where the civil day begins that is `days` after that of `at`. */
  startOfDay(at: number, days = 0): number {
    return this.instant((Math.floor(this.local(at) / DAY) + days) * DAY);
  }
}
