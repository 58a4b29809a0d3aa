import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { Pace } from "../model/index.ts";
import { StoreError } from "./errors.ts";

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
  const select = db.prepare("SELECT since, until, rate, sum FROM pace ORDER BY since");
  // a damaged one may hold numbers that are no numbers of JavaScript
  select.setReadBigInts(true);
  return select;
}

/** The pace of a row. @throws StoreError when it is damaged */
export function paceOf(row: Readonly<Record<string, SQLOutputValue>>): Pace {
  const pace = { since: Number(row.since), until: Number(row.until), rate: Number(row.rate) };
  if (paceSum(pace) === Number(row.sum)) return pace;
  throw new StoreError({ code: "corrupt", message: damagedPace(pace), fatal: false });
}

function damagedPace({ since }: Pace): string {
  const at = Math.abs(since) <= 8.64e15 ? ` at ${new Date(since).toISOString()}` : "";
  return `The note of how the clock was set${at} is damaged, so that nobody can add up energy around it: restore it from a backup; readings are not touched`;
}
