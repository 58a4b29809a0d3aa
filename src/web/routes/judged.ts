import { z } from "zod";
import { isCounter } from "../../model/index.ts";
import { JudgedList } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { findChannel } from "../history/channels.ts";
import { judgedBetween } from "../history/counted.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { CHANNEL, Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

/** `GET /api/judged/:channel`: the readings of a counter that were taken for glitches. */
export const routes = new Routes(({ history, clock, limits, channels, ...context }) => [
  route("GET /api/judged/:channel", {
    who: "anybody_on_loopback",
    summary: "The readings of a counter that were taken for glitches, restarts or rollovers",
    description:
      "`taken_back`: it fell and came back; `spike`: it leapt and came back; `restart`: it went on from a lower value; " +
      "`other_register`: it leapt to more than the double and stayed there; `rollover`: it began at 0 again after its " +
      "highest number. What comes later may change it. `gleaner correct` overrules it.",
    tag: "history",
    asks: { params: z.object({ channel: CHANNEL }), query: Query(SPAN) },
    answer: JudgedList,
    problems: {
      400: "a field is wrong, or the channel is no counter",
      404: "no channel has this name",
      503: "the history cannot be read",
    },
    handle: async ({ params, query }, reply) => {
      const found = await findChannel({ history, clock, limits, channels, ...context }, params.channel);
      if (!isCounter(found.channel, found.unit)) {
        const hint = "ask for a counter in Wh or kWh; /api/channels lists them";
        throw new HttpProblem(400, "no_counter", `${found.channel} is no counter`, hint);
      }
      const span = spanOf(query, clock);
      const judged = await judgedBetween(history, channels, found, span);
      keepPast(reply, span, clock);
      const more = judged.length >= limits.gaps && { more: true as const };
      return { unit: found.unit, judged: judged.map((one) => ({ ...one })), ...more };
    },
  }),
]);
