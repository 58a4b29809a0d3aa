import uPlot from "uplot";
import { axisLabels, type ValueAxis, valueAxis } from "../../../../src/chart/value-axis.ts";
import type { Reader } from "../../../../src/words/languages.ts";
import type { Hatch } from "./bands.ts";
import { AIR, GUTTER, paintGaps } from "./paint.ts";
import type { Curve, Pane } from "./panes.ts";
import { lonelyPlaces, type PlotData } from "./plot.ts";
import { type Colours, FONT, faint } from "./theme.svelte.ts";

/** A pane as uPlot draws it; what it shows is asked for at each draw. */

export interface Shown {
  readonly view: { readonly from: number; readonly to: number };
  readonly axis: ValueAxis;
  readonly ticks: readonly number[];
  readonly gaps: readonly Hatch[];
  readonly colours: Colours;
  readonly reader: Reader;
}

/** The second and third curve of a colour are dashed. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export function dashOf({ variant }: Curve): number[] {
  return [...(DASHES[variant % DASHES.length] ?? [])];
}

const TOP = 6;
/** So much room a label of the value axis wants, CSS pixels. */
const INTERVAL = 32;

/** The value axis of a pane so high, CSS pixels, for values in that range; `undefined`: nothing is known. */
export function axisOf(unit: string, range: PlotData["range"], height: number): ValueAxis {
  const [min, max] = range ?? [0, 1];
  return valueAxis(min, max, unit, Math.floor((height - 2 * TOP) / INTERVAL));
}

/** The edges of all bands first, then the means: no band lies upon another curve's line. */
function seriesOf(curves: readonly Curve[], shown: () => Shown): uPlot.Series[] {
  const edge: uPlot.Series = { points: { show: false }, stroke: "transparent", width: 0 };
  const means = curves.map((curve): uPlot.Series => {
    const colour = (): string => shown().colours[curve.role];
    const points = { show: false, filter: lonely, size: 4, fill: colour };
    return { points, stroke: colour, width: 1.75, dash: dashOf(curve) };
  });
  return [...curves.flatMap(() => [edge, edge]), ...means];
}

/** A reading between two gaps has no line: a dot shows it. */
function lonely(chart: uPlot, series: number): number[] | null {
  const found = lonelyPlaces(chart.data[series] ?? []);
  return found.length > 0 ? found : null;
}

export function makeChart(
  pane: Pane,
  height: number,
  element: HTMLElement,
  shown: () => Shown,
  drawn: () => void,
): uPlot {
  const axis: uPlot.Axis = {
    stroke: () => shown().colours.soft,
    font: `12px ${FONT}`,
    grid: { stroke: () => shown().colours.line, width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    width: Math.max(160, element.clientWidth),
    height,
    ms: 1,
    padding: [TOP, AIR, TOP, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [shown().view.from, shown().view.to] },
      y: { range: () => [shown().axis.low, shown().axis.high] },
    },
    series: [{}, ...seriesOf(pane.curves, shown)],
    bands: pane.curves.map(({ role }, index) => ({
      series: [2 * index + 2, 2 * index + 1],
      fill: () => faint(shown().colours[role], 0.22),
    })),
    axes: [
      { ...axis, size: 0, splits: () => [...shown().ticks], values: (_, splits) => splits.map(() => "") },
      {
        ...axis,
        size: GUTTER,
        gap: 6,
        splits: () => [...shown().axis.ticks],
        values: () => axisLabels(shown().axis, shown().reader),
      },
    ],
    hooks: {
      drawClear: [
        (chart) => {
          const { gaps, view, colours } = shown();
          paintGaps(chart.ctx, gaps, view, chart.bbox, colours, uPlot.pxRatio);
        },
      ],
      drawAxes: [(chart) => paintZero(chart, shown().colours)],
      draw: [drawn],
    },
  };
  return new uPlot(
    options,
    alignedData({ times: [], columns: pane.curves.map(() => empty), range: undefined }, shown()),
    element,
  );
}

/** Above it is charged and imported, below it discharged and fed in: the line between them is stronger. */
function paintZero(chart: uPlot, colours: Colours): void {
  const { min = 0, max = 0 } = chart.scales.y ?? {};
  if (min >= 0 || max <= 0) return;
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(0, "y", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colours.edge;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

const empty = { min: [], mean: [], max: [] };

/** As uPlot wants it. It needs some times even where nothing is known. */
export function alignedData({ times, columns }: PlotData, { view }: Pick<Shown, "view">): uPlot.AlignedData {
  if (times.length === 0)
    return [[view.from, view.to], ...columns.flatMap(() => Array.from({ length: 3 }, () => [null, null]))];
  return [times, ...columns.flatMap(({ min, max }) => [min, max]), ...columns.map(({ mean }) => mean)];
}
