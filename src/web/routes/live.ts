import { z } from "zod";
import { Language, Problem } from "../api.ts";
import { type App, languageOf, type RouteContext } from "../context.ts";
import { writeHead } from "../http/hijack.ts";
import { HttpProblem } from "../http/problem.ts";
import { OneOf, Query } from "../http/queries.ts";

/** `GET /api/live`: the state again whenever the house publishes it, as server-sent events. */
export function liveRoute(app: App, context: RouteContext): void {
  const { streams } = context;
  app.get(
    "/api/live",
    {
      exposeHeadRoute: false,
      schema: {
        summary: "The state as it changes, as server-sent events",
        description:
          "Event `state`, its data the same JSON as `/api/state`: once on connecting, then after each cycle that the " +
          "house publishes, at most four times a second. Lines that begin with a colon keep the connection alive.",
        tags: ["state"],
        querystring: Query({ lang: OneOf(Language.options).optional().describe("language of the sentences") }),
        response: {
          200: {
            description: "events without end",
            content: {
              "text/event-stream": { schema: z.string().meta({ examples: ["event: state\ndata: {…}\n\n"] }) },
            },
          },
          503: Problem.describe("too many clients"),
        },
      },
    },
    (request, reply) => {
      if (streams.full) {
        const hint = "close pages that are not looked at, or ask /api/state now and then";
        throw new HttpProblem(503, "too_many_clients", `${streams.clients} live clients are connected`, hint, 10);
      }
      writeHead(reply, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
      streams.open(reply.raw, languageOf(request.query, context));
    },
  );
}
