import { z } from "zod";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import { JournalLine, Language, Problem } from "../api.ts";
import { type App, languageOf, type RouteContext } from "../context.ts";
import { HttpProblem } from "../http/problem.ts";
import { EntryId, Instant, OneOf, Query, WholeNumber } from "../http/queries.ts";
import { journalView } from "../views.ts";

/** `GET /api/journal`: what happened and why. */
export function journalRoute(app: App, context: RouteContext): void {
  const { history, limits } = context;
  app.get(
    "/api/journal",
    {
      schema: {
        summary: "What happened and why, newest first",
        description:
          "The lines recorded last come first. With `from`, `to`, `relay` or `kind` the lines that fit all of them, by " +
          "their instant; `before` does not go with these.",
        tags: ["journal"],
        querystring: Query({
          limit: WholeNumber(1, limits.journal_lines).optional().describe("lines, 50 when left out"),
          before: EntryId.optional().describe("only lines recorded before the one with this id: the next page"),
          from: Instant.optional().describe("included"),
          to: Instant.optional().describe("not included"),
          relay: z.string().min(1).max(100).optional().describe("only lines of this relay"),
          kind: OneOf(JournalLine.shape.kind.options).optional().describe("only lines of this kind"),
          lang: OneOf(Language.options).optional().describe("language of the sentences"),
        }),
        response: {
          200: z.array(JournalLine),
          400: Problem.describe("a field is wrong"),
          503: Problem.describe("the history cannot be read"),
        },
      },
    },
    (request) => {
      const { limit = 50, before, from, to, relay, kind } = request.query;
      const language = languageOf(request.query, context);
      const searched = [from, to, relay, kind].some((field) => field !== undefined);
      if (searched && before !== undefined) {
        const hint = "leave before out: take the instant of the last line as `to` of the next page";
        throw new HttpProblem(400, "invalid", "before: does not go with from, to, relay or kind", hint);
      }
      if (from !== undefined && to !== undefined && from >= to) {
        throw new HttpProblem(400, "invalid", "from: not before to", "from: write an instant before to");
      }
      const entries = searched
        ? history.decisions({ from: from ?? -FURTHEST_INSTANT, to: to ?? FURTHEST_INSTANT, relay, kind, limit })
        : history.journal(limit, before);
      return entries.map((entry) => journalView(entry, language));
    },
  );
}
