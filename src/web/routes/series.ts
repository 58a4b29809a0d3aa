import { z } from "zod";
import { Problem, Series, SeriesSet } from "../api.ts";
import type { App, RouteContext } from "../context.ts";
import { findChannel } from "../history/channels.ts";
import { acceptedFormat, Downloads, LINE_TYPES } from "../history/downloads.ts";
import { DAMAGED } from "../history/late-history.ts";
import { condensedSeries, emptySeries, Patience, rawSeries } from "../history/series.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { HttpProblem } from "../http/problem.ts";
import { OneOf, Query, WholeNumber } from "../http/queries.ts";

const POINTS = 1_000;
const NAME_LENGTH = 100;

const lines = z.string().meta({ examples: ["time,channel,value\n2026-11-20T10:00:00.000Z,solar.power,1830.5\n"] });

function formatWithPoints(): HttpProblem {
  const hint = "leave points out, or format: parts of a span come as JSON only";
  return new HttpProblem(400, "invalid", "format: gives every reading, so it does not go with points", hint);
}

/** The channels of a list, each once. @throws HttpProblem 400 when there are none, or too many */
function namesOf(list: string, most: number): string[] {
  const names = [...new Set(list.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  if (names.length > 0 && names.length <= most && names.every((name) => name.length <= NAME_LENGTH)) return names;
  const hint = "channels: write such as channels=solar.power,battery.soc; /api/channels lists them";
  throw new HttpProblem(400, "invalid", `channels: ${names.length} names, where 1 to ${most} are possible`, hint);
}

/** `GET /api/series`: several channels over one span. */
function setRoute(app: App, context: RouteContext): void {
  const { limits, clock } = context;
  app.get(
    "/api/series",
    {
      schema: {
        summary: "The history of several channels over one span",
        description:
          "The span cut into so many equal parts, parts without a reading left out. Means are weighted by time. " +
          "For states the changes instead; where there are more than `points`, the last one in each part.",
        tags: ["history"],
        querystring: Query({
          channels: z
            .string()
            .max(limits.series_channels * (NAME_LENGTH + 1))
            .describe(`names or aliases, with commas between them, at most ${limits.series_channels}`),
          ...SPAN,
          points: WholeNumber(1, limits.points)
            .optional()
            .describe(`parts to cut the span into, ${POINTS} when left out`),
        }),
        response: {
          200: SeriesSet,
          400: Problem.describe("a field is wrong"),
          404: Problem.describe("no channel has this name"),
          503: Problem.describe("the answer took too long, or the history cannot be read"),
        },
      },
    },
    async (request, reply) => {
      const span = spanOf(request.query, clock);
      const asked = namesOf(request.query.channels, limits.series_channels);
      const found = asked.map((name) => [name, findChannel(context, name)] as const);
      const patience = new Patience(context);
      const series: [string, Series][] = [];
      const failed: [string, string][] = [];
      for (const [name, channel] of found) {
        try {
          series.push([name, await condensedSeries(context, channel, span, request.query.points ?? POINTS, patience)]);
        } catch (error) {
          if (!(error instanceof HttpProblem) || error.error !== DAMAGED) throw error;
          series.push([name, emptySeries(channel)]);
          failed.push([name, error.message]);
        }
        await patience.rest();
      }
      if (failed.length === 0) keepPast(reply, span, clock);
      return {
        ...span,
        series: Object.fromEntries(series),
        ...(failed.length > 0 && { failed: Object.fromEntries(failed) }),
      };
    },
  );
}

/** `GET /api/series/:channel`: the history of a channel. */
function oneRoute(app: App, context: RouteContext): void {
  const { limits, clock } = context;
  const downloads = new Downloads(limits);
  app.get(
    "/api/series/:channel",
    {
      schema: {
        summary: "The history of a channel",
        description:
          "Without `points` every reading as it is kept: as JSON at most 200,000; as lines of CSV or JSON, asked for by " +
          "`format` or by `Accept`, as many as there are, in the form that `gleaner import` takes. With `points` the " +
          "span cut into so many equal parts, parts without a reading left out, means weighted by time; for states " +
          "the changes instead.",
        tags: ["history"],
        params: z.object({ channel: z.string().min(1).max(NAME_LENGTH).describe("name or alias") }),
        querystring: Query({
          ...SPAN,
          points: WholeNumber(1, limits.points).optional().describe("parts to cut the span into"),
          format: OneOf(["json", "csv", "jsonl"]).optional().describe("what `Accept` says when left out, else json"),
        }),
        response: {
          200: {
            description: "the readings",
            content: {
              "application/json": { schema: Series },
              [LINE_TYPES.csv]: { schema: lines },
              [LINE_TYPES.jsonl]: { schema: z.string() },
            },
          },
          400: Problem.describe("a field is wrong, or too many readings"),
          404: Problem.describe("no channel has this name"),
          503: Problem.describe(
            "the answer took too long, there are too many downloads, or the history cannot be read",
          ),
        },
      },
    },
    async (request, reply) => {
      const found = findChannel(context, request.params.channel);
      const span = spanOf(request.query, clock);
      const { points, format } = request.query;
      if (points !== undefined) {
        if (format !== undefined && format !== "json") throw formatWithPoints();
        keepPast(reply, span, clock);
        return condensedSeries(context, found, span, points);
      }
      const form = format ?? acceptedFormat(request);
      if (form === "json") return rawSeries(context, found, span);
      downloads.send(reply, context, found, span, form);
      return reply;
    },
  );
}

/** The history of channels, one or several. */
export function seriesRoutes(app: App, context: RouteContext): void {
  setRoute(app, context);
  oneRoute(app, context);
}
