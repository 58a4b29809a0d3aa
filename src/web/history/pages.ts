import type { Reading } from "../../model/index.ts";
import type { RouteContext } from "../http/context.ts";
import type { Span } from "./span.ts";

/** The readings of a channel by the page, oldest first. Whoever takes them gives other clients their turn in between. */
export async function* pagesOf(
  { history, limits }: Pick<RouteContext, "history" | "limits">,
  channel: string,
  span: Span,
): AsyncGenerator<Reading[]> {
  const most = limits.chunk_readings;
  for (let { from } = span; from < span.to; ) {
    const page = await history.range(channel, from, span.to, most);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < most) return;
    from = last.at + 1;
  }
}
