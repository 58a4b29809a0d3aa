import { z } from "zod";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import { JournalLine } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { backwards } from "../history/span.ts";
import { audienceOf } from "../http/context.ts";
import { EntryId, Instant, LANG, OneOf, Query, WholeNumber } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";
import { journalView } from "../http/views.ts";

/** `GET /api/journal`: what happened and why. */
export const routes = new Routes((context) => [
  route("GET /api/journal", {
    who: "anybody_on_loopback",
    summary: "What happened and why, newest first",
    description:
      "The lines recorded last come first. With `from`, `to`, `relay` or `kind` the lines that fit all of them, by " +
      "their instant; `before` does not go with these.",
    tag: "journal",
    asks: {
      query: Query({
        limit: WholeNumber(1, context.limits.journal_lines).optional().describe("lines, 50 when left out"),
        before: EntryId.optional().describe("only lines recorded before the one with this id: the next page"),
        from: Instant.optional().describe("included"),
        to: Instant.optional().describe("not included"),
        relay: z.string().min(1).max(100).optional().describe("only lines of this relay"),
        kind: OneOf(JournalLine.shape.kind.options).optional().describe("only lines of this kind"),
        ...LANG,
      }),
    },
    answer: z.array(JournalLine),
    problems: { 503: "the history cannot be read" },
    handle: async ({ query }, reply) => {
      const { history } = context;
      const { limit = 50, before, from, to, relay, kind } = query;
      const searched = [from, to, relay, kind].some((field) => field !== undefined);
      if (searched && before !== undefined) {
        const hint = "leave before out: take the instant of the last line as `to` of the next page";
        throw new HttpProblem(400, "invalid", "before: does not go with from, to, relay or kind", hint);
      }
      if (from !== undefined && to !== undefined && from >= to) throw backwards();
      const entries = searched
        ? await history.decisions({ from: from ?? -FURTHEST_INSTANT, to: to ?? FURTHEST_INSTANT, relay, kind, limit })
        : await history.journal(limit, before);
      return entries.map((entry) => journalView(entry, audienceOf(query, context, reply)));
    },
  }),
]);
