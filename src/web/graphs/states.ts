import { type BandsData, DAY, MINUTE, type Value } from "../../model/index.ts";
import { changesIn } from "../history/changes.ts";
import { drawnFor, type FoundChannel } from "../history/channels.ts";
import { pagesOf } from "../history/pages.ts";
import { Patience } from "../history/patience.ts";
import type { Span } from "../history/span.ts";
import type { RouteContext } from "../http/context.ts";
import type { Plan } from "./plan.ts";
import { Stretches } from "./stretches.ts";

/** What a picture of a channel of states shows. */

type Asked = Pick<RouteContext, "history" | "channels" | "clock" | "limits">;

/** States in the order in which people know them, others behind. */
const USUAL_ORDER: readonly string[] = ["off", "on", "bulk", "absorption", "float", "storage", "equalize", "fault"];

function rank(state: string): number {
  const at = USUAL_ORDER.indexOf(state);
  return at === -1 ? USUAL_ORDER.length : at;
}

/** A device that speaks each second fills a longer span with so much that only the changes can be read in time. */
const LONG_MS = 35 * DAY;

type Hold = (state: Value, from: number, to: number) => void;

/** Each reading holds until the next one, but no longer than a reading of the channel counts. */
async function byReadings(context: Asked, channel: string, span: Span, hold: Hold): Promise<void> {
  const hold_ms = drawnFor(context.channels, channel);
  const patience = new Patience(context);
  let last: { readonly at: number; readonly value: Value } | undefined;
  const until = (to: number): void => {
    if (last) hold(last.value, last.at, Math.min(to, last.at + hold_ms));
  };
  const from = span.from - Math.min(hold_ms, 60 * MINUTE);
  for await (const page of pagesOf(context, channel, { from, to: span.to })) {
    for (const reading of page) {
      until(reading.at);
      last = reading;
    }
    await patience.rest();
  }
  until(span.to);
}

/** The times of the span in which the channel was recorded, as far as gaps were noted. */
async function recorded({ history }: Asked, channel: string, { from, to }: Span): Promise<Span[]> {
  const spans: Span[] = [];
  let start = from;
  for (const gap of await history.gaps(from, to)) {
    if (gap.channel !== undefined && gap.channel !== channel) continue;
    if (gap.since > start) spans.push({ from: start, to: gap.since });
    start = Math.max(start, gap.until);
  }
  if (to > start) spans.push({ from: start, to });
  return spans;
}

/** Each state holds until it changes, but for the gaps that were noted. */
async function byChanges(context: Asked, channel: string, span: Span, hold: Hold): Promise<void> {
  const patience = new Patience(context);
  const [latest] = await context.history.latestOf([channel]);
  const to = Math.min(span.to, (latest?.at ?? span.from) + drawnFor(context.channels, channel));
  const spans = await recorded(context, channel, { from: span.from, to });
  let next = 0;
  let last: { readonly at: number; readonly value: Value } | undefined;
  const until = (end: number): void => {
    if (!last) return;
    while ((spans[next]?.to ?? end) <= last.at) next++;
    for (let i = next; i < spans.length && (spans[i]?.from ?? end) < end; i++) {
      hold(last.value, Math.max(last.at, spans[i]?.from ?? end), Math.min(end, spans[i]?.to ?? end));
    }
  };
  for await (const page of changesIn(context, channel, span)) {
    for (const change of page) {
      if (change.value === last?.value) continue;
      until(change.at);
      last = change;
    }
    await patience.rest();
  }
  until(to);
}

/** How long which state held; in each step the one that held longest. */
export async function statesOf(
  context: Asked,
  { channel }: FoundChannel,
  plan: Plan,
  until: number,
): Promise<BandsData> {
  const found = new Stretches(plan, plan.edges.length - 1);
  const span = { from: plan.from, to: Math.min(plan.to, until) };
  const read = plan.to - plan.from > LONG_MS ? byChanges : byReadings;
  await read(context, channel, span, (state, from, to) => found.add(String(state), from, to));
  const rows = found.rows().sort((a, b) => rank(a.state) - rank(b.state) || (a.state < b.state ? -1 : 1));
  return { kind: "bands", rows, known: rows.length > 0 };
}
