import { type ValueAxis, valueAxis } from "../../../../src/chart/value-axis.ts";
import { wallClock } from "../../../../src/chart/wall-clock.ts";
import type { ChannelEntry, Energy } from "../../../../src/web/api.ts";
import { isApart } from "../../../../src/words/channels.ts";
import type { View } from "./view.ts";

/** Energy bars: which units are shown, and where each bar stands. */

export type By = "day" | "month" | "year";
export const BYS: readonly By[] = ["day", "month", "year"];

/** At least so many units, at most so many. */
const LEAST: Readonly<Record<By, number>> = { day: 31, month: 12, year: 5 };
const MOST: Readonly<Record<By, number>> = { day: 400, month: 120, year: 50 };

/** The civil units for a view: those that it touches, and so many before that there is something to compare. */
export function energySpan(by: By, view: View, now: number, zone: string): { from: number; to: number } {
  const clock = wallClock(zone);
  const last = clock.startOf(by, Math.min(view.to - 1, now));
  const atLeast = clock.startOf(by, last, 1 - LEAST[by]);
  const atMost = clock.startOf(by, last, 1 - MOST[by]);
  const wanted = Math.min(atLeast, clock.startOf(by, view.from));
  // The start of the very last unit lies in it: its end is found by the server.
  return { from: Math.max(wanted, atMost, 0), to: last + 1 };
}

/** More are not offered: who wants another one names it in the configuration. */
const MOST_OFFERED = 200;

/** Channels that can be summed: powers and counters of energy; those that people know come first. */
export function energyChannels(channels: readonly ChannelEntry[]): ChannelEntry[] {
  const known = (name: string): number => {
    const place = ["solar.power", "house.power", "battery.power", "grid.power"].indexOf(name);
    return place < 0 ? 9 : place;
  };
  return channels
    .filter(({ name }) => !isApart(name))
    .filter(({ unit, kind }) => (kind === "number" && unit === "W") || (kind === "counter" && /Wh$/.test(unit ?? "")))
    .sort((a, b) => Number(b.named) - Number(a.named) || known(a.name) - known(b.name))
    .slice(0, MOST_OFFERED);
}

export interface Bar {
  readonly from: number;
  readonly to: number;
  /** Wh */
  readonly up: number;
  readonly down: number;
  /** For how much of its time, as far as it is over, something is known: 0 to 1. */
  readonly covered: number;
}

export function barsOf({ edges, positive, negative, covered }: Energy): Bar[] {
  return positive.map((up, index) => ({
    from: edges[index] ?? 0,
    to: edges[index + 1] ?? 0,
    up: Math.max(0, up),
    down: Math.min(0, negative[index] ?? 0),
    covered: covered[index] ?? 1,
  }));
}

/** How much is known of the time of all bars of which anything is. */
export function coveredOf(bars: readonly Bar[]): number {
  let [known, all] = [0, 0];
  for (const { from, to, covered } of bars) {
    if (covered === 0) continue;
    known += covered * (to - from);
    all += to - from;
  }
  return all > 0 ? known / all : 1;
}

/** About so many lines across the bars. */
const INTERVALS = 4;

/** The scale of the bars, with 0 in it. */
export function barsAxis(bars: readonly Bar[]): ValueAxis {
  const high = Math.max(0, ...bars.map(({ up }) => up));
  const low = Math.min(0, ...bars.map(({ down }) => down));
  return valueAxis(low, high, "Wh", INTERVALS);
}

/** From so many days on only the months are labelled. */
const DAYS_LABELLED = 62;

/** The places of the bars that carry a label, at most about `most` of them, and what the labels name. */
export function barLabels(
  bars: readonly Pick<Bar, "from">[],
  by: By,
  most: number,
  zone: string,
): { readonly places: ReadonlySet<number>; readonly name: By } {
  const clock = wallClock(zone);
  const byMonth = by === "day" && bars.length > DAYS_LABELLED;
  const places = [...bars.keys()].filter(
    (index) => !byMonth || new Date(clock.local(bars[index]?.from ?? 0)).getUTCDate() === 1,
  );
  const every = Math.max(1, Math.ceil(places.length / Math.max(1, most)));
  const chosen = places.filter((_, index) => (places.length - 1 - index) % every === 0);
  return { places: new Set(chosen), name: byMonth ? "month" : by };
}
