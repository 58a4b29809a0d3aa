import { z } from "zod";
import { JournalLine, Language, Problem } from "../api.ts";
import { type App, languageOf, type RouteContext } from "../context.ts";
import { EntryId, WholeNumber } from "../queries.ts";
import { journalView } from "../views.ts";

/** `GET /api/journal`: what happened and why, the lines recorded last come first. */
export function journalRoute(app: App, context: RouteContext): void {
  app.get(
    "/api/journal",
    {
      schema: {
        summary: "What happened and why, newest first",
        tags: ["journal"],
        querystring: z.strictObject({
          limit: WholeNumber(1, context.limits.journal_lines).optional().describe("lines, 50 when left out"),
          before: EntryId.optional().describe("only lines recorded before the one with this id: the next page"),
          lang: Language.optional().describe("language of the sentences"),
        }),
        response: { 200: z.array(JournalLine), 400: Problem.describe("a field is wrong") },
      },
    },
    (request) => {
      const { limit = 50, before } = request.query;
      const language = languageOf(request.query, context);
      return context.history.journal(limit, before).map((entry) => journalView(entry, language));
    },
  );
}
