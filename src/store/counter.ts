import { indexFrom, instantAt } from "./code/times.ts";
import { numberAt } from "./code/values.ts";
import type { Part } from "./part.ts";

/** What is known of a counter: a meter's register, or counted pulses. */
export interface CounterRules {
  /** Where it begins at 0 again (999,999.9 → 0: 1,000,000); absent: it never does by itself. */
  readonly rollover?: number | undefined;
  /** A faster rise is none (a misread register, an exchanged meter); absent: any is believed. */
  readonly most_per_hour?: number | undefined;
}

const MS_PER_HOUR = 3_600_000;

/**
 * By how much a counter rose from one reading to the next. A fall is a rollover when that makes a small rise, else a reset:
 * what it shows since then counts. Never negative; 0 for what nobody can believe.
 */
export function riseOf(before: number, now: number, time_ms: number, rules: CounterRules): number {
  const { rollover, most_per_hour = Number.POSITIVE_INFINITY } = rules;
  const most = (most_per_hour * time_ms) / MS_PER_HOUR;
  const believed = (rise: number): boolean => rise >= 0 && rise <= most;
  if (now >= before) return believed(now - before) ? now - before : 0;
  const over = rollover === undefined ? -1 : now + rollover - before;
  if (rollover !== undefined && over < rollover / 2 && believed(over)) return over;
  return believed(now) ? now : 0;
}

/**
 * By how much a counter rose between neighbouring edges. What it rose from one reading to the next is spread evenly over
 * the time between them, so that no edge makes a spike.
 * @param parts from the one with the last reading at or before the first edge to the one with the first after the last
 * @param edges UTC ms, growing; at least two
 */
export function risesOf(parts: readonly Part[], edges: readonly number[], rules: CounterRules): Float64Array {
  const rises = new Float64Array(edges.length - 1);
  const start = edges[0] ?? 0;
  let interval = 0;
  let before = Number.NaN;
  let since = 0;
  const spread = (rise: number, from: number, to: number): void => {
    let at = Math.max(from, start);
    while (at < to && interval < rises.length) {
      const end = edges[interval + 1] ?? to;
      if (end <= at) {
        interval++;
        continue;
      }
      const until = Math.min(end, to);
      rises[interval] = (rises[interval] ?? 0) + (rise * (until - at)) / (to - from);
      at = until;
    }
  };
  for (const part of parts) {
    const { times, column } = part.chunk();
    for (let i = Math.max(0, indexFrom(times, start + 1) - 1); i < times.count; i++) {
      const value = numberAt(column, i);
      if (Number.isNaN(value)) continue;
      const at = instantAt(times, i);
      if (!Number.isNaN(before)) {
        const rise = riseOf(before, value, at - since, rules);
        if (rise > 0) spread(rise, since, at);
      }
      before = value;
      since = at;
      if (at >= (edges.at(-1) ?? 0)) return rises;
    }
  }
  return rises;
}
