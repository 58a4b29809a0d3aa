import { DAY, FURTHEST_INSTANT, type Reading } from "../../model/index.ts";
import type { Run } from "../api.ts";
import type { RouteContext } from "../http/context.ts";
import { changesIn } from "./changes.ts";
import { pagesOf } from "./pages.ts";
import { Patience } from "./patience.ts";
import type { Span } from "./span.ts";

const isOn = ({ value }: Reading): boolean => typeof value === "number" && value > 0;

/** The last reading before an instant, looked for in spans that grow with the distance. */
async function lastBefore(
  context: RouteContext,
  channel: string,
  at: number,
  patience: Patience,
): Promise<Reading | undefined> {
  let last: Reading | undefined;
  for (let [to, width] = [at, DAY]; to > 0 && !last; to -= width, width *= 2) {
    for await (const page of pagesOf(context, channel, { from: Math.max(0, to - width), to })) {
      last = page.at(-1);
      await patience.rest();
    }
  }
  return last;
}

/** When the relay that was on at `from` went off; `null` when it is still on. */
async function endAfter(
  context: RouteContext,
  channel: string,
  from: number,
  patience: Patience,
): Promise<number | null> {
  for await (const page of changesIn(context, channel, { from, to: FURTHEST_INSTANT })) {
    const off = page.find((reading) => !isOn(reading));
    if (off) return off.at;
    await patience.rest();
  }
  return null;
}

/** Runs are told as one up to so many times the pause that joins them, so that their number stays that of one place. */
const LONGEST = 20;

/** A run, or several: then with their number and the time between them. */
interface Joined {
  readonly from: number;
  to: number;
  starts?: number;
  off_ms?: number;
}

/** Gathers runs in the order of time; those that lie closer together than `apart_ms` become one. */
export class Runs {
  readonly runs: Joined[] = [];
  readonly #apart_ms: number;
  /** When the present run began. */
  since: number | undefined;

  constructor(apart_ms: number) {
    this.#apart_ms = apart_ms;
  }

  take(reading: Reading): void {
    if (isOn(reading)) this.since ??= reading.at;
    else this.end(reading.at);
  }

  end(at: number): void {
    if (this.since === undefined) return;
    const before = this.runs.at(-1);
    const joins =
      before && this.since - before.to < this.#apart_ms && before.to - before.from < LONGEST * this.#apart_ms;
    if (joins) {
      before.starts = (before.starts ?? 1) + 1;
      before.off_ms = (before.off_ms ?? 0) + this.since - before.to;
      before.to = at;
    } else this.runs.push({ from: this.since, to: at });
    this.since = undefined;
  }
}

/**
 * The runs of a span, whole ones, at most `points` of them.
 * @throws HttpProblem 503 when it takes too long
 */
export async function runsOf(context: RouteContext, channel: string, span: Span, points: number): Promise<Run[]> {
  const patience = new Patience(context);
  const found = new Runs(((span.to - span.from) * (1 + 2 / LONGEST)) / points);
  const before = await lastBefore(context, channel, span.from, patience);
  if (before) found.take(before);
  for await (const page of changesIn(context, channel, span)) {
    for (const reading of page) found.take(reading);
    await patience.rest();
  }
  if (found.since === undefined) return found.runs;
  const end = await endAfter(context, channel, span.to, patience);
  found.end(end ?? FURTHEST_INSTANT);
  return found.runs.map((run) => ({ ...run, to: run.to === FURTHEST_INSTANT ? null : run.to }));
}
