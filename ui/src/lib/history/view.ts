import { DAY, HOUR } from "../../../../src/chart/wall-clock.ts";

/** What part of time is on the screen, and how its address says it. */

export const PRESETS = ["hour", "half", "day", "week", "month", "quarter", "year", "all"] as const;
export type Preset = (typeof PRESETS)[number];

const SPANS: Readonly<Record<Exclude<Preset, "all">, number>> = {
  hour: HOUR,
  half: 12 * HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
  quarter: 91 * DAY,
  year: 365 * DAY,
};

/** The shortest span on the screen, ms. */
export const SHORTEST = 10_000;
/** No reading is older: 1 January 2000. */
export const EARLIEST = Date.UTC(2000, 0);
/** The span around a moment that a link leads to. */
const AROUND = 2 * HOUR;

export interface View {
  /** UTC ms */
  readonly from: number;
  readonly to: number;
  /** The right edge is now, and stays so. */
  readonly live: boolean;
  readonly preset?: Preset;
}

/** How far the view may go: from the first reading to now. */
export interface Limits {
  /** UTC ms; undefined as long as it is not known */
  readonly first: number | undefined;
  readonly now: number;
}

/** The view nearest to a wish: not shorter than 10 s, not before 2000, not beyond now. A view that ends now is live. */
export function bounded(from: number, to: number, { now }: Limits): View {
  const span = Math.min(Math.max(to - from, SHORTEST), now - EARLIEST);
  const middle = (from + to) / 2;
  // A span that is too short grows to both sides.
  const end = Math.max(EARLIEST + span, Math.min(now, to - from < SHORTEST ? middle + span / 2 : to));
  return { from: Math.round(end - span), to: Math.round(end), live: end >= now - span / 1000 };
}

/** The span that a preset shows, ending now. */
export function presetView(preset: Preset, { first, now }: Limits): View {
  const span = preset === "all" ? Math.max(HOUR, (now - (first ?? now - SPANS.year)) * 1.01) : SPANS[preset];
  return { ...bounded(now - span, now, { first, now }), live: true, preset };
}

/** Around an instant, which stays where it is on the screen. `factor` below 1 zooms in. */
export function zoom(view: View, at: number, factor: number, limits: Limits): View {
  const { from, to } = view;
  const around = Math.min(to, Math.max(from, at));
  // Live stays live: what is newest does not move away.
  const fixed = view.live && around > from + (to - from) * 0.9 ? to : around;
  if (view.live && fixed === to) {
    // It may lie some moments behind: now is what it stands for.
    return { ...bounded(limits.now - (to - from) * factor, limits.now, limits), live: true };
  }
  return bounded(fixed - (fixed - from) * factor, fixed + (to - fixed) * factor, limits);
}

export function pan(view: View, by_ms: number, limits: Limits): View {
  const span = view.to - view.from;
  const to = Math.min(view.to + by_ms, limits.now);
  return bounded(to - span, to, limits);
}

/** A live view moved on to now. */
export function follow(view: View, now: number): View {
  return view.live ? { ...view, from: now - (view.to - view.from), to: now } : view;
}

/** Both fingers stay on the instants that they took hold of. Positions are parts of the width, 0 to 1. */
export function pinch(
  [a, b]: readonly [number, number],
  [x, y]: readonly [number, number],
  limits: Limits,
): View | undefined {
  if (Math.abs(y - x) < 0.02) return undefined;
  const scale = (b - a) / (y - x);
  if (scale <= 0) return undefined;
  const from = a - x * scale;
  return bounded(from, from + scale, limits);
}

/** What the address asks for; all of it may be left out. */
export interface Asked {
  readonly preset?: Preset;
  readonly from?: number;
  readonly to?: number;
  /** A moment to be shown in the middle, and marked. */
  readonly at?: number;
  readonly show?: readonly string[];
}

function instant(text: string | null): number | undefined {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= EARLIEST && value < 8.64e15 ? value : undefined;
}

/** Reads `#/history?span=week&show=solar.power,battery.soc`; what makes no sense is left out. */
export function readAddress(hash: string): Asked {
  const query = new URLSearchParams(hash.split("?")[1] ?? "");
  const preset = PRESETS.find((name) => name === query.get("span"));
  const from = instant(query.get("from"));
  const to = instant(query.get("to"));
  const at = instant(query.get("at"));
  const show = query
    .get("show")
    ?.split(",")
    .filter((name) => name !== "" && name.length <= 100)
    .slice(0, 64);
  const span = from !== undefined && to !== undefined && from < to;
  return {
    ...(preset && { preset }),
    ...(span && { from, to }),
    ...(at !== undefined && { at }),
    ...(show && { show }),
  };
}

export function writeAddress({ preset, from, to, at, show }: Asked): string {
  const query: string[] = [];
  if (preset) query.push(`span=${preset}`);
  else if (from !== undefined && to !== undefined) query.push(`from=${from}`, `to=${to}`);
  if (at !== undefined) query.push(`at=${at}`);
  if (show) query.push(`show=${show.map(encodeURIComponent).join(",")}`);
  return query.length === 0 ? "#/history" : `#/history?${query.join("&")}`;
}

/** What is shown to somebody who asks for no span: a day, or an hour of a house that has not recorded for longer. */
export function usualPreset({ first, now }: Limits): Preset {
  return first !== undefined && now - first <= HOUR ? "hour" : "day";
}

/** Whether an address leaves the span to us. */
export function asksNoSpan({ preset, from, at }: Asked): boolean {
  return preset === undefined && from === undefined && at === undefined;
}

/** The view that an address asks for; the usual one when it does not say. */
export function askedView({ preset, from, to, at }: Asked, limits: Limits): View {
  if (preset) return presetView(preset, limits);
  if (from !== undefined && to !== undefined) return bounded(from, to, limits);
  if (at !== undefined) return bounded(at - AROUND / 2, at + AROUND / 2, limits);
  return presetView(usualPreset(limits), limits);
}
