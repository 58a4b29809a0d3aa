import { z } from "zod";
import { ChannelList } from "../api.ts";
import { listChannels } from "../history/channels.ts";
import { audienceOf } from "../http/context.ts";
import { LANG, NAME_LENGTH, Query, WholeNumber } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

/** `GET /api/channels`: everything that has a history, or is live. */
export const routes = new Routes((context) => [
  route("GET /api/channels", {
    who: "anybody_on_loopback",
    summary: "The channels that have a history or are live",
    description:
      "By name, some at a time: `next` says that there are more. Those called `relay.ID` say when a relay was switched: 1 on, 0 off.",
    tag: "history",
    asks: {
      query: Query({
        limit: WholeNumber(1, context.limits.channels).optional().describe("channels; as many as may be when left out"),
        ...LANG,
        after: z.string().max(NAME_LENGTH).optional().describe("only channels after this name: the next page"),
      }),
    },
    answer: ChannelList,
    problems: { 503: "the history cannot be read" },
    handle: ({ query }, reply) => {
      const { after, limit = context.limits.channels } = query;
      return listChannels(context, audienceOf(query, context, reply), after, limit);
    },
  }),
]);
