import { z } from "zod";
import { HttpProblem } from "../defence/problem.ts";
import { languageOf } from "../http/context.ts";
import { writeHead } from "../http/hijack.ts";
import { LANG, Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

const events = z.string().meta({ examples: ["event: state\ndata: {…}\n\n"] });

/** `GET /api/live`: the state again whenever the house publishes it, as server-sent events. */
export const routes = new Routes((context) => [
  route("GET /api/live", {
    who: "anybody_on_loopback",
    summary: "The state as it changes, as server-sent events",
    description:
      "Event `state`, its data the same JSON as `/api/state`: once on connecting, then after each cycle that the " +
      "house publishes, at most four times a second. Event `starting`, without data, as long as it has published nothing. Lines that begin with a colon keep the connection alive.",
    tag: "state",
    head: false,
    asks: { query: Query(LANG) },
    answer: { description: "events without end", others: { "text/event-stream": events } },
    problems: { 503: "too many clients" },
    handle: ({ query }, reply) => {
      const { streams } = context;
      if (streams.full) {
        const hint = "close pages that are not looked at, or ask /api/state now and then";
        throw new HttpProblem(503, "too_many_clients", `${streams.clients} live clients are connected`, hint, 10);
      }
      writeHead(reply, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
      streams.open(reply.raw, languageOf(query, context, reply));
      return reply;
    },
  }),
]);
