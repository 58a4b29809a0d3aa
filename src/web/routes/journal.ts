import { z } from "zod";
import { JournalLine, Language, Problem } from "../api.ts";
import { type App, languageOf, type RouteContext } from "../context.ts";
import { Instant, WholeNumber } from "../queries.ts";
import { journalView } from "../views.ts";

/** `GET /api/journal`: what happened and why, newest first. */
export function journalRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/journal",
    {
      schema: {
        summary: "What happened and why, newest first",
        tags: ["journal"],
        querystring: z.strictObject({
          limit: WholeNumber(1, context.limits.journal_lines).optional().describe("lines, 50 when left out"),
          before: Instant.optional().describe("only what happened before this instant"),
          lang: Language.optional().describe("language of the sentences"),
        }),
        response: { 200: z.array(JournalLine), 400: Problem.describe("a field is wrong") },
      },
    },
    (request) => {
      const { limit = 50, before } = request.query;
      const language = languageOf(request.query, context);
      return context.history.journal(limit, before).map((decision) => journalView(decision, language));
    },
  );
}
