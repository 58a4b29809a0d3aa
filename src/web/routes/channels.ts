import { ChannelList } from "../api.ts";
import { listChannels } from "../history/channels.ts";
import { Routes, route } from "../http/route.ts";

/** `GET /api/channels`: everything that has a history, or is live. */
export const routes = new Routes((context) => [
  route("GET /api/channels", {
    who: "anybody_on_loopback",
    summary: "The channels that have a history or are live",
    description: "By name. Those called `relay.ID` say when a relay was switched: 1 on, 0 off.",
    tag: "history",
    asks: {},
    answer: ChannelList,
    problems: { 503: "the history cannot be read" },
    handle: async () => ({ channels: await listChannels(context) }),
  }),
]);
