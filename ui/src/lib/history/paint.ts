import type { Hatch, Row } from "./bands.ts";
import { fitted } from "./fitted.ts";
import { type Colours, FONT, faint } from "./theme.svelte.ts";

/** What is drawn by hand on a canvas: hatched gaps, bands of relays and states. Lengths in CSS pixels. */

/** Room for the values left of every plot, and the air right of it. */
export const GUTTER = 52;
export const AIR = 12;
export const ROW_HEIGHT = 44;
const NAME_HEIGHT = 20;
const BAND_HEIGHT = 16;
const HATCH = 7;
/** A band shorter than this is drawn this wide, so that it is seen. */
const LEAST_WIDTH = 1.5;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The horizontal place of an instant. */
export function placeOf(at: number, { from, to }: Span, { left, width }: Pick<Box, "left" | "width">): number {
  return left + ((at - from) / (to - from)) * width;
}

/** Hatches the gaps over the height of the box; all lengths times `scale`. */
export function paintGaps(
  ctx: CanvasRenderingContext2D,
  gaps: readonly Hatch[],
  view: Span,
  box: Box,
  colours: Colours,
  scale: number,
): void {
  const step = HATCH * scale;
  ctx.save();
  ctx.strokeStyle = faint(colours.edge, 0.55);
  ctx.lineWidth = scale;
  for (const { since, until } of gaps) {
    const left = Math.max(box.left, placeOf(since, view, box));
    const right = Math.min(box.left + box.width, placeOf(until, view, box));
    if (right <= left) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, box.top, Math.max(LEAST_WIDTH * scale, right - left), box.height);
    ctx.fillStyle = faint(colours.edge, 0.1);
    ctx.fill();
    ctx.clip();
    ctx.beginPath();
    const first = Math.floor((left - box.height) / step) * step;
    for (let x = first; x < right; x += step) {
      ctx.moveTo(x, box.top + box.height);
      ctx.lineTo(x + box.height, box.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

export interface BandsPicture {
  readonly rows: readonly Row[];
  readonly names: readonly string[];
  /** What a state is called. */
  word(state: string): string;
  readonly gaps: readonly Hatch[];
  readonly view: Span;
  /** UTC ms: where a band that still holds ends. */
  readonly now: number;
  /** Instants with a fine line. */
  readonly ticks: readonly number[];
  readonly colours: Colours;
}

/** The rows one below the other from the top of the canvas on. */
export function paintBands(ctx: CanvasRenderingContext2D, picture: BandsPicture, width: number, scale: number): void {
  const { rows, view, colours, ticks, gaps } = picture;
  const box = { left: GUTTER, top: 0, width: width - GUTTER - AIR, height: rows.length * ROW_HEIGHT };
  ctx.setTransform(scale, 0, 0, scale, 0, 0);
  ctx.clearRect(0, 0, width, box.height);
  ctx.strokeStyle = colours.line;
  ctx.lineWidth = 1;
  for (const at of ticks) {
    const x = Math.round(placeOf(at, view, box)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, box.height);
    ctx.stroke();
  }
  for (const index of rows.keys()) paintRow(ctx, picture, index, box);
  paintGaps(ctx, gaps, view, box, colours, 1);
}

function paintRow(ctx: CanvasRenderingContext2D, picture: BandsPicture, index: number, box: Box): void {
  const { rows, names, view, now, colours } = picture;
  const row = rows[index];
  if (!row) return;
  const top = index * ROW_HEIGHT + NAME_HEIGHT;
  ctx.font = `12px ${FONT}`;
  const name = fitted(names[index] ?? row.name, box.width - 2, (words) => ctx.measureText(words).width);
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.surface;
  ctx.fillRect(box.left, top - NAME_HEIGHT + 2, ctx.measureText(name).width + 8, NAME_HEIGHT - 3);
  ctx.fillStyle = colours.soft;
  ctx.fillText(name, box.left + 2, top - NAME_HEIGHT / 2 + 1);
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, top, box.width, BAND_HEIGHT);
  ctx.fillStyle = colours.sunken;
  // what is not read yet was not off
  if (!row.isUnread) ctx.fill();
  ctx.clip();
  for (const band of row.bands) {
    const left = placeOf(band.from, view, box);
    const right = placeOf(Math.min(band.to ?? now, view.to), view, box);
    if (right < box.left || left > box.left + box.width) continue;
    const width = Math.max(LEAST_WIDTH, right - left);
    if (row.relay === undefined) paintState(ctx, picture, band.value, { left, top, width, height: BAND_HEIGHT }, box);
    else {
      ctx.fillStyle = colours.loads;
      ctx.fillRect(left, top, width, BAND_HEIGHT);
    }
  }
  ctx.restore();
}

/** How strongly a state is coloured: those of a charger from dark to light, any other by its name. */
const STRENGTH: Readonly<Record<string, number>> = {
  off: 0.06,
  bulk: 0.85,
  absorption: 0.6,
  float: 0.35,
  storage: 0.2,
};

function strengthOf(state: string): number {
  const known = Object.hasOwn(STRENGTH, state) ? STRENGTH[state] : undefined;
  if (known !== undefined) return known;
  let sum = 0;
  for (const letter of state) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 7;
  return 0.15 + sum * 0.1;
}

function paintState(ctx: CanvasRenderingContext2D, picture: BandsPicture, state: string, at: Box, all: Box): void {
  const { colours } = picture;
  ctx.fillStyle = faint(colours.solar, strengthOf(state));
  ctx.fillRect(at.left, at.top, at.width, at.height);
  ctx.fillStyle = colours.edge;
  ctx.fillRect(at.left, at.top, 1, at.height);
  const left = Math.max(at.left, all.left) + 5;
  const room = Math.min(at.left + at.width, all.left + all.width) - left - 3;
  const word = picture.word(state);
  ctx.font = `11px ${FONT}`;
  if (ctx.measureText(word).width > room) return;
  ctx.fillStyle = colours.ink;
  ctx.fillText(word, left, at.top + at.height / 2 + 0.5);
}
