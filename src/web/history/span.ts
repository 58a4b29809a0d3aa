import type { FastifyReply } from "fastify";
import { DAY, MINUTE } from "../../model/index.ts";
import { HttpProblem } from "../defence/problem.ts";
import { Instant } from "../http/queries.ts";
import type { WebClock } from "../live/live.ts";

/** A span of time: from ≤ t < to, UTC ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The fields of a query that ask for a span. */
export const SPAN = {
  from: Instant.optional().describe("included; 24 h before `to` when left out"),
  to: Instant.optional().describe("not included; now when left out"),
};

/** A span that ends before it begins. */
export function backwards(): HttpProblem {
  return new HttpProblem(400, "invalid", "from: not before to", "from: write an instant before to");
}

/** @throws HttpProblem 400 when it does not end after it begins */
export function spanOf(query: { from?: number | undefined; to?: number | undefined }, clock: WebClock): Span {
  const { to = clock.at() } = query;
  const { from = Math.max(0, to - DAY) } = query;
  if (from < to) return { from, to };
  throw backwards();
}

/** What is older than this is all on the disk, unless the disk fails. */
const SETTLED_MS = 5 * MINUTE;

/** The past hardly changes: a browser may show an answer about it again for half a minute, without asking. */
export function keepPast(reply: FastifyReply, { to }: Span, clock: WebClock): void {
  if (to <= clock.at() - SETTLED_MS) reply.header("cache-control", "private, max-age=30");
}
