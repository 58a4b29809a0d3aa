import { equalEdges } from "../../model/index.ts";
import type { Series, SeriesSet } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import { Changes, changesIn } from "./changes.ts";
import { type FoundChannel, holdOf } from "./channels.ts";
import { DAMAGED } from "./late-history.ts";
import { Patience } from "./patience.ts";
import type { Span } from "./span.ts";

function tooMany(most: number): HttpProblem {
  return new HttpProblem(
    400,
    "too_many_readings",
    `The span holds more than ${most} readings`,
    "points: ask for at most 10000 points; or ask with format=csv, which has no limit; or for a shorter span",
  );
}

/** Every reading as it is kept. @throws HttpProblem 400 when there are too many for one answer */
export async function rawSeries(
  context: RouteContext,
  { channel, unit }: FoundChannel,
  { from, to }: Span,
): Promise<Series> {
  const most = context.limits.raw_readings;
  const readings = await context.history.range(channel, from, to, most + 1);
  if (readings.length > most) throw tooMany(most);
  return { unit, at: readings.map(({ at }) => at), value: readings.map(({ value }) => value) };
}

async function condensed(
  context: RouteContext,
  { channel, unit }: FoundChannel,
  { from, to }: Span,
  points: number,
): Promise<Series> {
  const hold = holdOf(context.channels, channel);
  const edges = equalEdges(from, to, Math.min(points, to - from));
  const buckets = (await context.history.summaries(channel, edges, hold)).filter((bucket) => bucket !== undefined);
  return {
    unit,
    at: buckets.map(({ at }) => at),
    min: buckets.map(({ min }) => min),
    mean: buckets.map(({ mean }) => mean),
    max: buckets.map(({ max }) => max),
  };
}

/** What there is of a channel without readings. */
function emptySeries({ unit }: FoundChannel): Series {
  return unit === null ? { unit, at: [], value: [] } : { unit, at: [], min: [], mean: [], max: [] };
}

/** States have no mean: the instants at which they changed. */
async function changes(
  context: RouteContext,
  { channel, unit }: FoundChannel,
  span: Span,
  points: number,
  patience: Patience,
): Promise<Series> {
  const found = new Changes(span, points);
  for await (const page of changesIn(context, channel, span)) {
    for (const reading of page) found.take(reading);
    await patience.rest();
  }
  return { unit, ...found.columns() };
}

/**
 * The span cut into so many equal parts, those without a reading left out; of states the changes, at
 * most so many.
 * @throws HttpProblem 503 when it takes too long
 */
export async function condensedSeries(
  context: RouteContext,
  found: FoundChannel,
  span: Span,
  points: number,
  patience = new Patience(context),
): Promise<Series> {
  if (found.unit === null) return changes(context, found, span, points, patience);
  return condensed(context, found, span, points);
}

/** Each of the channels; one whose readings are damaged is empty, and named in `failed` with what is wrong. */
export async function seriesOf(
  context: RouteContext,
  channels: ReadonlyMap<string, FoundChannel>,
  span: Span,
  points: number,
): Promise<Pick<SeriesSet, "series" | "failed">> {
  const patience = new Patience(context);
  const series: [string, Series][] = [];
  const failed: [string, string][] = [];
  for (const [name, channel] of channels) {
    try {
      series.push([name, await condensedSeries(context, channel, span, points, patience)]);
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.error !== DAMAGED) throw error;
      series.push([name, emptySeries(channel)]);
      failed.push([name, error.message]);
    }
    await patience.rest();
  }
  return { series: Object.fromEntries(series), ...(failed.length > 0 && { failed: Object.fromEntries(failed) }) };
}
