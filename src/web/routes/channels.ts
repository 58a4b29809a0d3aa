import { ChannelList, Problem } from "../api.ts";
import type { App, RouteContext } from "../context.ts";
import { listChannels } from "../history/channels.ts";

/** `GET /api/channels`: everything that has a history, or is live. */
export function channelsRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/channels",
    {
      schema: {
        summary: "The channels that have a history or are live",
        description: "By name. Those called `relay.ID` say when a relay was switched: 1 on, 0 off.",
        tags: ["history"],
        response: { 200: ChannelList, 503: Problem.describe("the history cannot be read") },
      },
    },
    () => ({ channels: listChannels(context) }),
  );
}
