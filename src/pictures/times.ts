import { beginnings, TICK_STEPS, type TickStep, tickTimes } from "../chart/ticks.ts";
import type { CivilUnit, WallClock } from "../chart/wall-clock.ts";
import { dateFormat, TIME_OF_DAY } from "../words/dates.ts";
import type { Reader } from "../words/languages.ts";
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
  readonly reader: Reader;
  /** Where `from` and `to` stand, px. */
  readonly left: number;
  readonly right: number;
  /** Of the whole picture: no label leaves it. */
  readonly width: number;
  /** Size of the letters. */
  readonly font_px: number;
}

type Options = Intl.DateTimeFormatOptions;

/** The wall clock's time as if it were UTC, in the reader's way. */
export function sayLocal(local: number, { locale }: Reader, options: Options): string {
  return dateFormat(locale, "UTC", options).format(local);
}

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
const SHORT_MONTH: Options = { month: "short" };
const MONTHS: readonly Options[] = [{ month: "long" }, SHORT_MONTH];
const YEARS: readonly Options[] = [{ year: "numeric" }];

interface Style {
  /** Ways to write it, the longest first; `where`: under the tick or in the middle of what begins there. */
  readonly labels: readonly Options[];
  readonly where: "tick" | "middle";
  readonly second: { readonly unit: CivilUnit; readonly labels: readonly Options[] };
}

const DAYS_BELOW = { unit: "day", labels: WHOLE_DAYS } as const;
const MONTHS_BELOW = { unit: "month", labels: WHOLE_MONTHS } as const;
const YEARS_BELOW = { unit: "year", labels: YEARS } as const;

/** How the ticks of a step are labelled; pictures leave out the steps between. */
function styleOf({ unit, count }: TickStep): Style | undefined {
  if (unit === "minute") return { labels: [TIME_OF_DAY], where: "tick", second: DAYS_BELOW };
  if (unit === "day" && count === 1) return { labels: [WEEKDAY, DATE], where: "middle", second: MONTHS_BELOW };
  if (unit === "day" && count === 7) return { labels: [DATE], where: "tick", second: MONTHS_BELOW };
  if (unit === "month" && count === 1) return { labels: MONTHS, where: "middle", second: YEARS_BELOW };
  if (unit === "month" && count === 3) return { labels: [SHORT_MONTH], where: "tick", second: YEARS_BELOW };
  if (unit === "year" && count === 1) return { labels: YEARS, where: "middle", second: YEARS_BELOW };
  return undefined;
}

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
    const { clock, reader, font_px, width } = this.#spec;
    const labels: TimeLabel[] = [];
    let end = Number.NEGATIVE_INFINITY;
    for (const at of ticks) {
      const text = sayLocal(clock.local(at), reader, options);
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
    const { from, to, clock, reader, font_px } = this.#spec;
    const bounds = [from, ...edges.filter((at) => at > from && at < to), to];
    const labels: TimeLabel[] = [];
    for (let i = 0; i + 1 < bounds.length; i++) {
      const [start = from, end = to] = [bounds[i], bounds[i + 1]];
      const room = this.x(end) - this.x(start) - WITHIN * font_px;
      const said = ways.map((options) => sayLocal(clock.local(start), reader, options));
      const text = said.find((words) => textWidth(words, font_px) <= room);
      if (text !== undefined) labels.push({ x: (this.x(start) + this.x(end)) / 2, text });
      else if (strict && i > 0 && i + 2 < bounds.length) return undefined;
    }
    return labels;
  }

  row(edges: readonly number[], where: Style["where"], options: Options): TimeLabel[] | undefined {
    return where === "tick" ? this.under(edges, options) : this.between(edges, [options], true);
  }
}

/** Ticks and labels for a span, as fine as the labels find room. */
export function timeAxis(spec: TimeAxisSpec): TimeAxis {
  const { from, to, clock, left, right, font_px } = spec;
  const layout = new Layout(spec);
  const most = Math.max(1, (right - left) / (1.5 * font_px));
  for (const step of TICK_STEPS) {
    const style = styleOf(step);
    if (style === undefined || (to - from) / step.about_ms > most) continue;
    const { labels, where, second } = style;
    const edges = tickTimes(step, from, to, clock);
    for (const options of labels) {
      const first = layout.row(edges, where, options);
      if (first === undefined) continue;
      const larger = beginnings(second.unit, from, to, clock);
      const heavy = larger.map((at) => layout.x(at));
      const light = edges.filter((at) => !larger.includes(at)).map((at) => layout.x(at));
      return { light, heavy, first, second: layout.between(larger, second.labels, false) ?? [] };
    }
  }
  return { light: [], heavy: [], first: [], second: [] };
}
