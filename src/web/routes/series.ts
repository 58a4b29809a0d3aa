import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { DAY, nearest, type Reading, type Unit, type Value } from "../../model/index.ts";
import { Problem, Series } from "../api.ts";
import type { App, RouteContext } from "../context.ts";
import { HttpProblem } from "../problem.ts";
import { Instant, WholeNumber } from "../queries.ts";

interface Span {
  readonly channel: string;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

/** The channel's own name and unit, also by alias. @throws HttpProblem 404 with the nearest known name */
function find(context: RouteContext, asked: string): { channel: string; unit: Unit } {
  const snapshot = context.live.newest()?.house.snapshot;
  const channel = snapshot?.aliases.get(asked) ?? asked;
  const unit = context.history.unit(channel) ?? snapshot?.channels.get(channel)?.unit;
  if (unit !== undefined) return { channel, unit };
  const meant = nearest(asked, [...(snapshot?.channels.keys() ?? []), ...(snapshot?.aliases.keys() ?? [])]);
  const hint = meant === undefined ? "/api/state lists the channels" : `did you mean ${meant}?`;
  throw new HttpProblem(404, "unknown_channel", `No channel is called ${asked}`, hint);
}

function tooMany(most: number): HttpProblem {
  return new HttpProblem(
    400,
    "too_many_readings",
    `The span holds more than ${most} readings`,
    "points: ask for at most 10000 points, or for a shorter span",
  );
}

function raw(context: RouteContext, { channel, unit, from, to }: Span): Series {
  const most = context.limits.raw_readings;
  const readings = context.history.range(channel, from, to, most + 1);
  if (readings.length > most) throw tooMany(most);
  return { unit, at: readings.map(({ at }) => at), value: readings.map(({ value }) => value) };
}

function condensed(context: RouteContext, { channel, unit, from, to }: Span, points: number): Series {
  const buckets = context.history.buckets(channel, from, to, Math.min(points, to - from));
  return {
    unit,
    at: buckets.map(({ at }) => at),
    min: buckets.map(({ min }) => min),
    mean: buckets.map(({ mean }) => mean),
    max: buckets.map(({ max }) => max),
  };
}

/** States have no mean: the instants at which they changed. Read in pieces, so that other clients get their turn. */
async function changes(context: RouteContext, { channel, unit, from, to }: Span): Promise<Series> {
  const { chunk_readings, series_ms, raw_readings } = context.limits;
  const began = context.clock.mono();
  const at: number[] = [];
  const value: Value[] = [];
  let start = from;
  let piece: Reading[];
  do {
    piece = context.history.range(channel, start, to, chunk_readings);
    for (const reading of piece) {
      if (reading.value === value.at(-1)) continue;
      at.push(reading.at);
      value.push(reading.value);
    }
    if (at.length > raw_readings) throw tooMany(raw_readings);
    if (context.clock.mono() - began > series_ms) {
      throw new HttpProblem(503, "too_slow", "The answer took too long", "ask for a shorter span");
    }
    start = (piece.at(-1)?.at ?? to) + 1;
    await nextTurn();
  } while (piece.length === chunk_readings && start < to);
  return { unit, at, value };
}

/** `GET /api/series/:channel`: the history of a channel. */
export function seriesRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/series/:channel",
    {
      schema: {
        summary: "The history of a channel",
        description:
          "Without `points` every reading as it is kept, at most 200,000; with `points` the span cut into so many equal " +
          "parts, parts without a reading left out. For states, `points` gives the changes instead.",
        tags: ["series"],
        params: z.object({ channel: z.string().min(1).max(100).describe("name or alias") }),
        querystring: z.strictObject({
          from: Instant.optional().describe("included; 24 h before `to` when left out"),
          to: Instant.optional().describe("not included; now when left out"),
          points: WholeNumber(1, context.limits.points).optional().describe("parts to cut the span into"),
        }),
        response: {
          200: Series,
          400: Problem.describe("a field is wrong, or too many readings"),
          404: Problem.describe("no channel has this name"),
        },
      },
    },
    async (request) => {
      const { channel, unit } = find(context, request.params.channel);
      const { to = context.clock.at(), points } = request.query;
      const { from = Math.max(0, to - DAY) } = request.query;
      if (from >= to) throw new HttpProblem(400, "invalid", "from: not before to", "from: write an instant before to");
      const span = { channel, unit, from, to };
      if (points === undefined) return raw(context, span);
      return unit === null ? changes(context, span) : condensed(context, span, points);
    },
  );
}
