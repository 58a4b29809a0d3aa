import { px, textWidth, xml } from "./text.ts";
import type { Colours } from "./theme.ts";

/** Where everything has its place in a picture, by the picture's size. */

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Size of the small letters and of the title's. */
  readonly font_px: number;
  readonly title_px: number;
  /** Between the edge and what stands nearest to it. */
  readonly pad: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Baselines; `null` where the picture is too small for it. */
  readonly title: number | null;
  readonly firstRow: number | null;
  readonly secondRow: number | null;
  readonly footer: number | null;
}

const SMALLEST_PX = 10;
const LARGEST_PX = 24;
const USUAL = { width: 800, height: 300, font_px: 12 };

/** From the top down, as many rows as leave the plot its half. */
function rowsOf(width: number, height: number, font: number): { title: boolean; rows: 0 | 1 | 2; footer: boolean } {
  return {
    title: height >= 8 * font,
    rows: height >= 16 * font ? 2 : height >= 7 * font && width >= 14 * font ? 1 : 0,
    footer: height >= 14 * font && width >= 20 * font,
  };
}

/**
 * @param sideLabels the labels at the left for a plot of that height, px: their widest makes the column. Empty: none
 */
export function frameOf(
  width: number,
  height: number,
  sideLabels: (plot_px: number, font_px: number) => string[],
): Frame {
  const shrink = Math.sqrt(Math.min(width / USUAL.width, height / USUAL.height));
  const font = Math.min(LARGEST_PX, Math.max(SMALLEST_PX, Math.round(USUAL.font_px * shrink * 2) / 2));
  const title = Math.round(font * 1.3);
  const pad = width >= 30 * font ? font * 1.25 : font * 0.7;
  const has = rowsOf(width, height, font);
  const top = has.title ? pad + title * 1.15 + font * 0.9 : pad;
  const footer = has.footer ? height - pad : null;
  const below = footer === null ? height - pad * 0.9 : footer - font * 1.9;
  const secondRow = has.rows === 2 ? below : null;
  const firstRow = has.rows === 0 ? null : secondRow === null ? below : secondRow - font * 1.45;
  const bottom = firstRow === null ? height - pad : firstRow - font * 1.45;
  const labels = width >= 16 * font ? sideLabels(bottom - top, font) : [];
  const column = Math.max(0, ...labels.map((label) => textWidth(label, font)));
  return {
    width,
    height,
    font_px: font,
    title_px: title,
    pad,
    plot: { left: pad + (column > 0 ? column + font * 0.7 : 0), right: width - pad, top, bottom },
    title: has.title ? pad + title * 0.85 : null,
    firstRow,
    secondRow,
    footer,
  };
}

/** From the middle of a line of letters down to its baseline, in parts of their size. */
export const MIDDLE = 0.36;

export interface TextStyle {
  readonly size_px: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
}

/** A line of text; `y` is its baseline. */
export function textAt(x: number, y: number, words: string, { size_px, fill, bold, anchor }: TextStyle): string {
  const weight = bold ? ' font-weight="600"' : "";
  const place = anchor !== undefined && anchor !== "start" ? ` text-anchor="${anchor}"` : "";
  return `<text x="${px(x)}" y="${px(y)}" font-size="${px(size_px)}" fill="${fill}"${weight}${place}>${xml(words)}</text>`;
}

/** Upright lines through the plot, in one path. */
export function uprights(xs: readonly number[], { plot }: Frame, colour: string): string {
  if (xs.length === 0) return "";
  const lines = xs.map((x) => `M${px(Math.round(x) + 0.5)} ${px(plot.top)}V${px(plot.bottom)}`).join("");
  return `<path d="${lines}" stroke="${colour}" fill="none"/>`;
}

/** Level lines through the plot, in one path. */
export function levels(ys: readonly number[], { plot }: Frame, colour: string): string {
  if (ys.length === 0) return "";
  const lines = ys.map((y) => `M${px(plot.left)} ${px(Math.round(y) + 0.5)}H${px(plot.right)}`).join("");
  return `<path d="${lines}" stroke="${colour}" fill="none"/>`;
}

/** Words for those to whom the picture is read out. */
export function described(title: string, description: string): string {
  return `<title>${xml(title)}</title><desc>${xml(description)}</desc>`;
}

/** Sentences in the middle of the plot, each in the longest way that finds room, or left out. */
export function notice(sentences: readonly (readonly string[])[], frame: Frame, colours: Colours): string {
  const { plot, font_px } = frame;
  const room = plot.right - plot.left;
  const lines = sentences.flatMap((ways) => ways.find((words) => textWidth(words, font_px) <= room) ?? []);
  const x = (plot.left + plot.right) / 2;
  const middle = (plot.top + plot.bottom) / 2 + font_px * MIDDLE;
  const most = Math.max(1, Math.floor((plot.bottom - plot.top) / (1.6 * font_px)));
  const shown = lines.slice(0, most);
  return shown
    .map((line, i) =>
      textAt(x, middle + (i - (shown.length - 1) / 2) * font_px * 1.6, line, {
        size_px: font_px,
        fill: i === 0 ? colours.ink : colours.soft,
        anchor: "middle",
      }),
    )
    .join("");
}
