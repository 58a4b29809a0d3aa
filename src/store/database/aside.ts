import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { databasePath, markClosed, openReader, openStill } from "./connection.ts";

/** A database that cannot be used any more, put where it is in nobody's way and can still be looked at. */
export interface SetAside {
  /** Where it lies now, a data folder of its own: `gleaner check --data`, `gleaner export --data`. */
  readonly folder: string;
  /** What was wrong with it. */
  readonly problem: string;
  /** What its house remembered at its last commit, as JSON; `null` when that cannot be read any more. */
  readonly memory: string | null;
}

const NAME = /^damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?$/;
/** A disk that damages whatever is written must not fill itself: from then on the newest one gives way to the next. */
const MOST_KEPT = 8;

function isWhole(folder: string): boolean {
  return existsSync(databasePath(folder));
}

/** Folders with a database that was set aside, oldest first. */
export function damagedFolders(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** A folder for what is set aside now; one that an interrupted start has left without its database is taken again. */
function folderFor(folder: string, at: number): string {
  const there = damagedFolders(folder);
  const begun = there.find((path) => !isWhole(path));
  if (begun !== undefined) return begun;
  const newest = there.at(-1);
  if (there.length >= MOST_KEPT && newest !== undefined) rmSync(newest, { recursive: true });
  const name = `damaged-${new Date(at).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  let path = join(folder, name);
  for (let n = 2; existsSync(path); n++) path = join(folder, `${name}-${n}`);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** On a disk that is full or read-only a database that was closed cleanly opens as one that nobody writes, and in no other way. */
function openForMemory(folder: string): DatabaseSync {
  try {
    return openReader(folder);
  } catch {
    return openStill(folder);
  }
}

/** The memory of the last commit as JSON, where it still reads as one. */
export function memoryOf(folder: string): string | null {
  try {
    const db = openForMemory(folder);
    try {
      const json = db.prepare("SELECT json FROM memory WHERE id = 1").get()?.json;
      if (typeof json !== "string") return null;
      JSON.parse(json);
      return json;
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

function sync(folder: string): void {
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Moves a damaged database, with its log, into a folder of its own beside it. Nothing of it is changed.
 * @param folder locked by this process, and no connection of it is open
 * @param at UTC ms, for the name
 * @throws Error of the file system; then the next start does it again
 */
export function setAside(folder: string, at: number, problem: string): SetAside {
  const memory = memoryOf(folder);
  const to = folderFor(folder, at);
  const path = databasePath(folder);
  // the log first: a fresh database must never find that of another one
  for (const file of [`${path}-wal`, `${path}-shm`, path]) {
    if (existsSync(file)) renameSync(file, join(to, basename(file)));
  }
  sync(to);
  sync(folder);
  markClosed(folder);
  return { folder: to, problem, memory };
}
