import { GapList } from "../api.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

/** `GET /api/gaps`: the times that were not recorded, and why. */
export const routes = new Routes(({ history, clock, limits }) => [
  route("GET /api/gaps", {
    who: "anybody_on_loopback",
    summary: "The times that were not recorded, and why",
    description:
      "`stopped`: Gleaner did not run; `silent`: the channel's source said nothing; `clock_unset`: it was not known " +
      "what time it was; `dropped`: readings found no room. Only gaps that are over are listed.",
    tag: "history",
    asks: { query: Query(SPAN) },
    answer: GapList,
    problems: { 503: "the history cannot be read" },
    handle: async ({ query }, reply) => {
      const span = spanOf(query, clock);
      const gaps = (await history.gaps(span.from, span.to)).map((gap) => ({ ...gap }));
      keepPast(reply, span, clock);
      return { gaps, ...(gaps.length >= limits.gaps && { more: true as const }) };
    },
  }),
]);
