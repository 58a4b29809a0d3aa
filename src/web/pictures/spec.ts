import type { Language, Unit } from "../../model/index.ts";
import type { Theme } from "./theme.ts";

/** What a picture shows: all that its drawing needs, and nothing else. */

/** From ≤ at < to, UTC ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A value and when it was measured. */
export interface Newest {
  readonly at: number;
  readonly value: number | string;
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
  /** Energy over the span, Wh; `null` where it makes no sense. */
  readonly energy_wh: number | null;
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

export interface PictureSpec extends Stretch {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly language: Language;
  /** The site's zone: its hours and days stand under the picture. */
  readonly time_zone: string;
  readonly channel: string;
  /** What is later than this has not happened yet, UTC ms. */
  readonly now: number;
  /** How long the span is, in words: `24 hours`. */
  readonly span: string;
  readonly data: PictureData;
  /** The newest reading that is not later than the span; `null` when there is none. */
  readonly newest: Newest | null;
  /** From sunset to sunrise. */
  readonly nights: readonly Stretch[];
}
