import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { Correction } from "../sums/correct.ts";

/** A row of `correction`, as SQLite gives it. */
export type CorrectionRow = Readonly<Record<string, SQLOutputValue>>;

/** What the checksum is made of, in this order. */
const COLUMNS = ["id", "channel", "since", "until", "factor", "shift", "note", "made_at", "undone_at"] as const;

/** Asks for rows of `correction`; a damaged one may hold numbers that are no numbers of JavaScript. */
export function selectCorrections(db: DatabaseSync, where = "1"): StatementSync {
  const select = db.prepare(`SELECT * FROM correction WHERE ${where} ORDER BY id`);
  select.setReadBigInts(true);
  return select;
}

/** The checksum that belongs to a row: the CRC-32 of its other columns as a JSON array. */
export function correctionSum(row: CorrectionRow): number {
  const values = COLUMNS.map((name) => row[name] ?? null);
  return crc32(JSON.stringify(values.map((value) => (typeof value === "bigint" ? Number(value) : value))));
}

/** Whether a row is as it was written. */
export function isSoundCorrection(row: CorrectionRow): boolean {
  return Number(row.sum) === correctionSum(row);
}

/** Gives corrections their checksums that were made before there were any: once, so that later damage is not taken for one. */
export function sumOldCorrections(db: DatabaseSync): void {
  const setSum = db.prepare("UPDATE correction SET sum = ? WHERE id = ?");
  for (const row of selectCorrections(db, "sum = 0").all()) setSum.run(correctionSum(row), Number(row.id));
}

/** The correction of a row. */
export function correctionOf(row: CorrectionRow): Correction {
  return {
    id: Number(row.id),
    channel: String(row.channel),
    since: Number(row.since),
    until: Number(row.until),
    change: row.factor === null ? "remove" : { factor: Number(row.factor), shift: Number(row.shift) },
    note: String(row.note),
    made_at: Number(row.made_at),
    undone_at: row.undone_at === null ? null : Number(row.undone_at),
  };
}
