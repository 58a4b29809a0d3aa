import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { FURTHEST_INSTANT, type Pace, StoreError } from "../../model/index.ts";

/** The checksum that belongs to a row: the CRC-32 of since, until and rate as a JSON array. */
export function paceSum({ since, until, rate }: Pace): number {
  return crc32(JSON.stringify([since, until, rate]));
}

/** Writes paces; of the same beginning the last one counts. */
export function insertPace(db: DatabaseSync): StatementSync {
  return db.prepare("INSERT OR REPLACE INTO pace (since, until, rate, sum) VALUES (?, ?, ?, ?)");
}

/** Asks for all paces, in the order of time: a damaged one may stand anywhere. */
export function selectPaces(db: DatabaseSync): StatementSync {
  const select = db.prepare("SELECT id, since, until, rate, sum FROM pace ORDER BY since");
  // a damaged one may hold numbers that are no numbers of JavaScript
  select.setReadBigInts(true);
  return select;
}

type PaceRow = Readonly<Record<string, SQLOutputValue>>;

function shownBy({ since, until, rate }: PaceRow): Pace {
  return { since: Number(since), until: Number(until), rate: Number(rate) };
}

function isSoundPace(row: PaceRow): boolean {
  return paceSum(shownBy(row)) === Number(row.sum);
}

/** The pace of a row. @throws StoreError when it is damaged */
export function paceOf(row: PaceRow): Pace {
  const pace = shownBy(row);
  if (isSoundPace(row)) return pace;
  throw new StoreError({ code: "corrupt", message: damagedPace(pace), fatal: false });
}

function damagedPace({ since }: Pace): string {
  const at = Math.abs(since) <= FURTHEST_INSTANT ? `, perhaps at ${new Date(since).toISOString()},` : "";
  return `A note of how the clock was set${at} is damaged, so that no energy can be added up. Readings are not touched. Restore a backup, or forget the note (gleaner check --rebuild): energy of that time is then wrong by as much as the clock was set`;
}

/** Forgets paces whose checksum does not fit. @returns how many there were */
export function forgetDamagedPaces(db: DatabaseSync): number {
  const forget = db.prepare("DELETE FROM pace WHERE id = ?");
  const damaged = selectPaces(db)
    .all()
    .filter((row) => !isSoundPace(row));
  for (const { id } of damaged) forget.run(Number(id));
  return damaged.length;
}
