import { Language, Problem, State } from "../api.ts";
import { type App, languageOf, newestState, type RouteContext } from "../context.ts";
import { OneOf, Query } from "../http/queries.ts";
import { stateView } from "../views.ts";

/** `GET /api/state`: everything that the house knows now. */
export function stateRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/state",
    {
      schema: {
        summary: "Everything that the house knows now",
        description: "Ages are those at `now`. A channel that is not `fresh` must not be taken for a present value.",
        tags: ["state"],
        querystring: Query({ lang: OneOf(Language.options).optional().describe("language of the sentences") }),
        response: { 200: State, 503: Problem.describe("the house has not published yet") },
      },
    },
    (request) =>
      stateView(
        newestState(context),
        context.site,
        context.version,
        languageOf(request.query, context),
        context.limits.silent_ms,
      ),
  );
}
