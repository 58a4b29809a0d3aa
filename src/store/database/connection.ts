import { existsSync, lstatSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { StoreError, type StoreTrouble } from "../../model/index.ts";
import { AFTER_DAMAGE, troubleOf } from "./errors.ts";
import { addToNote, closeFiles, makePrivate, writeNote } from "./private.ts";

/** SQLite before this could damage a database when two connections wrote and checkpointed at one instant (WAL reset). */
export const SQLITE_AT_LEAST = "3.51.3";

const DATABASE = "gleaner.db";

/** Beyond this size a check of the whole file would hold up the start for too long. */
const CHECK_UP_TO_BYTES = 200 * 1024 * 1024;

/** Pages kept in memory per connection, in KiB. */
const CACHE_KIB = 4096;

/** Path of the database in a data folder. */
export function databasePath(folder: string): string {
  return join(folder, DATABASE);
}

/** Whether version `a` is the same as `b` or later, both written `3.51.3`. */
export function atLeast(a: string, b: string): boolean {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Makes sure that the SQLite linked into this Node is safe to use; touches no file.
 * @throws StoreError that names the version found
 */
export function assertSqliteVersion(needed = SQLITE_AT_LEAST): void {
  const db = new DatabaseSync(":memory:");
  try {
    const found = String(db.prepare("SELECT sqlite_version() AS version").get()?.version);
    if (atLeast(found, needed)) return;
    const message = `SQLite ${found} is too old (it can damage data): Gleaner needs ${needed} or later, as Node 24.21 brings along; start Gleaner by its npm scripts, which use that Node`;
    throw new StoreError({ code: "other", message, fatal: false });
  } finally {
    db.close();
  }
}

/** Stands beside the database from the opening to the clean close. */
function marker(folder: string): string {
  return join(folder, "gleaner.open");
}

/**
 * Notes that the database is open for writing.
 * @returns whether it was already: the last stop was not a clean one, or it found damage
 */
function markOpen(folder: string): boolean {
  const there = lstatSync(marker(folder), { throwIfNoEntry: false });
  if (there?.isFile()) return true;
  try {
    if (there) rmSync(marker(folder));
    writeNote(marker(folder), "");
  } catch {
    // A full disk: the state of the log tells most unclean stops too
  }
  return there !== undefined;
}

/** So often the database was found damaged while it was open, since it was closed cleanly; each time a byte of the note. */
function timesDoubted(folder: string): number {
  const there = lstatSync(marker(folder), { throwIfNoEntry: false });
  return there?.isFile() ? there.size : 0;
}

/** Notes that what was read while the database was open made no sense: the next opening looks at all of it. */
export function markDoubted(folder: string): void {
  try {
    addToNote(marker(folder), "!");
  } catch {
    // A disk that cannot be written says so elsewhere
  }
}

/** Notes that the database was closed cleanly. */
export function markClosed(folder: string): void {
  try {
    rmSync(marker(folder), { force: true });
  } catch {
    // A disk that cannot be written any more: the next start reads the whole database
  }
}

/**
 * Notes that an opening which went no further has left the database as it was. After damage, or when the disk failed, the
 * note stays: the next opening is to read it all.
 */
export function markUnopened(folder: string, { fatal }: StoreTrouble): void {
  if (!fatal) markClosed(folder);
}

/** Size of a file in bytes, 0 when it is missing. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** It was found damaged so often, and a check found nothing: the check is wrong. */
const DOUBTED_FOR_GOOD = 2;

function refuseDamaged(folder: string, found: string): never {
  const message = `The data in ${folder} is damaged (${found.replaceAll("\n", " ")}): ${AFTER_DAMAGE}`;
  throw new StoreError({ code: "corrupt", message, fatal: true });
}

/** Reads the whole file once. */
function checkAfterCrash(db: DatabaseSync, folder: string): void {
  const found = String(db.prepare("PRAGMA quick_check(1)").get()?.quick_check);
  if (found !== "ok") refuseDamaged(folder, found);
}

/** Reads the whole file, however large: it made no sense while it was open. */
function checkDoubted(db: DatabaseSync, folder: string): void {
  if (timesDoubted(folder) >= DOUBTED_FOR_GOOD) refuseDamaged(folder, "it could not be written to, again and again");
  const found = String(db.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
  if (found !== "ok") refuseDamaged(folder, found);
}

/**
 * Opens the one connection that writes, and creates the file when it is missing.
 * Checkpoints are the writer's own business (see `writer.ts`), hence `wal_autocheckpoint=0`.
 * @param max_bytes the file may not grow beyond; absent: no limit but the disk
 * @throws StoreError
 */
export function openWriter(folder: string, max_bytes?: number): DatabaseSync {
  const path = databasePath(folder);
  const wasOpen = markOpen(folder);
  let db: DatabaseSync | undefined;
  try {
    makePrivate(path);
    closeFiles([`${path}-wal`, `${path}-shm`]);
    const unclean = wasOpen || sizeOf(`${path}-wal`) > 0;
    db = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true, defensive: true });
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA journal_size_limit = ${16 * 1024 * 1024};
      PRAGMA trusted_schema = OFF;
      PRAGMA mmap_size = 0;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${CACHE_KIB};
    `);
    if (max_bytes !== undefined) {
      const page = Number(db.prepare("PRAGMA page_size").get()?.page_size);
      db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(max_bytes / page))}`);
    }
    if (timesDoubted(folder) > 0) checkDoubted(db, folder);
    else if (unclean && sizeOf(path) <= CHECK_UP_TO_BYTES) checkAfterCrash(db, folder);
    return db;
  } catch (error) {
    db?.close();
    const trouble = troubleOf(error, folder);
    if (!wasOpen) markUnopened(folder, trouble);
    throw new StoreError(trouble, error);
  }
}

/**
 * Opens a connection that can only read, beside the writer, in any thread or process.
 * @throws StoreError also when nothing was ever stored in the folder
 */
export function openReader(folder: string): DatabaseSync {
  const path = databasePath(folder);
  if (!existsSync(path)) {
    const message = `There is no data in ${folder} yet: start Gleaner on it once, or correct "data:"`;
    throw new StoreError({ code: "other", message, fatal: false });
  }
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5000, defensive: true });
    db.exec(
      `PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${CACHE_KIB};`,
    );
    return db;
  } catch (error) {
    db?.close();
    throw new StoreError(troubleOf(error, folder), error);
  }
}

/**
 * Opens a connection that can only read and makes no file beside it, to a database that was closed cleanly and that nobody
 * writes as long as it is open.
 * @throws the errors of SQLite; Error when there is a log, which it would not read
 */
export function openStill(folder: string): DatabaseSync {
  const path = databasePath(folder);
  if (sizeOf(`${path}-wal`) > 0) throw new Error(`${path} was not closed cleanly`);
  const place = pathToFileURL(path);
  place.searchParams.set("immutable", "1");
  return new DatabaseSync(place, { readOnly: true, defensive: true });
}
