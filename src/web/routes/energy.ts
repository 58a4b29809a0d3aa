import { z } from "zod";
import { civilEdges } from "../../model/index.ts";
import { Energy, EnergyUnit } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { findChannel } from "../history/channels.ts";
import { energiesOf } from "../history/energy.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { CHANNEL, OneOf, Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

function tooManyUnits(most: number): HttpProblem {
  const hint = "by: take longer units (day, month, year), or ask for a shorter span";
  return new HttpProblem(400, "too_many_units", `The span holds more than ${most} units`, hint);
}

/** `GET /api/energy/:channel`: energy by the hour, day, month or year. */
export const routes = new Routes((context) => [
  route("GET /api/energy/:channel", {
    who: "anybody_on_loopback",
    summary: "Energy by the hour, day, month or year of the site's zone",
    description:
      "Of a power: each reading counts until the next one, as long as the channel usually speaks so rarely, five " +
      "minutes at least; `covered` says how much of the time is known by that. Of a counter: what it rose by, its resets not counted as falls. The first unit " +
      "is the one that holds `from`, the last holds the last instant before `to`; the present one is counted up " +
      `to now. At most ${context.limits.energy_units} units.`,
    tag: "history",
    asks: {
      params: z.object({ channel: CHANNEL }),
      query: Query({ by: OneOf(EnergyUnit.options).optional().describe("day when left out"), ...SPAN }),
    },
    answer: Energy,
    problems: {
      400: "a field is wrong, too many units, or the channel tells of no energy",
      404: "no channel has this name",
      503: "the history cannot be read",
    },
    handle: async ({ params, query }, reply) => {
      const { limits, site, clock } = context;
      const found = await findChannel(context, params.channel);
      const span = spanOf(query, clock);
      const { by = "day" } = query;
      const edges = civilEdges(by, span.from, span.to, site.time_zone, limits.energy_units);
      if (!edges) throw tooManyUnits(limits.energy_units);
      const sums = await energiesOf(context, found, edges);
      const [first = 0, last = 0] = [edges[0], edges.at(-1)];
      keepPast(reply, { from: first, to: last }, clock);
      const now = clock.at();
      return { unit: "Wh" as const, by, edges, ...sums, now: first <= now && now < last };
    },
  }),
]);
