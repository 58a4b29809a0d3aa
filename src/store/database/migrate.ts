import { readdirSync, readFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../model/index.ts";
import { sumOldCorrections } from "./correction-row.ts";

/** Marks a SQLite file as Gleaner's: `GLNR` in ASCII. */
const APPLICATION_ID = 0x474c4e52;

const FOLDER = new URL("./migrations/", import.meta.url);

/** One step of the schema; `number` becomes the file's `user_version`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** What SQL has no words for, to be done after the step of this number. */
const AFTER: Readonly<Record<number, (db: DatabaseSync) => void>> = { 6: sumOldCorrections };

/**
 * The steps in `migrations/`, in order.
 * @throws Error when a number is missing or doubled: a mistake of the one who added a file
 */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*\.sql$/.test(name));
  return names.sort().map((name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1) throw new Error(`migrations/${name}: expected number ${index + 1} here`);
    return { number, name, sql: readFileSync(new URL(name, folder), "utf8") };
  });
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function refuse(message: string): never {
  throw new StoreError({ code: "other", message, fatal: false });
}

function refuseLater(folder: string, found: number, newest: number): never {
  refuse(
    `The data in ${folder} was written by a later Gleaner (form ${found}, this one knows up to ${newest}): install that version again, or set another folder at "data:"`,
  );
}

/** The number of the form that this Gleaner writes. */
export function newestForm(): number {
  return readMigrations().length;
}

/** Whoever only reads cannot change the form. @throws StoreError when it is not the newest one */
export function assertNewestForm(db: DatabaseSync, folder: string): void {
  const newest = newestForm();
  const found = pragma(db, "user_version");
  if (found > newest) refuseLater(folder, found, newest);
  if (found < newest) {
    refuse(
      `The data in ${folder} has the form of an earlier Gleaner (${found}, this one reads ${newest}): start Gleaner on it once, which brings it up to date`,
    );
  }
}

/**
 * Brings the schema to the newest version, in one transaction; does nothing when it is there already.
 * @returns the number of steps taken
 * @throws StoreError when the file was written by a later Gleaner, or by another program
 */
export function migrate(db: DatabaseSync, folder: string, migrations: readonly Migration[] = readMigrations()): number {
  const newest = migrations.length;
  const found = pragma(db, "user_version");
  if (found > newest) refuseLater(folder, found, newest);
  const foreign =
    found > 0
      ? pragma(db, "application_id") !== APPLICATION_ID
      : db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;
  if (foreign) refuse(`gleaner.db in ${folder} belongs to another program: set another folder at "data:"`);
  if (found === newest) return 0;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const { number, sql } of migrations) {
      if (number <= found) continue;
      db.exec(sql);
      AFTER[number]?.(db);
    }
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${newest}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
  return newest - found;
}
