import type { ValueAxis } from "../chart/value-axis.ts";
import type { CurveData, CurvePoint, Stretch } from "../model/index.ts";
import type { Frame } from "./frame.ts";
import { coarsePx, px } from "./text.ts";
import type { Shade } from "./theme.ts";

/** A curve: the band from least to greatest, the line of the means, and nothing where nothing was measured. */

/** The runs of points without a gap between them. */
export function runsOf({ points, gap_ms }: Pick<CurveData, "points" | "gap_ms">): CurvePoint[][] {
  const runs: CurvePoint[][] = [];
  let last: CurvePoint | undefined;
  for (const point of points) {
    if (last === undefined || point.from - last.from > gap_ms) runs.push([]);
    runs.at(-1)?.push(point);
    last = point;
  }
  return runs;
}

/** Where nothing was measured although something was before; up to `until` where the last one is long ago. */
export function gapsOf(data: CurveData, until: number): Stretch[] {
  const runs = runsOf(data);
  const gaps: Stretch[] = [];
  for (let i = 0; i < runs.length; i++) {
    const from = runs[i]?.at(-1)?.to ?? 0;
    const next = runs[i + 1]?.[0]?.from;
    if (next !== undefined) gaps.push({ from, to: next });
    else if (until - from > data.gap_ms) gaps.push({ from, to: until });
  }
  return gaps;
}

export interface Places {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

export function valuePlaces({ plot }: Frame, { low, high }: ValueAxis): Places["y"] {
  const height = plot.bottom - plot.top;
  // halves first: the difference of two doubles of opposite sign may be more than a double holds
  const range = high / 2 - low / 2;
  return (value) => {
    const part = (Math.min(Math.max(value, low), high) / 2 - low / 2) / range;
    return plot.bottom - part * height;
  };
}

interface Drawn {
  readonly band: string;
  readonly area: string;
  readonly line: string;
}

/** A lonely point is as wide as what it stands for, and wide enough to be seen. */
const LONELY_PX = 2;

function lonely(point: CurvePoint, { x, y }: Places, base: number): Drawn {
  const middle = (x(point.from) + x(point.to)) / 2;
  const half = Math.max(LONELY_PX, x(point.to) - x(point.from)) / 2;
  const [left, right, mean] = [px(middle - half), px(middle + half), px(y(point.mean))];
  return {
    band: `M${left} ${px(y(point.max))}H${right}V${px(y(point.min))}H${left}Z`,
    area: `M${left} ${mean}H${right}V${px(base)}H${left}Z`,
    line: `M${left} ${mean}H${right}`,
  };
}

function drawRun(run: readonly CurvePoint[], places: Places, base: number): Drawn {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return { band: "", area: "", line: "" };
  if (run.length === 1) return lonely(first, places, base);
  const xs = run.map(({ from, to }) => coarsePx((places.x(from) + places.x(to)) / 2));
  const way = (value: (point: CurvePoint) => number): string[] =>
    run.map((point, i) => `${xs[i]} ${coarsePx(places.y(value(point)))}`);
  const means = way(({ mean }) => mean).join("L");
  const greatest = way(({ max }) => max).join("L");
  const least = way(({ min }) => min)
    .reverse()
    .join("L");
  return {
    band: `M${greatest}L${least}Z`,
    area: `M${means}V${coarsePx(base)}H${xs[0]}Z`,
    line: `M${means}`,
  };
}

/** Stripes where nothing was measured. */
function hatched(gaps: readonly Stretch[], places: Places, { plot }: Frame, edge: string): string {
  const boxes = gaps
    .map(({ from, to }) => [places.x(from), places.x(to)] as const)
    .filter(([left, right]) => right - left >= 2)
    .map(([left, right]) => `M${px(left)} ${px(plot.top)}H${px(right)}V${px(plot.bottom)}H${px(left)}Z`);
  if (boxes.length === 0) return "";
  return (
    `<pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<path d="M0 0V7" stroke="${edge}" stroke-opacity=".55"/></pattern><path d="${boxes.join("")}" fill="url(#gap)"/>`
  );
}

/** The gaps, below everything else. */
export function drawGaps(data: CurveData, places: Places, frame: Frame, until: number, edge: string): string {
  return hatched(gapsOf(data, until), places, frame, edge);
}

/** Thin lines where there is hardly more than a pixel for each point. */
function lineWidth(points: number, { plot, font_px }: Frame): number {
  return font_px * (points > (plot.right - plot.left) / 4 ? 0.11 : 0.145);
}

/** The curve itself. */
export function drawCurve(data: CurveData, axis: ValueAxis, places: Places, frame: Frame, shade: Shade): string {
  const { plot } = frame;
  const fromZero = axis.low <= 0 && axis.high >= 0;
  const base = fromZero ? places.y(0) : plot.bottom;
  const runs = runsOf(data).map((run) => drawRun(run, places, base));
  const all = (part: keyof Drawn): string => runs.map((drawn) => drawn[part]).join("");
  const above = axis.low >= 0;
  const area = above
    ? `<linearGradient id="area" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${px(plot.top)}" y2="${px(plot.bottom)}">` +
      `<stop offset="0" stop-color="${shade.fill}" stop-opacity=".34"/>` +
      `<stop offset="1" stop-color="${shade.fill}" stop-opacity=".05"/></linearGradient><path d="${all("area")}" fill="url(#area)"/>`
    : `<path d="${all("area")}" fill="${shade.fill}" fill-opacity=".18"/>`;
  return (
    (fromZero ? area : "") +
    `<path d="${all("band")}" fill="${shade.fill}" fill-opacity=".3"/>` +
    `<path d="${all("line")}" fill="none" stroke="${shade.line}" stroke-width="${px(lineWidth(data.points.length, frame))}" ` +
    'stroke-linejoin="round" stroke-linecap="round"/>'
  );
}
