import { z } from "zod";
import { relayChannel } from "../../model/index.ts";
import { RunList } from "../api.ts";
import { runsOf } from "../history/runs.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { Query, RELAY, WholeNumber } from "../http/queries.ts";
import { relayCalled, unknownRelay } from "../http/relay-names.ts";
import { Routes, route } from "../http/route.ts";

const POINTS = 1_000;

/** `GET /api/relays/:id/runs`: when a relay was on. */
export const routes = new Routes((context) => [
  route("GET /api/relays/:id/runs", {
    who: "anybody_on_loopback",
    summary: "When a relay was on",
    description:
      "Runs are whole: the first may begin before the span, the last end after it. Runs that lie closer together " +
      "than the span divided by `points` are told as one, with their number and the time between them, so that there " +
      "are at most `points` of them.",
    tag: "history",
    asks: {
      params: z.object({ id: RELAY.describe("name or number") }),
      query: Query({
        ...SPAN,
        points: WholeNumber(1, context.limits.points).optional().describe(`most runs, ${POINTS} when left out`),
      }),
    },
    answer: RunList,
    problems: {
      404: "no relay has this name",
      503: "the answer took too long, or the history cannot be read",
    },
    handle: async ({ params, query }, reply) => {
      const { clock, history, live } = context;
      const house = live.newest()?.house;
      const { id } = relayCalled(params.id, house?.relays ?? []) ?? params;
      const channel = relayChannel(id);
      const known =
        house?.relays.some((relay) => relay.id === id) === true || (await history.unit(channel)) !== undefined;
      if (!known) throw unknownRelay(id, house?.relays.map((relay) => relay.id) ?? []);
      const span = spanOf(query, clock);
      const runs = await runsOf(context, channel, span, query.points ?? POINTS);
      keepPast(reply, span, clock);
      return { runs };
    },
  }),
]);
