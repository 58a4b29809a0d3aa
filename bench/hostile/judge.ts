import { percentile } from "../../test/support/edges.ts";
import { atMost, atMostTimes, type Bound } from "../judge.ts";
import { LOOP_OF_THEN_MS } from "../yardsticks/loop.ts";
import { NEVER_MS } from "./person.ts";
import type { Trial } from "./trial.ts";

/** What must hold whatever is done to the house. Times on the machine of which README.md tells; ms. */
const OFF_MS = 1_000;
const JITTER_MS = 150;
const STOP_MS = 5_000;
const NAMED_MS = 2_000;
const MEMORY_MB = 256;

export interface Figures {
  /** Of all kinds of outputs. */
  readonly off_p50_ms: number;
  readonly off_p99_ms: number;
  /** By how much later the slowest edges (p99) are followed than in quiet. */
  readonly jitter_ms: number;
}

export function figuresOf({ offs, edges }: Trial, quiet: Trial): Figures {
  const all = Object.values(offs).flat();
  const slow = (times: readonly number[]): number => percentile(times, 0.99);
  return {
    off_p50_ms: percentile(all, 0.5),
    off_p99_ms: Math.max(...Object.values(offs).map(slow)),
    jitter_ms: Math.max(0, slow(edges) - slow(quiet.edges)),
  };
}

/** What did not come at all: no machine is so slow. */
function neverCame({ offs, edges, named_ms, ended }: Trial): string[] {
  const late = (times: readonly number[]): boolean => times.some((ms) => ms >= NEVER_MS);
  return [
    ...Object.entries(offs).flatMap(([kind, times]) => (late(times) ? [`Off of ${kind}`] : [])),
    ...(late(edges) ? ["the cycle"] : []),
    ...(named_ms !== null && named_ms >= NEVER_MS ? ["the cause in /health"] : []),
    ...(ended === null ? ["the end"] : []),
  ];
}

export function boundsOf(trial: Trial, quiet: Trial): Bound[] {
  const { name, named_ms, stop_ms, left_on, highest_mb, plain } = trial;
  const never = neverCame(trial);
  const { off_p99_ms, jitter_ms } = figuresOf(trial, quiet);
  const within = (what: string, ms: number, aim_ms: number): Bound =>
    atMostTimes(`${name}: ${what}`, ms, "ms", plain, aim_ms / LOOP_OF_THEN_MS);
  return [
    within("Off reaches its output (p99)", off_p99_ms, OFF_MS),
    within("the cycle is later than in quiet", jitter_ms, JITTER_MS),
    within("SIGTERM ends it", stop_ms, STOP_MS),
    ...(named_ms === null ? [] : [within("/health names the cause", named_ms, NAMED_MS)]),
    atMost(`${name}: what never came${never.length > 0 ? ` (${never.join(", ")})` : ""}`, never.length, "", 0),
    atMost(`${name}: relays left on${left_on.length > 0 ? ` (${left_on.join(" ")})` : ""}`, left_on.length, "", 0),
    atMost(`${name}: memory`, highest_mb, "MB", MEMORY_MB),
  ];
}

/** What is not kept, and of each promise the attack that comes nearest to its limit. */
export function worstOf(trials: readonly Trial[], quiet: Trial): Bound[] {
  const worst = new Map<string, Bound>();
  const broken: Bound[] = [];
  for (const trial of trials) {
    for (const bound of boundsOf(trial, quiet)) {
      if (!bound.kept) broken.push(bound);
      const promise = bound.promise.slice(trial.name.length).replace(/ \(.*\)$/, "");
      const nearness = ({ ratio, figure, limit }: Bound): number => (ratio ?? figure) / Math.max(limit, 1);
      const before = worst.get(promise);
      if (!before || nearness(bound) > nearness(before)) worst.set(promise, bound);
    }
  }
  return [...broken, ...[...worst.values()].filter(({ kept }) => kept)];
}
