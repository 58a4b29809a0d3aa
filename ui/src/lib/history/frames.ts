import { BUCKET_STEPS_MS } from "../../../../src/chart/buckets.ts";
import { DAY } from "../../../../src/chart/wall-clock.ts";
import type { Series } from "../../../../src/web/api.ts";
import type { View } from "./view.ts";

/** What was read stays and is drawn until something finer has come: no zoom shows an empty picture. */

export type NumberSeries = Extract<Series, { mean: unknown }>;
export type StateSeries = Extract<Series, { value: unknown }>;

export function isNumbers(series: Series): series is NumberSeries {
  return "mean" in series;
}

/** One answer: buckets of `step` ms for several channels. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** When it was asked for, UTC ms: what lies behind that is not in it. */
  readonly asked_at: number;
  /** The same by the monotonic clock of the page: how fresh it is, however the house's clock is set. */
  readonly asked_mono: number;
  readonly series: Readonly<Record<string, Series>>;
}

/** A part of the view and where its numbers come from. */
export interface Piece<S extends Series = NumberSeries> {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly series: S;
}

/** Widths of buckets, ms: a moved view asks for the same ones. */
const STEPS: readonly number[] = [...BUCKET_STEPS_MS, ...[1, 2, 4, 7, 14].map((days) => days * DAY)];
const KEPT = 16;

export interface Question {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly step: number;
}

/** The buckets that show a span on about `points` of them. */
export function questionFor({ from, to }: Pick<View, "from" | "to">, points: number): Question {
  const least = (to - from) / points;
  const step = STEPS.find((ms) => ms >= least) ?? Math.ceil(least / DAY) * DAY;
  const first = Math.floor(from / step) * step;
  const end = Math.max(first + step, Math.ceil(to / step) * step);
  return { from: first, to: end, points: Math.round((end - first) / step), step };
}

/** Adds an answer: it takes the place of an older one to the same question. The oldest go when there are too many. */
export function keep(frames: readonly Frame[], frame: Frame): Frame[] {
  const names = new Set(Object.keys(frame.series));
  const others = frames.filter(
    (known) =>
      known.step !== frame.step ||
      known.from < frame.from ||
      known.to > frame.to ||
      Object.keys(known.series).some((name) => !names.has(name)),
  );
  return [frame, ...others].slice(0, KEPT);
}

type Hole = readonly [from: number, to: number];

/** What is left of the holes, and what of them the span fills. */
function fill(holes: readonly Hole[], from: number, to: number): { left: Hole[]; filled: Hole[] } {
  const left: Hole[] = [];
  const filled: Hole[] = [];
  for (const [start, end] of holes) {
    const a = Math.max(start, from);
    const b = Math.min(end, to);
    if (a >= b) {
      left.push([start, end]);
      continue;
    }
    filled.push([a, b]);
    if (start < a) left.push([start, a]);
    if (b < end) left.push([b, end]);
  }
  return { left, filled };
}

/** Much finer buckets than there are pixels: slow to draw, and no better to look at. */
const MUCH_FINER = 8;

/** How badly a frame suits buckets of `step`: exactly so is best, then what is finer, then what is coarser. */
function unfitness(frame: Frame, step: number): number {
  if (frame.step === step) return 0;
  if (frame.step > step) return 10 + frame.step / step;
  const finer = step / frame.step;
  return finer <= MUCH_FINER ? finer : 1e6 + finer;
}

/** Best first; of two alike the newer. */
function ranked(frames: readonly Frame[], step: number): Frame[] {
  return [...frames].sort((a, b) => unfitness(a, step) - unfitness(b, step) || b.asked_mono - a.asked_mono);
}

/**
 * The pieces that together show as much of the view as is known of a channel, from left to right.
 * @param step the width of bucket that suits the view
 */
export function pieces(
  frames: readonly Frame[],
  channel: string,
  view: Pick<View, "from" | "to">,
  step: number,
): Piece[] {
  return piecesOf(frames, channel, view, step, isNumbers);
}

/** The same for a channel of states. */
export function statePieces(
  frames: readonly Frame[],
  channel: string,
  view: Pick<View, "from" | "to">,
  step: number,
): Piece<StateSeries>[] {
  return piecesOf(frames, channel, view, step, (series): series is StateSeries => !isNumbers(series));
}

function piecesOf<S extends Series>(
  frames: readonly Frame[],
  channel: string,
  { from, to }: Pick<View, "from" | "to">,
  step: number,
  suits: (series: Series) => series is S,
): Piece<S>[] {
  const found: Piece<S>[] = [];
  let holes: Hole[] = [[from, to]];
  for (const frame of ranked(frames, step)) {
    const series = frame.series[channel];
    if (holes.length === 0) break;
    if (series === undefined || !suits(series)) continue;
    const { left, filled } = fill(holes, frame.from, Math.min(frame.to, Math.max(frame.asked_at, frame.from)));
    holes = left;
    for (const [a, b] of filled) found.push({ from: a, to: b, step: frame.step, series });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Whether everything on the screen is as fine as it can be. */
export function isWhole(
  frames: readonly Frame[],
  channels: readonly string[],
  { from, to, step }: Question,
  asked_after = Number.NEGATIVE_INFINITY,
): boolean {
  return channels.every((channel) =>
    frames.some(
      (frame) =>
        frame.step === step &&
        frame.from <= from &&
        frame.to >= to &&
        frame.asked_mono >= asked_after &&
        frame.series[channel] !== undefined,
    ),
  );
}
