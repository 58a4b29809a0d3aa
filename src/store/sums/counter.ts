import { CounterJudge, type CounterRules, type Judged } from "../../model/index.ts";
import { instantAt } from "../code/times.ts";
import { type Found, hoursOf } from "./hours.ts";
import { lastNumberIn, type Part } from "./part.ts";
import { Sums } from "./tally.ts";

/**
 * A counter's readings are judged in stretches of so long, each on its own: from some time before it on, and with what comes
 * for some time after it. So what is said of a time never depends on what was asked, nor on how readings lie in blocks.
 */
export const STRETCH_MS = 8 * 86_400_000;
/** More than the rule's longest doubt. */
export const AROUND_MS = 2 * 86_400_000;

/** A time of which a person said that its readings are right: since ≤ at < until, UTC ms. */
export interface Confirmed {
  readonly since: number;
  readonly until: number;
}

/** Where the stretch of an instant begins. */
function startOf(at: number): number {
  return Math.floor(at / STRETCH_MS) * STRETCH_MS;
}

/** The instants from which and up to which readings are needed to judge those between two others. */
export function judgedFrom(from: number, to: number): { readonly from: number; readonly to: number } {
  return { from: startOf(from) - AROUND_MS, to: startOf(to) + STRETCH_MS + AROUND_MS };
}

/** What the counter rose between edges, and what had to be judged. */
export interface Counted {
  readonly rises: Float64Array;
  readonly judged: readonly Judged[];
}

/**
 * By how much a counter rose between neighbouring edges, and of which readings it had to be judged what they mean.
 * @param parts from the one with the last number at or before `judgedFrom` on, to the one with the first after it
 * @param edges UTC ms, growing; at least two
 * @param confirmed in the order of time
 */
export function countedBetween(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  rules: CounterRules,
  confirmed: readonly Confirmed[] = [],
): Counted {
  const rises = new Float64Array(edges.length - 1);
  const judged: Judged[] = [];
  // before the first reading and after the last nothing rises
  const from = Math.max(edges[0] ?? 0, parts[0]?.first ?? Number.POSITIVE_INFINITY);
  const to = Math.min(edges[edges.length - 1] ?? 0, parts.at(-1)?.last ?? Number.NEGATIVE_INFINITY);
  for (let start = startOf(from); start <= to; ) {
    const first = lastNumber(parts, start - AROUND_MS);
    const end = Math.max(start + STRETCH_MS, startOf(nextInstant(parts, first) - AROUND_MS));
    const sums = new Sums(edges, rises, start, end, judged);
    judge(parts, first, end + AROUND_MS, new CounterJudge(rules, sums), confirmed);
    start = end;
  }
  return { rises, judged: judged.toSorted((a, b) => a.at - b.at) };
}

/** Judges a stretch of a counter's readings, from one on up to the first number at or after `end`, UTC ms, in whole hours. */
function judge(
  parts: readonly Part[],
  start: Found,
  end: number,
  judging: CounterJudge,
  confirmed: readonly Confirmed[],
): void {
  const isConfirmed = (at: number): boolean => confirmed.some(({ since, until }) => at >= since && at < until);
  for (const hour of hoursOf(parts, start)) {
    if (hour.first >= end) {
      judging.reading(hour.first, hour.isRising ? hour.min : hour.value(0), isConfirmed(hour.first));
      judging.finish(false);
      return;
    }
    const isTold = confirmed.some(({ since, until }) => hour.first < until && hour.last >= since);
    if (isTold) judging.confirmedHour(hour, isConfirmed);
    else judging.hour(hour);
  }
  judging.finish(true);
}

/** The last number at or before an instant; where there is none, the first reading. */
function lastNumber(parts: readonly Part[], at: number): Found {
  for (let part = parts.findLastIndex(({ first }) => first <= at); part >= 0; part--) {
    const found = parts[part];
    const index = found ? lastNumberIn(found, at) : -1;
    if (index >= 0) return { part, index };
  }
  return { part: 0, index: 0 };
}

/** The instant of the next reading, where that is easily known: in a long time without any nothing else is to be judged. */
function nextInstant(parts: readonly Part[], { part, index }: Found): number {
  const { rollups, count, chunk } = parts[part] ?? {};
  if (count === undefined || index + 1 >= count) return parts[part + 1]?.first ?? Number.NEGATIVE_INFINITY;
  return rollups === null && chunk ? instantAt(chunk().times, index + 1) : Number.NEGATIVE_INFINITY;
}
