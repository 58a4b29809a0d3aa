import type { Reading, Value } from "../../model/index.ts";
import { DAY } from "../../model/index.ts";
import type { RouteContext } from "../http/context.ts";
import type { Span } from "./span.ts";

/** So much time is looked through at one go: even a reading a second is done in some tens of milliseconds. */
const SLICE_MS = 28 * DAY;

/**
 * The changes of a channel by the page, oldest first; some may be told twice, and a page may be empty. Whoever takes them
 * gives other clients their turn in between.
 */
export async function* changesIn(
  { history, limits }: Pick<RouteContext, "history" | "limits">,
  channel: string,
  span: Span,
): AsyncGenerator<Reading[]> {
  const [first] = await history.range(channel, span.from, span.to, 1);
  const [newest] = await history.latestOf([channel]);
  if (!first || !newest) return;
  const end = Math.min(span.to, newest.at + 1);
  for (let from = first.at; from < end; ) {
    const to = Math.min(end, from + SLICE_MS);
    const page = await history.changes(channel, from, to, limits.chunk_readings);
    yield page;
    const last = page.at(-1);
    from = last && page.length >= limits.chunk_readings ? last.at + 1 : to;
  }
}

/**
 * The changes of a span, as many as can be seen: where there are more than `points`, only the last one counts of those
 * that lie in the same of so many equal parts.
 */
export class Changes {
  readonly #from: number;
  readonly #width: number;
  readonly #points: number;
  #all: { readonly at: number; readonly value: Value }[] = [];
  #last: Value | undefined;
  #thin = false;

  constructor({ from, to }: Span, points: number) {
    this.#from = from;
    this.#width = (to - from) / points;
    this.#points = points;
  }

  take({ at, value }: Reading): void {
    if (value === this.#last) return;
    this.#last = value;
    this.#add({ at, value });
    if (this.#thin || this.#all.length <= this.#points) return;
    this.#thin = true;
    const all = this.#all;
    this.#all = [];
    for (const change of all) this.#add(change);
  }

  #add(change: { readonly at: number; readonly value: Value }): void {
    const before = this.#all.at(-1);
    if (this.#thin && before && this.#partOf(before.at) === this.#partOf(change.at)) this.#all.pop();
    this.#all.push(change);
  }

  #partOf(at: number): number {
    return Math.floor((at - this.#from) / this.#width);
  }

  /** The instants and values, no two neighbours alike. */
  columns(): { at: number[]; value: Value[] } {
    const changes = this.#all.filter(({ value }, i) => i === 0 || value !== this.#all[i - 1]?.value);
    return { at: changes.map(({ at }) => at), value: changes.map(({ value }) => value) };
  }
}
