import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError, wordsOf } from "../../model/index.ts";
import { databasePath, openReader } from "../database/connection.ts";
import { troubleOf } from "../database/errors.ts";
import type { FolderLock } from "../database/lock.ts";
import { migrate, newestForm } from "../database/migrate.ts";
import { besides, createPrivate, removeParts } from "../database/private.ts";
import { type CheckReport, checkData } from "./check.ts";

function refuse(message: string): never {
  throw new StoreError({ code: "other", message, fatal: false });
}

function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What is said where a copy finds no room or right beside it: that disk is named. Other errors stay as they are. */
function ofCopy(error: unknown, folder: string): unknown {
  const trouble = troubleOf(error, folder);
  return trouble.code === "full" || trouble.code === "readonly" ? new StoreError(trouble, error) : error;
}

/**
 * Copies all data as it is at this moment into one file, beside a running house. The file appears under its name once it
 * is complete and on the disk.
 * @throws StoreError when the file is there already, its folder is not or has no room, or the data cannot be read
 */
export function backupData(folder: string, file: string): void {
  const path = resolve(file);
  if (existsSync(path)) refuse(`${path} is there already: give another name, or remove it`);
  // made here, it would lie on this disk instead of the stick that is meant
  if (!existsSync(dirname(path))) {
    refuse(`There is no folder ${dirname(path)}: plug its disk in, or make the folder, and try again`);
  }
  const unfinished = besides(path);
  const db = openReader(folder);
  try {
    // SQLite takes an empty file for none, and writes into this one
    createPrivate(unfinished);
    db.prepare("VACUUM INTO ?").run(unfinished);
    sync(unfinished);
    renameSync(unfinished, path);
    sync(dirname(path));
  } catch (error) {
    throw ofCopy(error, dirname(path));
  } finally {
    db.close();
    rmSync(unfinished, { force: true });
  }
}

/** A backup may be of an earlier Gleaner, whose form is brought up to date. */
function bringUpToDate(file: string, folder: string): void {
  const db = new DatabaseSync(file);
  try {
    migrate(db, folder);
  } finally {
    db.close();
  }
}

/**
 * Puts a backup into a data folder that has no data.
 * @param lock taken by `lockFolder`: no house runs on the folder
 * @param removed told of each file that an earlier restore, broken off by force, had left here
 * @returns what the check of the restored data found
 * @throws StoreError when there is data, or the file is no backup; then the folder is as before
 */
export function restoreData(lock: FolderLock, file: string, removed?: (name: string) => void): CheckReport {
  const path = databasePath(lock.folder);
  if (existsSync(path)) {
    refuse(`There is data in ${lock.folder} already: move it away first, or restore into another folder`);
  }
  if (!existsSync(file)) refuse(`${file} is not there`);
  if (!statSync(file).isFile() || statSync(file).size === 0) refuse(`${file} is no backup of Gleaner`);
  for (const name of removeParts(path)) removed?.(name);
  const unfinished = besides(path);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    if (db.prepare("PRAGMA application_id").get()?.application_id !== 0x474c4e52)
      refuse(`${file} is no backup of Gleaner`);
    const form = Number(db.prepare("PRAGMA user_version").get()?.user_version);
    if (form > newestForm()) {
      refuse(
        `${file} was written by a later Gleaner (form ${form}, this one knows up to ${newestForm()}): install that one`,
      );
    }
    createPrivate(unfinished);
    db.prepare("VACUUM INTO ?").run(unfinished);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    const error = ofCopy(cause, lock.folder);
    if (error instanceof StoreError) throw error;
    if (error instanceof Error && /not a database/.test(error.message)) {
      refuse(`${file} is no backup of Gleaner: readings as text are brought in by "gleaner import"`);
    }
    refuse(`${file} cannot be read: ${wordsOf(error)}`);
  } finally {
    db.close();
  }
  bringUpToDate(unfinished, lock.folder);
  sync(unfinished);
  renameSync(unfinished, path);
  sync(lock.folder);
  return checkData(lock.folder);
}
