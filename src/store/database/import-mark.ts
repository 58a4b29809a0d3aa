import type { DatabaseSync } from "node:sqlite";
import type { ImportMark } from "../../model/index.ts";
import { openReader } from "./connection.ts";

/** Files that are remembered: those imported last. */
const MOST_MARKS = 100;

/** Notes how far a file was imported; call inside a transaction. */
export function setMark(db: DatabaseSync, { file, bytes, lines, refused }: ImportMark, now: number): void {
  db.prepare(
    `INSERT INTO import_mark (file, bytes, lines, refused, marked_at) VALUES (:file, :bytes, :lines, :refused, :now)
     ON CONFLICT DO UPDATE SET bytes = :bytes, lines = :lines, refused = :refused, marked_at = :now`,
  ).run({ file, bytes, lines, refused, now });
  db.prepare(
    "DELETE FROM import_mark WHERE file NOT IN (SELECT file FROM import_mark ORDER BY marked_at DESC LIMIT ?)",
  ).run(MOST_MARKS);
}

/** How far a file was imported into a data folder; `undefined`: it never was. @throws StoreError */
export function markOf(folder: string, file: string): ImportMark | undefined {
  const db = openReader(folder);
  try {
    const row = db.prepare("SELECT bytes, lines, refused FROM import_mark WHERE file = ?").get(file);
    return row && { file, bytes: Number(row.bytes), lines: Number(row.lines), refused: Number(row.refused) };
  } finally {
    db.close();
  }
}
