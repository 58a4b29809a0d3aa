import type { BandsData } from "../model/index.ts";
import type { Frame } from "./frame.ts";
import { px } from "./text.ts";
import type { Colours, Shade } from "./theme.ts";

/** The middle of each row, from the top, px. */
export function rowMiddles(rows: number, { plot }: Frame): number[] {
  const height = (plot.bottom - plot.top) / Math.max(1, rows);
  return Array.from({ length: rows }, (_, row) => plot.top + (row + 0.5) * height);
}

const MOST_OF_A_ROW = 0.62;
const NARROWEST_PX = 1;

/** Bands of states, a row each, on a pale track from edge to edge. */
export function drawBands(
  { rows }: BandsData,
  x: (at: number) => number,
  frame: Frame,
  shade: Shade,
  { line }: Colours,
): string {
  const { plot, font_px } = frame;
  const row = (plot.bottom - plot.top) / Math.max(1, rows.length);
  const thick = Math.min(row * MOST_OF_A_ROW, font_px * (rows.length === 1 ? 6 : 3));
  const middles = rowMiddles(rows.length, frame);
  const track = middles
    .map((y) => `M${px(plot.left)} ${px(y - thick / 2)}H${px(plot.right)}V${px(y + thick / 2)}H${px(plot.left)}Z`)
    .join("");
  const bands = rows.flatMap(({ spans }, i) => {
    const y = middles[i] ?? plot.top;
    return spans.map(({ from, to }) => {
      const left = x(from);
      const width = Math.max(NARROWEST_PX, x(to) - left);
      return `M${px(left)} ${px(y - thick / 2)}h${px(width)}v${px(thick)}h${px(-width)}Z`;
    });
  });
  return `<path d="${track}" fill="${line}" fill-opacity=".7"/><path d="${bands.join("")}" fill="${shade.fill}" fill-opacity=".92"/>`;
}
