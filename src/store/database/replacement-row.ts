import type { DatabaseSync } from "node:sqlite";
import { openReader } from "./connection.ts";

/** A stretch of a channel: since ≤ at < until, UTC ms. */
export interface Stretch {
  readonly channel: string;
  readonly since: number;
  readonly until: number;
}

/** An import that took the place of what was there, until it is undone. */
export interface Replacement {
  readonly id: number;
  /** The stretches that were replaced. */
  readonly stretches: readonly Stretch[];
  readonly note: string;
  readonly made_at: number;
  readonly undone_at: number | null;
}

/** How far a replacement has come. */
export const PHASES = { done: 0, puts_aside: 1, is_filled: 2 } as const;
export type Phase = keyof typeof PHASES;

/** Whether a replacement in a data folder is under way, or was broken off. @throws StoreError */
export function hasOpenReplacement(folder: string): boolean {
  const db = openReader(folder);
  try {
    // what an earlier Gleaner wrote last knows none
    const knows = db.prepare("SELECT 1 FROM pragma_table_info('replacement') WHERE name = 'phase'").get();
    const open = "SELECT 1 FROM replacement WHERE phase <> ? AND undone_at IS NULL";
    return knows !== undefined && db.prepare(open).get(PHASES.done) !== undefined;
  } finally {
    db.close();
  }
}

/** Replacements are few: each is an act of a person. The newest are given. */
const MOST_LISTED = 1_000;

export function stretchesOf(db: DatabaseSync, id: number): Stretch[] {
  const rows = db.prepare("SELECT channel, since, until FROM replaced_stretch WHERE replacement = ? ORDER BY channel");
  return rows.all(id).map(({ channel, since, until }) => ({
    channel: String(channel),
    since: Number(since),
    until: Number(until),
  }));
}

/** All replacements, those that were undone too, as they were made. */
export function replacementsIn(db: DatabaseSync): Replacement[] {
  const rows = db.prepare("SELECT * FROM replacement ORDER BY id DESC LIMIT ?").all(MOST_LISTED).reverse();
  return rows.map(({ id, note, made_at, undone_at }) => ({
    id: Number(id),
    stretches: stretchesOf(db, Number(id)),
    note: String(note),
    made_at: Number(made_at),
    undone_at: undone_at === null ? null : Number(undone_at),
  }));
}

/** The number of the next correction or replacement. */
export function nextNumber(db: DatabaseSync): number {
  const last = db.prepare(
    "SELECT max(coalesce((SELECT max(id) FROM correction), 0), coalesce((SELECT max(id) FROM replacement), 0)) AS last",
  );
  return 1 + Number(last.get()?.last ?? 0);
}
