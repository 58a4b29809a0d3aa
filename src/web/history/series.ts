import { setImmediate as nextTurn } from "node:timers/promises";
import { equalEdges, type Reading } from "../../model/index.ts";
import type { Series } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import type { WebClock } from "../live/live.ts";
import { Changes, changesIn } from "./changes.ts";
import { type FoundChannel, holdOf } from "./channels.ts";
import type { Span } from "./span.ts";

function tooMany(most: number): HttpProblem {
  return new HttpProblem(
    400,
    "too_many_readings",
    `The span holds more than ${most} readings`,
    "points: ask for at most 10000 points; or ask with format=csv, which has no limit; or for a shorter span",
  );
}

/** Counts the time that an answer takes. */
export class Patience {
  readonly #clock: WebClock;
  readonly #until: number;

  constructor({ clock, limits }: Pick<RouteContext, "clock" | "limits">) {
    this.#clock = clock;
    this.#until = clock.mono() + limits.series_ms;
  }

  /** Gives other clients their turn. @throws HttpProblem 503 when the answer has taken too long already */
  async rest(): Promise<void> {
    if (this.#clock.mono() > this.#until) {
      throw new HttpProblem(503, "too_slow", "The answer took too long", "ask for a shorter span");
    }
    await nextTurn();
  }
}

/** The readings of a channel by the page, oldest first. Whoever takes them gives other clients their turn in between. */
export async function* pagesOf(
  { history, limits }: Pick<RouteContext, "history" | "limits">,
  channel: string,
  span: Span,
): AsyncGenerator<Reading[]> {
  const most = limits.chunk_readings;
  for (let { from } = span; from < span.to; ) {
    const page = await history.range(channel, from, span.to, most);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < most) return;
    from = last.at + 1;
  }
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
  const hold_ms = holdOf(context.channels, channel);
  const edges = equalEdges(from, to, Math.min(points, to - from));
  const buckets = (await context.history.summaries(channel, edges, hold_ms)).filter((bucket) => bucket !== undefined);
  return {
    unit,
    at: buckets.map(({ at }) => at),
    min: buckets.map(({ min }) => min),
    mean: buckets.map(({ mean }) => mean),
    max: buckets.map(({ max }) => max),
  };
}

/** What there is of a channel without readings. */
export function emptySeries({ unit }: FoundChannel): Series {
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
