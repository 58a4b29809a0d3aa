import type { WallClock } from "../chart/zone.ts";
import { DAY, type Language, MINUTE } from "../model/index.ts";
import { localeOf } from "./numbers.ts";
import { textWidth } from "./text.ts";

/** The time axis: where its ticks stand, in the site's own hours, days and months, and what is written under them. */

export interface TimeLabel {
  /** Its middle, px. */
  readonly x: number;
  readonly text: string;
}

export interface TimeAxis {
  /** Grid lines, px; the heavy ones begin what the second row names. */
  readonly light: readonly number[];
  readonly heavy: readonly number[];
  /** Hours under hours, days under days, months under months. */
  readonly first: readonly TimeLabel[];
  /** The day of the hours, the month of the days, the year of the months. */
  readonly second: readonly TimeLabel[];
}

export interface TimeAxisSpec {
  readonly from: number;
  readonly to: number;
  readonly clock: WallClock;
  readonly language: Language;
  /** Where `from` and `to` stand, px. */
  readonly left: number;
  readonly right: number;
  /** Of the whole picture: no label leaves it. */
  readonly width: number;
  /** Size of the letters. */
  readonly font_px: number;
}

/** Formats work on the wall clock's time as if it were UTC. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function sayLocal(local: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  const key = language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: "UTC" });
    formats.set(key, known);
  }
  return known.format(local);
}

type Options = Intl.DateTimeFormatOptions;
const TIME: Options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const WEEKDAY: Options = { weekday: "short", day: "numeric" };
const DATE: Options = { day: "numeric" };
const WHOLE_DAYS: readonly Options[] = [
  { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  { weekday: "long", day: "numeric", month: "long" },
  { weekday: "short", day: "numeric", month: "short" },
  { day: "numeric", month: "short" },
];
const WHOLE_MONTHS: readonly Options[] = [
  { month: "long", year: "numeric" },
  { month: "short", year: "numeric" },
  { month: "short" },
];
const MONTHS: readonly Options[] = [{ month: "long" }, { month: "short" }];
const YEARS: readonly Options[] = [{ year: "numeric" }];

interface Unit {
  /** Wall-clock time at which the unit of `local` begins, and the one `n` units later. */
  readonly start: (local: number, n: number) => number;
}

const unitDay: Unit = { start: (local, n) => (Math.floor(local / DAY) + n) * DAY };
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const unitWeek: Unit = { start: (local, n) => (Math.floor((local / DAY + 3) / 7) + n) * 7 * DAY - 3 * DAY };

function unitMonths(months: number): Unit {
  return {
    start(local, n) {
      const date = new Date(local);
      const since1970 = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
      return Date.UTC(1970, (Math.floor(since1970 / months) + n) * months, 1);
    },
  };
}

interface Step {
  readonly about_ms: number;
  /** Tick instants from `from` to `to`, both included. */
  readonly ticks: (from: number, to: number, clock: WallClock) => number[];
  /** Ways to write it, the longest first; `where`: under the tick or in the middle of what begins there. */
  readonly labels: readonly Options[];
  readonly where: "tick" | "middle";
  readonly second: { readonly unit: Unit; readonly labels: readonly Options[] };
}

const DAYS_BELOW = { unit: unitDay, labels: WHOLE_DAYS };
const MONTHS_BELOW = { unit: unitMonths(1), labels: WHOLE_MONTHS };
const YEARS_BELOW = { unit: unitMonths(12), labels: YEARS };

/** Where the wall clock shows a multiple of `minutes`. Every zone's offset is a whole number of quarters of an hour. */
function every(minutes: number): Step {
  const step = Math.min(minutes, 15) * MINUTE;
  return {
    about_ms: minutes * MINUTE,
    ticks(from, to, clock) {
      const found: number[] = [];
      for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
        if (Math.floor(clock.local(at) / MINUTE) % minutes === 0) found.push(at);
      }
      return found;
    },
    labels: [TIME],
    where: "tick",
    second: DAYS_BELOW,
  };
}

function starts(unit: Unit, from: number, to: number, clock: WallClock): number[] {
  const found: number[] = [];
  for (let n = 0; ; n++) {
    const at = clock.instant(unit.start(clock.local(from), n));
    if (at > to) return found;
    if (at >= from) found.push(at);
  }
}

