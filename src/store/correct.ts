import { runOf } from "./code/block.ts";
import { Gathering } from "./code/runs.ts";
import type { Run } from "./code/values.ts";
import { type Part, partOf } from "./part.ts";

/** What readers give instead of some raw readings, until it is undone. Raw readings are never altered. */
export interface Correction {
  readonly id: number;
  readonly channel: string;
  /** Readings with since ≤ at < until, UTC ms. */
  readonly since: number;
  readonly until: number;
  /** The readings are left out, or each number becomes value × factor + shift. */
  readonly change: "remove" | { readonly factor: number; readonly shift: number };
  /** Why, for people. */
  readonly note: string;
  readonly made_at: number;
  readonly undone_at: number | null;
}

function corrected(run: Run, corrections: readonly Correction[]): Run {
  const kept = new Gathering();
  for (let i = 0; i < run.count; i++) {
    const at = run.at[i] ?? 0;
    const applied = corrections.filter(({ since, until }) => at >= since && at < until);
    if (applied.some(({ change }) => change === "remove")) continue;
    const state = run.states?.[i];
    let value = run.numbers[i] ?? 0;
    for (const { change } of applied) if (change !== "remove") value = value * change.factor + change.shift;
    kept.add(at, value, state);
  }
  return kept.run();
}

/** The part as readers shall see it; `null` when nothing of it is left. */
export function withCorrections(part: Part, corrections: readonly Correction[]): Part | null {
  const touching = corrections.filter(({ since, until }) => part.first < until && part.last >= since);
  if (touching.length === 0) return part;
  const run = corrected(runOf(part.chunk()), touching);
  return run.count > 0 ? partOf(run) : null;
}
