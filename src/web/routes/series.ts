import { z } from "zod";
import { Series, SeriesSet } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { type FoundChannel, findChannel } from "../history/channels.ts";
import { acceptedFormat, Downloads, LINE_TYPES } from "../history/downloads.ts";
import { condensedSeries, rawSeries, seriesOf } from "../history/series.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import type { RouteContext } from "../http/context.ts";
import { CHANNEL, NAME_LENGTH, OneOf, Query, WholeNumber } from "../http/queries.ts";
import { type Route, Routes, route } from "../http/route.ts";

const POINTS = 1_000;

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
function setRoute(context: RouteContext): Route {
  const { limits, clock } = context;
  return route("GET /api/series", {
    who: "anybody_on_loopback",
    summary: "The history of several channels over one span",
    description:
      "The span cut into so many equal parts, parts without a reading left out. Means are weighted by time. " +
      "For states the changes instead; where there are more than `points`, the last one in each part.",
    tag: "history",
    asks: {
      query: Query({
        channels: z
          .string()
          .max(limits.series_channels * (NAME_LENGTH + 1))
          .describe(`names or aliases, with commas between them, at most ${limits.series_channels}`),
        ...SPAN,
        points: WholeNumber(1, limits.points)
          .optional()
          .describe(`parts to cut the span into, ${POINTS} when left out`),
      }),
    },
    answer: SeriesSet,
    problems: {
      404: "no channel has this name",
      503: "the answer took too long, or the history cannot be read",
    },
    handle: async ({ query }, reply) => {
      const span = spanOf(query, clock);
      const asked = namesOf(query.channels, limits.series_channels);
      const found = new Map<string, FoundChannel>();
      for (const name of asked) found.set(name, await findChannel(context, name));
      const set = await seriesOf(context, found, span, query.points ?? POINTS);
      if (!set.failed) keepPast(reply, span, clock);
      return { ...span, ...set };
    },
  });
}

/** `GET /api/series/:channel`: the history of a channel. */
function oneRoute(context: RouteContext): Route {
  const { limits, clock } = context;
  const downloads = new Downloads(limits);
  return route("GET /api/series/:channel", {
    who: "anybody_on_loopback",
    summary: "The history of a channel",
    description:
      "Without `points` every reading as it is kept: as JSON at most 200,000; as lines of CSV or JSON, asked for by " +
      "`format` or by `Accept`, as many as there are, in the form that `gleaner import` takes. With `points` the " +
      "span cut into so many equal parts, parts without a reading left out, means weighted by time; for states " +
      "the changes instead.",
    tag: "history",
    asks: {
      params: z.object({ channel: CHANNEL }),
      query: Query({
        ...SPAN,
        points: WholeNumber(1, limits.points).optional().describe("parts to cut the span into"),
        format: OneOf(["json", "csv", "jsonl"]).optional().describe("what `Accept` says when left out, else json"),
      }),
    },
    answer: {
      description: "the readings",
      json: Series,
      others: { [LINE_TYPES.csv]: lines, [LINE_TYPES.jsonl]: z.string() },
    },
    problems: {
      400: "a field is wrong, or too many readings",
      404: "no channel has this name",
      503: "the answer took too long, there are too many downloads, or the history cannot be read",
    },
    handle: async ({ params, query: { points, format, ...asked } }, reply) => {
      const found = await findChannel(context, params.channel);
      const span = spanOf(asked, clock);
      if (points !== undefined) {
        if (format !== undefined && format !== "json") throw formatWithPoints();
        keepPast(reply, span, clock);
        return condensedSeries(context, found, span, points);
      }
      const form = format ?? acceptedFormat(reply.request);
      if (form === "json") return rawSeries(context, found, span);
      downloads.send(reply, context, found, span, form);
      return reply;
    },
  });
}

/** The history of channels, one or several. */
export const routes = new Routes((context) => [setRoute(context), oneRoute(context)]);
