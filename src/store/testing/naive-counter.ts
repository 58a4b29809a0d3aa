import type { CounterRules, Judged, Reading } from "../../model/index.ts";
import { type Numbered, type Rise, risesOf } from "../../model/testing/rises.ts";
import { AROUND_MS, STRETCH_MS } from "../sums/counter.ts";

/** A rise, or the part of it that lies within a stretch of time. */
export interface Step extends Rise {
  /** How long the whole rise took, ms. */
  readonly took: number;
}

/** The numbers from the last one that comes before a stretch by so much. */
function since(all: readonly Numbered[], start: number): readonly Numbered[] {
  return all.slice(
    Math.max(
      0,
      all.findLastIndex(({ at }) => at <= start - AROUND_MS),
    ),
  );
}

/** What a counter rose, and what was judged, all in one list. */
export function countedOf(
  readings: readonly Reading[],
  confirmed: readonly { readonly since: number; readonly until: number }[],
  rules: CounterRules,
): { readonly steps: readonly Step[]; readonly judged: readonly Judged[] } {
  const isConfirmed = (at: number): boolean => confirmed.some(({ since, until }) => at >= since && at < until);
  const all = readings.flatMap(({ at, value }) =>
    typeof value === "number" ? [{ at, value, confirmed: isConfirmed(at) }] : [],
  );
  const steps: Step[] = [];
  const judged: Judged[] = [];
  const [first, last] = [all[0]?.at ?? 0, all.at(-1)?.at ?? 0];
  for (let start = Math.floor(first / STRETCH_MS) * STRETCH_MS; start <= last; start += STRETCH_MS) {
    const end = start + STRETCH_MS;
    const rises = risesOf(since(all, start), rules, end + AROUND_MS);
    for (const { from, to, rise } of rises.all) {
      const within = { from: Math.max(from, start), to: Math.min(to, end) };
      if (within.from < within.to) steps.push({ ...within, rise, took: to - from });
    }
    judged.push(...rises.told.filter(({ at }) => at >= start && at < end));
  }
  return { steps, judged };
}
