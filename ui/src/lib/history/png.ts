import type { Role } from "../../../../src/chart/roles.ts";
import { AIR, GUTTER, placeOf, type Span } from "./paint.ts";
import { type Colours, FONT } from "./theme.svelte.ts";
import type { Tick } from "./ticks.ts";

/** The graphs as one picture, as they stand on the screen: title, legends, curves, bands, time axis. */

export interface Entry {
  readonly text: string;
  readonly role: Role;
  readonly dash: readonly number[];
}

export interface Part {
  /** Empty: without a heading. */
  readonly title: string;
  readonly legend: readonly Entry[];
  readonly canvas: HTMLCanvasElement;
}

export interface Picture {
  readonly title: string;
  readonly span: string;
  readonly parts: readonly Part[];
  readonly ticks: readonly Tick[];
  readonly view: Span;
  readonly colours: Colours;
  /** Width of the graphs, CSS pixels, and what one of them is on the canvas. */
  readonly width: number;
  readonly scale: number;
}

const MARGIN = 16;
const TITLE = 64;
const LINE = 22;
const AXIS = 48;
const ENTRY_GAP = 24;

interface Placed {
  readonly entry: Entry;
  readonly x: number;
  readonly line: number;
}

/** Where each entry of a legend stands, and how many lines it takes. `widthOf` measures a text. */
export function placeEntries(
  entries: readonly Entry[],
  room: number,
  widthOf: (text: string) => number,
): { readonly placed: Placed[]; readonly lines: number } {
  let x = 0;
  let line = 0;
  const placed = entries.map((entry) => {
    const width = 30 + widthOf(entry.text);
    if (x > 0 && x + width > room) {
      x = 0;
      line += 1;
    }
    const place = { entry, x, line };
    x += width + ENTRY_GAP;
    return place;
  });
  return { placed, lines: entries.length === 0 ? 0 : line + 1 };
}

function text(ctx: CanvasRenderingContext2D, words: string, x: number, y: number, font: string, colour: string): void {
  ctx.font = `${font} ${FONT}`;
  ctx.fillStyle = colour;
  ctx.fillText(words, x, y);
}

function paintPart(ctx: CanvasRenderingContext2D, picture: Picture, part: Part, top: number): number {
  const { colours, scale, width } = picture;
  const left = MARGIN + GUTTER;
  let y = top;
  if (part.title !== "") {
    text(ctx, part.title, MARGIN + 12, y + 14, "600 13px", colours.soft);
    y += LINE;
  }
  ctx.font = `13px ${FONT}`;
  const { placed, lines } = placeEntries(part.legend, width - GUTTER - AIR, (words) => ctx.measureText(words).width);
  for (const { entry, x, line } of placed) {
    const middle = y + line * LINE + 10;
    ctx.strokeStyle = colours[entry.role];
    ctx.lineWidth = 3;
    ctx.setLineDash([...entry.dash]);
    ctx.beginPath();
    ctx.moveTo(left + x, middle);
    ctx.lineTo(left + x + 20, middle);
    ctx.stroke();
    ctx.setLineDash([]);
    text(ctx, entry.text, left + x + 28, middle + 4, "13px", colours.ink);
  }
  y += lines * LINE;
  const height = part.canvas.height / scale;
  ctx.drawImage(part.canvas, MARGIN, y, part.canvas.width / scale, height);
  return y + height + 8;
}

function heightOf(picture: Picture, ctx: CanvasRenderingContext2D): number {
  ctx.font = `13px ${FONT}`;
  const room = picture.width - GUTTER - AIR;
  const parts = picture.parts.map(({ title, legend, canvas }) => {
    const { lines } = placeEntries(legend, room, (words) => ctx.measureText(words).width);
    return (title === "" ? 0 : LINE) + lines * LINE + canvas.height / picture.scale + 8;
  });
  return TITLE + AXIS + MARGIN + parts.reduce((sum, height) => sum + height, 0);
}

/** Draws it all on a canvas of its own. @throws Error when the browser gives no canvas */
export function compose(picture: Picture): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  if (!ctx) throw new Error("this browser cannot draw: try another one");
  const { scale, colours, width, view, ticks } = picture;
  const height = heightOf(picture, ctx);
  canvas.width = Math.round((width + 2 * MARGIN) * scale);
  canvas.height = Math.round(height * scale);
  ctx.setTransform(scale, 0, 0, scale, 0, 0);
  ctx.fillStyle = colours.surface;
  ctx.fillRect(0, 0, width + 2 * MARGIN, height);
  text(ctx, picture.title, MARGIN + 12, 30, "650 18px", colours.ink);
  text(ctx, picture.span, MARGIN + 12, 50, "13px", colours.soft);
  let y = TITLE;
  for (const part of picture.parts) y = paintPart(ctx, picture, part, y);
  ctx.textAlign = "center";
  const area = { left: MARGIN + GUTTER, width: width - GUTTER - AIR };
  for (const { at, main, sub } of ticks) {
    const x = placeOf(at, view, area);
    text(ctx, main, x, y + 12, "12px", colours.soft);
    text(ctx, sub, x, y + 28, "600 12px", colours.ink);
  }
  return canvas;
}
