import {
  type BandsData,
  type BarsData,
  type CurveData,
  HOUR,
  MINUTE,
  type PictureData,
  type PictureSpec,
} from "../../model/index.ts";
import { channelName } from "../../words/channels.ts";
import { textWidth } from "../text.ts";

/** 2026-11-20 10:00 in Paris. */
export const NOW = Date.UTC(2026, 10, 20, 9);

/** A curve with a point each ten minutes of the last day; `undefined` leaves one out. */
export function curve(value: (i: number) => number | undefined, more: Partial<CurveData> = {}): CurveData {
  const step = 10 * MINUTE;
  const points = Array.from({ length: 144 }, (_, i) => {
    const mean = value(i);
    const from = NOW - (144 - i) * step;
    const spread = Math.abs(mean ?? 0) * 0.1;
    return mean === undefined ? [] : [{ from, to: from + step, min: mean - spread, mean, max: mean + spread }];
  }).flat();
  const [mins, maxs] = [points.map(({ min }) => min), points.map(({ max }) => max)];
  const mean = points.reduce((sum, point) => sum + point.mean / points.length, 0);
  const whole = points.length === 0 ? null : { min: Math.min(...mins), mean, max: Math.max(...maxs) };
  return {
    kind: "curve",
    unit: "W",
    points,
    gap_ms: 2.5 * step,
    whole,
    energy: whole && { wh: 24 * mean, covered: 1 },
    ...more,
  };
}

export const sunny = (i: number): number => Math.max(0, 2_400 * Math.sin(((i - 40) / 70) * Math.PI));

export function bars(values: readonly number[], unit = "kWh"): BarsData {
  const width = (24 * HOUR) / values.length;
  const all = values.map((value, i) => ({
    from: NOW - 24 * HOUR + i * width,
    to: NOW - 24 * HOUR + (i + 1) * width,
    value,
  }));
  return { kind: "bars", unit, bars: all, each: "hour", known: true };
}

export function bands(states: readonly string[], starts?: number): BandsData {
  const width = (24 * HOUR) / states.length;
  const rows = states.map((state, i) => {
    const span = { from: NOW - 24 * HOUR + i * width, to: NOW - 24 * HOUR + (i + 1) * width };
    return { state, spans: [span], total_ms: width };
  });
  return { kind: "bands", rows, known: true, ...(starts !== undefined && { starts }) };
}

/** A day of `solar.power`, 800 × 300. */
export function spec(data: PictureData, more: Partial<PictureSpec> = {}): PictureSpec {
  const { channel = "solar.power" } = more;
  return {
    from: NOW - 24 * HOUR,
    to: NOW,
    now: NOW,
    width: 800,
    height: 300,
    theme: "light",
    language: "en",
    time_zone: "Europe/Paris",
    channel,
    name: channelName(channel, more.language ?? "en"),
    span: "24h",
    data,
    newest: { at: NOW - MINUTE, value: 1_234.5 },
    nights: [{ from: NOW - 16 * HOUR, to: NOW - 2 * HOUR }],
    ...more,
  };
}

export interface Box {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The room that each text of a picture takes. */
export function boxesOf(svg: string): Box[] {
  const pattern =
    /<text x="([^"]+)" y="([^"]+)" font-size="([^"]+)" fill="[^"]+"( font-weight="600")?(?: text-anchor="(\w+)")?>([^<]*)</g;
  return [...svg.matchAll(pattern)].map(([, x, y, size, weight, anchor, words = ""]) => {
    const font = Number(size);
    const plain = words.replace(/&#?\w+;/g, "&");
    const width = textWidth(plain, font, weight !== undefined);
    const left = Number(x) - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    return { words, left, right: left + width, top: Number(y) - font * 0.73, bottom: Number(y) + font * 0.2 };
  });
}

/** Pairs of texts that lie on each other, as words. */
export function overlaps(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.words} | ${b.words}`),
  );
}

/** Width and height of a PNG, and its bytes of pixels unpacked by somebody else than who packed them. */
export function sizeOf(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
