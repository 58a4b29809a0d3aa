import { GapList, Problem } from "../api.ts";
import type { App, RouteContext } from "../context.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import { Query } from "../http/queries.ts";

/** `GET /api/gaps`: the times that were not recorded, and why. */
export function gapsRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/gaps",
    {
      schema: {
        summary: "The times that were not recorded, and why",
        description:
          "`stopped`: Gleaner did not run; `silent`: the channel's source said nothing; `clock_unset`: it was not known " +
          "what time it was; `dropped`: readings found no room. Only gaps that are over are listed.",
        tags: ["history"],
        querystring: Query(SPAN),
        response: {
          200: GapList,
          400: Problem.describe("a field is wrong"),
          503: Problem.describe("the history cannot be read"),
        },
      },
    },
    (request, reply) => {
      const span = spanOf(request.query, context.clock);
      const gaps = context.history.gaps(span.from, span.to).map((gap) => ({ ...gap }));
      keepPast(reply, span, context.clock);
      return { gaps, ...(gaps.length >= context.limits.gaps && { more: true as const }) };
    },
  );
}
