import type { Language } from "../language.ts";
import type { Unit, Value } from "../reading.ts";

/** From ≤ at < to, UTC ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A point of a curve: what was measured from `at` to before `to`. */
export interface CurvePoint extends Stretch {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Values that go up and down. */
export interface CurveData {
  readonly kind: "curve";
  readonly unit: Unit;
  /** In the order of time. */
  readonly points: readonly CurvePoint[];
  /** Neighbours further apart than this have a gap between them, ms. */
  readonly gap_ms: number;
  /** Over the whole span; `null` without a reading. */
  readonly whole: { readonly min: number; readonly mean: number; readonly max: number } | null;
  /** Energy over the span, and of what share of it something is known; `null` where it makes no sense. */
  readonly energy: { readonly wh: number; readonly covered: number } | null;
}

export type BarUnit = "minutes" | "hour" | "day" | "month";

/** By how much a counter rose in each step. */
export interface BarsData {
  readonly kind: "bars";
  readonly unit: Unit;
  readonly bars: readonly (Stretch & { readonly value: number })[];
  /** What each bar stands for. */
  readonly each: BarUnit;
  /** Whether there was any reading at all. */
  readonly known: boolean;
}

/** States one after the other, or a relay that is on and off. */
export interface BandsData {
  readonly kind: "bands";
  /** A row for each state, in the order in which they are shown from the top. */
  readonly rows: readonly { readonly state: string; readonly spans: readonly Stretch[]; readonly total_ms: number }[];
  /** A relay's: how often it went on; absent for states. */
  readonly starts?: number;
  readonly known: boolean;
}

export type PictureData = CurveData | BarsData | BandsData;

export type Theme = "light" | "dark";

/** How long the span of a picture is: hours, a week, months of 31 days, a quarter, a year. */
export type SpanName = "1h" | "12h" | "24h" | "1w" | "1m" | "1q" | "1y";

/** What a picture shows: all that its drawing needs, and nothing else. */
export interface PictureSpec extends Stretch {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly language: Language;
  /** The site's zone: its hours and days stand under the picture. */
  readonly time_zone: string;
  readonly channel: string;
  /** What it is called in that language. */
  readonly name: string;
  /** What is later than this has not happened yet, UTC ms. */
  readonly now: number;
  readonly span: SpanName;
  readonly data: PictureData;
  /** The newest reading that is not later than the span; `null` when there is none. */
  readonly newest: { readonly at: number; readonly value: Value } | null;
  /** From sunset to sunrise. */
  readonly nights: readonly Stretch[];
}

export interface PaintingLimits {
  /** Pictures that wait, the one that is being painted included. */
  readonly picture_queue: number;
  /** Time for one picture, the start of the painter included. */
  readonly picture_ms: number;
  /** The painter ends when nothing was wanted for so long. */
  readonly picture_idle_ms: number;
}

/** Why there is no picture, in words for the reader. */
export class PaintingFailed extends Error {
  /** Too many wait already: a later try may be lucky. */
  readonly busy: boolean;
  constructor(message: string, busy = false) {
    super(message);
    this.busy = busy;
  }
}

/** Turns what was collected of a channel into pictures. */
export interface Pictures {
  /** The picture as SVG. Pure: the same spec gives the same text. @throws RangeError when the zone is unknown */
  draw(spec: PictureSpec): string;
  /** An SVG that `draw` made, as PNG. @throws PaintingFailed */
  paint(svg: string): Promise<Uint8Array>;
  /** Ends the painter; what waits is refused. */
  close(): void;
}

/** Loads what draws: called when the first picture is asked for, as in most houses nobody asks. */
export type LoadPictures = (limits: PaintingLimits) => Promise<Pictures>;