function civil(about_ms: number, unit: Unit, more: Pick<Step, "labels" | "where" | "second">): Step {
  return { about_ms, ticks: (from, to, clock) => starts(unit, from, to, clock), ...more };
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map(every),
  civil(DAY, unitDay, { labels: [WEEKDAY, DATE], where: "middle", second: MONTHS_BELOW }),
  civil(7 * DAY, unitWeek, { labels: [DATE], where: "tick", second: MONTHS_BELOW }),
  civil(30 * DAY, unitMonths(1), { labels: MONTHS, where: "middle", second: YEARS_BELOW }),
  civil(91 * DAY, unitMonths(3), { labels: [{ month: "short" }], where: "tick", second: YEARS_BELOW }),
  civil(365 * DAY, unitMonths(12), { labels: YEARS, where: "middle", second: YEARS_BELOW }),
];

/** Room between two labels, in parts of the letters' size. */
const BETWEEN = 0.9;
/** Room between a label and the ends of what it stands under. */
const WITHIN = 0.5;

class Layout {
  readonly #spec: TimeAxisSpec;
  constructor(spec: TimeAxisSpec) {
    this.#spec = spec;
  }

  x(at: number): number {
    const { from, to, left, right } = this.#spec;
    return left + ((right - left) * (at - from)) / (to - from);
  }

  /** Labels under ticks, or `undefined` where two would touch. Those that leave the axis are left out. */
  under(ticks: readonly number[], options: Options): TimeLabel[] | undefined {
    const { clock, language, font_px, width } = this.#spec;
    const labels: TimeLabel[] = [];
    let end = Number.NEGATIVE_INFINITY;
    for (const at of ticks) {
      const text = sayLocal(clock.local(at), language, options);
      const half = textWidth(text, font_px) / 2;
      const x = this.x(at);
      if (x - half < end + BETWEEN * font_px) return undefined;
      end = x + half;
      if (x - half >= 0.4 * font_px && end <= width - 0.4 * font_px) labels.push({ x, text });
    }
    return labels;
  }

  /**
   * Labels in the middle of what lies between the edges, or `undefined` where one finds no room. What the axis shows
   * only a part of goes without where that part is too narrow.
   */
  between(edges: readonly number[], ways: readonly Options[], strict: boolean): TimeLabel[] | undefined {
    const { from, to, clock, language, font_px } = this.#spec;
    const bounds = [from, ...edges.filter((at) => at > from && at < to), to];
    const labels: TimeLabel[] = [];
    for (let i = 0; i + 1 < bounds.length; i++) {
      const [start = from, end = to] = [bounds[i], bounds[i + 1]];
      const room = this.x(end) - this.x(start) - WITHIN * font_px;
      const said = ways.map((options) => sayLocal(clock.local(start), language, options));
      const text = said.find((words) => textWidth(words, font_px) <= room);
      if (text !== undefined) labels.push({ x: (this.x(start) + this.x(end)) / 2, text });
      else if (strict && i > 0 && i + 2 < bounds.length) return undefined;
    }
    return labels;
  }

  row(edges: readonly number[], where: Step["where"], options: Options): TimeLabel[] | undefined {
    return where === "tick" ? this.under(edges, options) : this.between(edges, [options], true);
  }
}

/** Ticks and labels for a span, as fine as the labels find room. */
export function timeAxis(spec: TimeAxisSpec): TimeAxis {
  const { from, to, clock, left, right, font_px } = spec;
  const layout = new Layout(spec);
  const most = Math.max(1, (right - left) / (1.5 * font_px));
  for (const { about_ms, ticks, labels, where, second } of STEPS) {
    if ((to - from) / about_ms > most) continue;
    const edges = ticks(from, to, clock);
    for (const options of labels) {
      const first = layout.row(edges, where, options);
      if (first === undefined) continue;
      const larger = starts(second.unit, from, to, clock);
      const heavy = larger.map((at) => layout.x(at));
      const light = edges.filter((at) => !larger.includes(at)).map((at) => layout.x(at));
      return { light, heavy, first, second: layout.between(larger, second.labels, false) ?? [] };
    }
  }
  return { light: [], heavy: [], first: [], second: [] };
}
