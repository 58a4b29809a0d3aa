import type { DatabaseSync } from "node:sqlite";
import { LONGEST_CHANNEL_NAME, StoreError } from "../../model/index.ts";
import { HeadRow, readHead } from "../code/head.ts";
import { Gathering } from "../code/runs.ts";
import type { Run } from "../code/values.ts";
import { nextNumber, PHASES, type Phase, type Stretch, stretchesOf } from "../database/replacement-row.ts";
import { MOST_NOTE } from "./amend.ts";

/** What an import is to take the place of. */
export interface NewReplacement {
  readonly stretches: readonly Stretch[];
  readonly note: string;
}

/** Channels of one replacement: as many as a file may name. */
const MOST_STRETCHES = 2_000;

function refuse(message: string): never {
  throw new StoreError({ code: "other", message, fatal: false });
}

/** Notes a replacement before anything of it is done. Inside the caller's transaction. @returns its number @throws StoreError */
export function noteReplacement(db: DatabaseSync, { stretches, note }: NewReplacement, now: number): number {
  const sound = stretches.every(
    ({ channel, since, until }) =>
      channel.length <= LONGEST_CHANNEL_NAME &&
      Number.isSafeInteger(since) &&
      Number.isSafeInteger(until) &&
      since < until,
  );
  if (!sound || stretches.length === 0 || stretches.length > MOST_STRETCHES || note.length > MOST_NOTE) {
    refuse("These stretches cannot be replaced as they are: nothing was changed");
  }
  const id = nextNumber(db);
  db.prepare("INSERT INTO replacement (id, note, made_at, phase) VALUES (?, ?, ?, ?)").run(
    id,
    note,
    now,
    PHASES.puts_aside,
  );
  const add = db.prepare("INSERT INTO replaced_stretch (replacement, channel, since, until) VALUES (?, ?, ?, ?)");
  for (const { channel, since, until } of stretches) add.run(id, channel, since, until);
  return id;
}

/** Goes on to the next phase of a replacement that is in force. Inside the caller's transaction. @returns whether it was in the one before */
export function goOn(db: DatabaseSync, id: number, from: Phase, to: Phase): boolean {
  const change = db.prepare("UPDATE replacement SET phase = ? WHERE id = ? AND phase = ? AND undone_at IS NULL");
  return Number(change.run(PHASES[to], id, PHASES[from]).changes) > 0;
}

/** Replacements that are not done, newest first. */
export function openReplacements(db: DatabaseSync): number[] {
  const rows = db.prepare("SELECT id FROM replacement WHERE phase <> ? AND undone_at IS NULL ORDER BY id DESC");
  return rows.all(PHASES.done).map(({ id }) => Number(id));
}

/** Keeps readings that a replacement takes away. Inside the caller's transaction. */
export function keepReplaced(db: DatabaseSync, id: number, channel: number, run: Run): void {
  if (run.count === 0) return;
  const row = new HeadRow().clear();
  for (let i = 0; i < run.count; i++) row.add(channel, run.at[i] ?? 0, run.numbers[i] ?? 0, run.states?.[i]);
  db.prepare("INSERT INTO replaced (replacement, data) VALUES (?, ?)").run(id, row.bytes());
}

/** Numbers of what was kept of a replacement, oldest first. */
export function keptOf(db: DatabaseSync, id: number): number[] {
  const rows = db.prepare("SELECT id FROM replaced WHERE replacement = ? ORDER BY id");
  return rows.all(id).map((row) => Number(row.id));
}

/** The readings that were kept under a number, by channel. @throws DamagedBlock */
export function keptRuns(db: DatabaseSync, kept: number): [channel: number, run: Run][] {
  const data = db.prepare("SELECT data FROM replaced WHERE id = ?").get(kept)?.data;
  const channels = new Map<number, Gathering>();
  readHead(data instanceof Uint8Array ? data : new Uint8Array(0), (channel, at, number, state) => {
    const gathering = channels.get(channel) ?? new Gathering();
    channels.set(channel, gathering);
    gathering.add(at, number, state);
  });
  return [...channels].map(([channel, gathering]) => [channel, gathering.run()]);
}

/**
 * The stretches of a replacement that are to be emptied before what was kept is put back: none where it was still being put
 * aside, as the rest of it stands there. `undefined`: there is none in force. @throws StoreError
 */
export function stretchesToUndo(db: DatabaseSync, id: number): Stretch[] | undefined {
  const row = db.prepare("SELECT phase FROM replacement WHERE id = ? AND undone_at IS NULL").get(id);
  if (row === undefined) return undefined;
  const later = db.prepare(
    `SELECT max(later.replacement) AS id FROM replaced_stretch AS mine
     JOIN replaced_stretch AS later USING (channel) JOIN replacement ON replacement.id = later.replacement
     WHERE mine.replacement = ?1 AND later.replacement > ?1 AND replacement.undone_at IS NULL`,
  );
  const after = later.get(id)?.id;
  if (typeof after === "number")
    refuse(`Import ${after} replaced the same channels later: undo it first (gleaner undo ${after})`);
  return row.phase === PHASES.puts_aside ? [] : stretchesOf(db, id);
}

/** A replacement is undone, and what was kept for that may go. Inside the caller's transaction. */
export function forgetReplacement(db: DatabaseSync, id: number, now: number): void {
  db.prepare("UPDATE replacement SET undone_at = ? WHERE id = ?").run(now, id);
  db.prepare("DELETE FROM replaced WHERE replacement = ?").run(id);
}
