import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Gathering } from "../code/runs.ts";
import { SPAN_MS, spanOf } from "../code/segment.ts";
import { troubleOf } from "../database/errors.ts";
import type { Sealer } from "./sealer.ts";

/** Readings moved in one transaction: states of a month, read each second, are more than the writer's memory holds. */
const MOST_AT_ONCE = 200_000;

function pages(db: DatabaseSync, name: "page_count" | "freelist_count"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** The rows took many times the room of the blocks: gives it back to the disk, if there is space enough to do so. */
function giveBack(db: DatabaseSync): void {
  if (pages(db, "freelist_count") * 2 < pages(db, "page_count")) return;
  try {
    db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (troubleOf(error, dirname(db.location() ?? "")).fatal) throw error;
    // later readings will use the room
  }
}

/**
 * Moves the readings of the first form (one row each, table `reading`) into blocks and drops the table. Each channel's
 * 30 days are one transaction, or several: whatever stops it, the next start goes on where it was.
 * @returns how many readings were moved
 */
export function moveOldReadings(db: DatabaseSync, sealer: Sealer): number {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'reading'").get() === undefined) return 0;
  const oldest = db.prepare("SELECT channel, at FROM reading ORDER BY channel, at LIMIT 1");
  const further = db.prepare("SELECT at FROM reading WHERE channel = ? ORDER BY at LIMIT 1 OFFSET ?");
  const rows = db.prepare("SELECT at, value FROM reading WHERE channel = ? AND at < ? ORDER BY at");
  const remove = db.prepare("DELETE FROM reading WHERE channel = ? AND at < ?");
  let moved = 0;
  for (let next = oldest.get(); next !== undefined; next = oldest.get()) {
    const channel = Number(next.channel);
    const beyond = further.get(channel, MOST_AT_ONCE)?.at;
    const end = Math.min((spanOf(Number(next.at)) + 1) * SPAN_MS, Number(beyond ?? Number.POSITIVE_INFINITY));
    const gathering = new Gathering();
    for (const { at, value } of rows.iterate(channel, end)) {
      if (typeof value === "string") gathering.add(Number(at), Number.NaN, value);
      else if (typeof value === "number") gathering.add(Number(at), value);
      else throw new Error(`reading ${at} of channel ${channel} has a value that is neither number nor text`);
    }
    db.exec("BEGIN IMMEDIATE");
    try {
      sealer.begin();
      const refused = sealer.put(channel, gathering.run());
      if (refused) throw new Error("blocks written a moment ago are damaged");
      remove.run(channel, end);
      db.exec("COMMIT");
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    moved += gathering.count;
  }
  db.exec("DROP TABLE reading");
  giveBack(db);
  return moved;
}
