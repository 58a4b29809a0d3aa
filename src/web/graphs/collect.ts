import { gapFrom, joined, usualDistance } from "../../chart/gaps.ts";
import {
  type BandsData,
  type BarsData,
  type CurveData,
  type CurvePoint,
  energyOf,
  type HoldRule,
  isCounter,
  MINUTE,
  type PictureData,
  type Questions,
  type Reading,
  relayOfChannel,
  type SpanName,
  type Stretch,
} from "../../model/index.ts";
import { drawnFor, type FoundChannel, holdOf } from "../history/channels.ts";
import { risesBetween } from "../history/counted.ts";
import { pagesOf } from "../history/pages.ts";
import { Patience } from "../history/patience.ts";
import type { RouteContext } from "../http/context.ts";
import type { ChannelSetup } from "../http/setup.ts";
import { barsPlan, curvePlan, type Plan } from "./plan.ts";
import { statesOf } from "./states.ts";

/** What a picture of a channel shows, from the history. */

export type PictureKind = "curve" | "bars" | "states" | "relay";

export function kindOf({ channel, unit }: FoundChannel): PictureKind {
  if (unit === null) return "states";
  if (relayOfChannel(channel) !== undefined) return "relay";
  return isCounter(channel, unit) ? "bars" : "curve";
}

/** Span and steps of a picture of that kind. */
export function planOf(kind: PictureKind, span: SpanName, until: number, width_px: number, zone: string): Plan {
  return kind === "bars" ? barsPlan(span, until, zone) : curvePlan(span, until, width_px, zone);
}

async function pointsOf(history: Questions, channel: string, plan: Plan, hold?: HoldRule): Promise<CurvePoint[]> {
  const buckets = await history.summaries(channel, plan.edges, hold);
  return buckets.flatMap((bucket, i) => {
    if (!bucket) return [];
    const { at, min, mean, max } = bucket;
    return [{ from: at, to: plan.edges[i + 1] ?? plan.to, min, mean, max }];
  });
}

async function curveOf(
  history: Questions,
  { channel, unit }: FoundChannel,
  plan: Plan,
  until: number,
  setup: ChannelSetup,
): Promise<CurveData> {
  const hold = holdOf(setup, channel);
  const points = await pointsOf(history, channel, plan, hold);
  const usual_ms = usualDistance(points.map(({ from }) => from));
  const gap_ms = Math.max(gapFrom(plan.step_ms, usual_ms), drawnFor(setup, channel));
  const [whole] = points.length === 0 ? [] : await history.summaries(channel, [plan.from, plan.to], hold);
  const energy = points.length === 0 ? null : await energyIn(history, { channel, unit }, plan, until, hold);
  return { kind: "curve", unit, points, gap_ms, whole: whole ?? null, energy };
}

/** `null` for what is no power. */
async function energyIn(
  history: Questions,
  { channel, unit }: FoundChannel,
  plan: Plan,
  until: number,
  hold: HoldRule | undefined,
): Promise<CurveData["energy"]> {
  const energy = energyOf(channel, unit);
  if (energy?.from !== "power") return null;
  const { sums, covered } = await history.energies(channel, [plan.from, Math.min(plan.to, until)], hold);
  return { wh: (sums[0] ?? 0) * energy.factor, covered: covered[0] ?? 0 };
}

async function barsOf(
  { history, channels }: RouteContext,
  found: FoundChannel,
  plan: Plan,
  known: boolean,
): Promise<BarsData> {
  const { unit } = found;
  const rises = await risesBetween(history, channels, found, plan.edges);
  const bars = Array.from(rises, (value, i) => ({
    from: plan.edges[i] ?? plan.from,
    to: plan.edges[i + 1] ?? plan.to,
    value,
  }));
  return { kind: "bars", unit, bars, each: plan.each ?? "day", known };
}

/** A relay's state is written when it is switched; how it was before, its integral up to the first switching tells. */
async function relayOf(
  context: RouteContext,
  { channel }: FoundChannel,
  plan: Plan,
  until: number,
): Promise<BandsData> {
  const { history } = context;
  const end = Math.min(plan.to, until);
  const patience = new Patience(context);
  const spans: Stretch[] = [];
  const [first] = await history.range(channel, plan.from, end, 1);
  let since = (await wasOn(context, channel, plan.from, first?.at ?? end)) ? plan.from : undefined;
  let starts = 0;
  const off = (at: number): void => {
    if (since !== undefined) spans.push({ from: since, to: at });
    since = undefined;
  };
  for await (const page of pagesOf(context, channel, { from: plan.from, to: end })) {
    for (const { at, value } of page) {
      if (value !== 1) off(at);
      else if (since === undefined) {
        since = at;
        starts++;
      }
    }
    await patience.rest();
  }
  off(end);
  const total_ms = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  const [latest] = await history.latestOf([channel]);
  const known = first !== undefined || (latest?.at ?? end) < end;
  return { kind: "bands", rows: [{ state: "on", spans: joined(spans, plan.step_ms / 2), total_ms }], starts, known };
}

async function wasOn({ history }: RouteContext, channel: string, from: number, to: number): Promise<boolean> {
  if (to <= from) return false;
  const { sums } = await history.energies(channel, [from, to], Number.POSITIVE_INFINITY);
  return (sums[0] ?? 0) > 0;
}

/** @param until UTC ms: what is later has not happened yet */
export async function dataOf(
  context: RouteContext,
  found: FoundChannel,
  plan: Plan,
  until: number,
  newest: Reading | null,
): Promise<PictureData> {
  const kind = kindOf(found);
  if (kind === "states") return statesOf(context, found, plan, until);
  if (kind === "relay") return relayOf(context, found, plan, until);
  if (kind === "bars") return barsOf(context, found, plan, newest !== null && newest.at >= plan.from);
  return context.history.together((moment) => curveOf(moment, found, plan, until, context.channels));
}

/** Enough for a look back at the readings of a device that speaks each second. */
const MOST_BACK = 100_000;

/** The newest reading before `to`, looked for in spans that grow with the distance down to `from`. */
export async function newestBefore(
  { history }: RouteContext,
  channel: string,
  from: number,
  to: number,
): Promise<Reading | null> {
  const [latest] = await history.latestOf([channel]);
  if (latest === undefined) return null;
  if (latest.at < to) return latest;
  for (let width = 5 * MINUTE, end = to; end > from; end -= width, width *= 2) {
    const last = (await history.range(channel, Math.max(from, end - width), end, MOST_BACK)).at(-1);
    if (last) return last;
  }
  return null;
}
