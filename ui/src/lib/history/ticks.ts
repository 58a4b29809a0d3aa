import { COARSEST, TICK_STEPS, type TickStep, tickTimes } from "../../../../src/chart/ticks.ts";
import { wallClock } from "../../../../src/chart/wall-clock.ts";
import { dateFormat, TIME_OF_DAY } from "../../../../src/words/dates.ts";

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

/** The finest step of which about so many ticks find room at most. */
function stepFor(from: number, to: number, most: number): TickStep {
  const least = (to - from) / Math.max(1, most);
  // months and years are not all equally long
  const slack = (unit: TickStep["unit"]): number => (unit === "second" || unit === "minute" ? 1 : 0.9);
  return TICK_STEPS.find(({ unit, about_ms }) => about_ms >= least * slack(unit)) ?? COARSEST;
}

const MAIN: Readonly<Record<TickKind, Intl.DateTimeFormatOptions>> = {
  second: { ...TIME_OF_DAY, second: "2-digit" },
  minute: TIME_OF_DAY,
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

function kindOf({ unit, count }: TickStep): TickKind {
  return unit === "day" && count > 1 ? "days" : unit;
}

/** The labels of an axis from `from` to `to` with room for about `most`. */
export function ticks(from: number, to: number, most: number, zone: string, locale: string): Tick[] {
  const step = stepFor(from, to, most);
  const kind = kindOf(step);
  const context = SUB[kind];
  let last = "";
  const labels = tickTimes(step, from, to, wallClock(zone)).map((at) => {
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
