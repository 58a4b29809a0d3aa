import { State } from "../api.ts";
import { audienceOf, newestState } from "../http/context.ts";
import { LANG, Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";
import { stateView } from "../http/views.ts";

/** `GET /api/state`: everything that the house knows now. */
export const routes = new Routes((context) => [
  route("GET /api/state", {
    who: "anybody_on_loopback",
    summary: "Everything that the house knows now",
    description: "Ages are those at `now`. A channel that is not `fresh` must not be taken for a present value.",
    tag: "state",
    asks: { query: Query(LANG) },
    answer: State,
    problems: { 503: "the house has not published yet" },
    handle: ({ query }, reply) => {
      const { site, version, limits } = context;
      return stateView(newestState(context), site, version, audienceOf(query, context, reply), limits.silent_ms);
    },
  }),
]);
