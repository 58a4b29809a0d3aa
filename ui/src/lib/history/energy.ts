import type { ChannelEntry, Energy } from "../../../../src/web/api.ts";
import { startOf, toLocal } from "./civil.ts";
import type { View } from "./view.ts";

/** Energy bars: which units are shown, and where each bar stands. */

export type By = "day" | "month" | "year";
export const BYS: readonly By[] = ["day", "month", "year"];

/** At least so many units, at most so many. */
const LEAST: Readonly<Record<By, number>> = { day: 31, month: 12, year: 5 };
const MOST: Readonly<Record<By, number>> = { day: 400, month: 120, year: 50 };

/** The civil units for a view: those that it touches, and so many before that there is something to compare. */
export function energySpan(by: By, view: View, now: number, zone: string): { from: number; to: number } {
  const last = startOf(by, Math.min(view.to - 1, now), zone);
  const atLeast = startOf(by, last, zone, 1 - LEAST[by]);
  const atMost = startOf(by, last, zone, 1 - MOST[by]);
  const wanted = Math.min(atLeast, startOf(by, view.from, zone));
  // The start of the very last unit lies in it: its end is found by the server.
  return { from: Math.max(wanted, atMost, 0), to: last + 1 };
}

/** Channels that can be summed: powers and counters of energy; those that people know come first. */
export function energyChannels(channels: readonly ChannelEntry[]): ChannelEntry[] {
  const known = (name: string): number => {
    const place = ["solar.power", "house.power", "battery.power", "grid.power"].indexOf(name);
    return place < 0 ? 9 : place;
  };
  return channels
    .filter(({ unit, kind }) => (kind === "number" && unit === "W") || (kind === "counter" && /Wh$/.test(unit ?? "")))
    .sort((a, b) => Number(b.named) - Number(a.named) || known(a.name) - known(b.name));
}

export interface Bar {
  readonly from: number;
  readonly to: number;
  /** Wh */
  readonly up: number;
  readonly down: number;
}

export function barsOf({ edges, positive, negative }: Energy): Bar[] {
  return positive.map((up, index) => ({
    from: edges[index] ?? 0,
    to: edges[index + 1] ?? 0,
    up: Math.max(0, up),
    down: Math.min(0, negative[index] ?? 0),
  }));
}

/** A round number not below a value: 1, 2, 2.5, 5 or 10 of a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const ten = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 2.5, 5].find((step) => step * ten >= value * (1 - 1e-9)) ?? 10) * ten) as number;
}

/** The lines of the scale from its lowest to its highest value, 0 among them. */
export function scaleLines(bars: readonly Bar[]): number[] {
  const high = Math.max(0, ...bars.map(({ up }) => up));
  const low = Math.min(0, ...bars.map(({ down }) => down));
  const step = roundUp((high - low) / 4);
  const lines: number[] = [];
  for (let line = Math.floor(low / step + 1e-9); line <= Math.ceil(high / step - 1e-9); line++) lines.push(line * step);
  return lines.length < 2 ? [0, step] : lines;
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
  const byMonth = by === "day" && bars.length > DAYS_LABELLED;
  const places = [...bars.keys()].filter(
    (index) => !byMonth || new Date(toLocal(bars[index]?.from ?? 0, zone)).getUTCDate() === 1,
  );
  const every = Math.max(1, Math.ceil(places.length / Math.max(1, most)));
  const chosen = places.filter((_, index) => (places.length - 1 - index) % every === 0);
  return { places: new Set(chosen), name: byMonth ? "month" : by };
}
