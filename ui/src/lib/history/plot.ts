import { gapFrom, usualDistance } from "../../../../src/chart/gaps.ts";
import type { Hatch } from "./bands.ts";
import type { NumberSeries, Piece } from "./frames.ts";

/** From pieces of series to what is drawn, and to the value at an instant. */

export interface Point {
  readonly at: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Least, mean and greatest of one channel on the common times: `null` breaks the line, `undefined` says nothing. */
export interface Columns {
  readonly min: (number | null | undefined)[];
  readonly mean: (number | null | undefined)[];
  readonly max: (number | null | undefined)[];
}

export interface PlotData {
  readonly times: number[];
  readonly columns: readonly Columns[];
  /** Of what is in the view; undefined when nothing is. */
  readonly range: readonly [min: number, max: number] | undefined;
}

const usual = new WeakMap<NumberSeries, number>();

/** The usual distance between two buckets that hold something, ms; reckoned once for a series. */
function usualOf(series: NumberSeries): number {
  let distance = usual.get(series);
  if (distance === undefined) {
    distance = usualDistance(series.at);
    usual.set(series, distance);
  }
  return distance;
}

/** From this distance between two buckets on, ms, nothing was recorded between them. */
export function gapOf({ series, step }: Piece): number {
  return gapFrom(step, usualOf(series));
}

/** The index of the first instant that is not before `at`. */
export function firstNotBefore(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pointAt({ series, step }: Piece, index: number): Point {
  const middle = (series.at[index] ?? 0) + step / 2;
  const mean = series.mean[index] ?? 0;
  return { at: middle, min: series.min[index] ?? mean, mean, max: series.max[index] ?? mean };
}

/** The points of a channel, and `at`s where the line breaks. One more on each side of the outer pieces is kept, so that lines reach the edge. */
export function pointsOf(
  pieces: readonly Piece[],
  gaps: readonly Hatch[] = [],
): (Point | { readonly at: number; readonly broken: true })[] {
  const found: (Point | { readonly at: number; readonly broken: true })[] = [];
  let last: { at: number; gap: number } | undefined;
  for (const [place, piece] of pieces.entries()) {
    const { series, from, to, step } = piece;
    const outer = { left: place === 0 ? 1 : 0, right: place === pieces.length - 1 ? 1 : 0 };
    const first = Math.max(0, firstNotBefore(series.at, from - step / 2) - outer.left);
    const end = Math.min(series.at.length, firstNotBefore(series.at, to - step / 2) + outer.right);
    const gap = gapOf(piece);
    for (let index = first; index < end; index++) {
      const point = pointAt(piece, index);
      if (last && point.at <= last.at) continue;
      if (last && (point.at - last.at > Math.max(gap, last.gap) || lies(gaps, last.at, point.at, step))) {
        found.push({ at: last.at + Math.min(gap, point.at - last.at) / 2, broken: true });
      }
      found.push(point);
      last = { at: point.at, gap };
    }
  }
  return found;
}

function spread(current: [number, number] | undefined, { min, max }: Point): [number, number] {
  return current ? [Math.min(current[0], min), Math.max(current[1], max)] : [min, max];
}

/** Whether a gap lies between two points, each `step` ms wide; a shorter one than that is not seen anyway. */
function lies(gaps: readonly Hatch[], from: number, to: number, step: number): boolean {
  return gaps.some(
    ({ since, until }) => until - since > step && since >= from - step / 2 && until <= to + step / 2 && until > from,
  );
}

type Drawn = ReturnType<typeof pointsOf>;

/** One channel's points as columns on the common times. */
function columnsOf(points: Drawn, places: ReadonlyMap<number, number>): Columns {
  const empty = (): (number | null | undefined)[] => new Array(places.size).fill(undefined);
  const columns = { min: empty(), mean: empty(), max: empty() };
  for (const point of points) {
    const index = places.get(point.at) ?? 0;
    const broken = "broken" in point;
    columns.min[index] = broken ? null : point.min;
    columns.mean[index] = broken ? null : point.mean;
    columns.max[index] = broken ? null : point.max;
  }
  return columns;
}

/** The values in the view; where there are none, those beside it. */
function rangeOf(lists: readonly Drawn[], { from, to }: { from: number; to: number }): [number, number] | undefined {
  let inside: [number, number] | undefined;
  let beside: [number, number] | undefined;
  for (const point of lists.flat()) {
    if ("broken" in point) continue;
    if (point.at >= from && point.at <= to) inside = spread(inside, point);
    else beside = spread(beside, point);
  }
  return inside ?? beside;
}

/** All channels of a pane on common times. `gaps`: times in which nothing was recorded: no line crosses them. */
export function plotData(
  channels: readonly (readonly Piece[])[],
  view: { from: number; to: number },
  gaps: readonly Hatch[] = [],
): PlotData {
  const lists = channels.map((pieces) => pointsOf(pieces, gaps));
  const times = [...new Set(lists.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const places = new Map(times.map((at, index) => [at, index]));
  return { times, columns: lists.map((points) => columnsOf(points, places)), range: rangeOf(lists, view) };
}

/** The places of values that stand alone between two breaks; what is undefined belongs to other curves. */
export function lonelyPlaces(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = [];
  let run: number[] = [];
  const end = (): void => {
    if (run.length === 1) found.push(...run);
    run = [];
  };
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === null) end();
    else if (value !== undefined && run.length < 2) run.push(index);
  }
  end();
  return found;
}

/** What a channel was at an instant: the bucket that holds it, or the one before where none is missing. */
export function valueAt(pieces: readonly Piece[], at: number): Point | undefined {
  const piece = pieces.find(({ from, to }) => at >= from && at < to);
  if (!piece) return undefined;
  const index = firstNotBefore(piece.series.at, at + 1) - 1;
  const start = piece.series.at[index];
  if (start === undefined || at - start > gapOf(piece)) return undefined;
  return pointAt(piece, index);
}

export interface Summary {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Least, mean (each piece weighted by its buckets' width) and greatest of the part of the pieces from `from` to `to`. */
export function summary(pieces: readonly Piece[], from: number, to: number): Summary | undefined {
  let weight = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    const { series, step } = piece;
    const start = Math.max(from, piece.from);
    const end = Math.min(to, piece.to);
    for (let index = firstNotBefore(series.at, start - step / 2); index < series.at.length; index++) {
      const point = pointAt(piece, index);
      if (point.at >= end) break;
      weight += step;
      sum += point.mean * step;
      min = Math.min(min, point.min);
      max = Math.max(max, point.max);
    }
  }
  return weight === 0 ? undefined : { min, mean: sum / weight, max };
}
