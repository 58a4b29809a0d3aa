import { BUCKET_STEPS_MS } from "../../chart/buckets.ts";
import { wallClock } from "../../chart/wall-clock.ts";
import { type BarUnit, civilEdges, DAY, HOUR, MINUTE, type SpanName, type Stretch } from "../../model/index.ts";
import type { SunOf } from "../http/setup.ts";

/** Which span a picture shows, and in what steps: whole ones, so that it stays the same until a step is over. */

const LENGTHS: Readonly<Record<SpanName, number>> = {
  "1h": HOUR,
  "12h": 12 * HOUR,
  "24h": DAY,
  "1w": 7 * DAY,
  "1m": 31 * DAY,
  "1q": 92 * DAY,
  "1y": 365 * DAY,
};

export const SPAN_NAMES: readonly SpanName[] = ["1h", "12h", "24h", "1w", "1m", "1q", "1y"];

export interface Plan extends Stretch {
  /** Of a counter's steps: what people call them. */
  readonly each?: BarUnit;
  /** About how long each step is, ms. */
  readonly step_ms: number;
  /** Where the steps begin and the last one ends: `from` … `to`. */
  readonly edges: readonly number[];
}

function evenPlan(span: SpanName, until: number, step_ms: number): Plan {
  const to = Math.ceil(until / step_ms) * step_ms;
  const from = to - LENGTHS[span];
  const edges = Array.from({ length: LENGTHS[span] / step_ms + 1 }, (_, i) => from + i * step_ms);
  return { from, to, step_ms, edges };
}

/** So many civil days, the last of them that of `until`. */
function dayPlan(days: number, each: number, until: number, zone: string): Plan {
  const steps = Math.ceil(days / each);
  const clock = wallClock(zone);
  const edges = Array.from({ length: steps + 1 }, (_, i) => clock.startOf("day", until - 1, 1 - (steps - i) * each));
  return { from: edges[0] ?? until, to: edges.at(-1) ?? until, step_ms: each * DAY, edges };
}

/**
 * Steps for a curve: at most one for each pixel of its width.
 * @param until UTC ms: the picture ends there, or with the step that holds it
 */
export function curvePlan(span: SpanName, until: number, width_px: number, zone: string): Plan {
  const least_ms = LENGTHS[span] / Math.max(1, width_px);
  const step_ms = BUCKET_STEPS_MS.find((step) => step >= least_ms);
  if (step_ms !== undefined) return evenPlan(span, until, step_ms);
  return dayPlan(LENGTHS[span] / DAY, Math.ceil(least_ms / DAY), until, zone);
}

const MOST_BARS = 400;

function civilPlan(unit: "hour" | "month", from: number, until: number, zone: string): Plan {
  const edges = civilEdges(unit, from, until, zone, MOST_BARS) ?? [];
  const step_ms = unit === "hour" ? HOUR : DAY;
  return { from: edges[0] ?? until, to: edges.at(-1) ?? until, step_ms, edges, each: unit };
}

/** Steps for bars: minutes, hours, days or months that people count in, the last one that of `until`. */
export function barsPlan(span: SpanName, until: number, zone: string): Plan {
  if (span === "1h") return { ...evenPlan(span, until, 5 * MINUTE), each: "minutes" };
  if (LENGTHS[span] <= DAY) return civilPlan("hour", until - 1 - LENGTHS[span] + HOUR, until, zone);
  // eleven months ago by the shortest of them: the year is whole, and at most a month longer
  if (span === "1y") return civilPlan("month", until - 335 * DAY, until, zone);
  return { ...dayPlan(LENGTHS[span] / DAY, 1, until, zone), each: "day" };
}

/** Nights are drawn where a day is wide enough to see them. */
const MOST_NIGHTS_MS = 32 * DAY;

/** From each sunset to the next sunrise; none where a span is too long for it, or the sun does not rise or set. */
export function nightsOf({ from, to }: Stretch, sun: SunOf | null, zone: string): Stretch[] {
  if (sun === null || to - from > MOST_NIGHTS_MS) return [];
  const clock = wallClock(zone);
  const nights: Stretch[] = [];
  let sunset: number | null = null;
  for (let at = clock.startOf("day", from, -1); at < to + DAY; at = clock.startOf("day", at, 1)) {
    const today = sun(at);
    if (sunset !== null && today.sunrise !== null) nights.push({ from: sunset, to: today.sunrise });
    sunset = today.sunset;
  }
  return nights;
}
