import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError, wordsOf } from "../../model/index.ts";
import { isBusy, troubleOf } from "./errors.ts";
import { makePrivate, writeNote } from "./private.ts";

/** Another daemon runs on the same data folder. The message names it. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** The right to be the only daemon on a data folder, until released or until the process ends, however it ends. */
export interface FolderLock {
  readonly folder: string;
  /** Lets go; may be called twice. */
  release(): void;
}

const LOCK_FILE = "gleaner.lock";
const OWNER_FILE = "gleaner.pid";

/** Connections that hold a lock: one that nothing refers to would be collected, and its lock gone without a word. */
const held = new Set<DatabaseSync>();

/** One level at a time: Node's recursive form never returns for a folder below /proc. @returns the first one made */
function makeFolders(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = dirname(folder);
  const first = above === folder ? undefined : makeFolders(above);
  mkdirSync(folder, { mode: 0o700 });
  return first ?? folder;
}

/** Makes the folder and its name durable, so that a power cut after the first commit does not lose the folder. */
function ensureFolder(folder: string): void {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const created = makeFolders(resolve(folder));
    if (created === undefined) throw new Error("it is no folder");
    const parent = openSync(dirname(created), "r");
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
  } catch (error) {
    const { code } = troubleOf(error, folder);
    const message = `The data folder ${folder} cannot be made: create it, give it to the user that runs Gleaner, or set another one at "data:" (${wordsOf(error)})`;
    throw new StoreError({ code, message, fatal: false }, error);
  }
}

function removeNote(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A disk that cannot be written: it says so elsewhere
  }
}

/** Only words for the message that a second daemon gives: on a full disk the lock holds without them. */
function signOwner(folder: string): void {
  const words = `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}\n`;
  const path = join(folder, OWNER_FILE);
  removeNote(path);
  try {
    writeNote(path, words);
  } catch {
    removeNote(path);
  }
}

function owner(folder: string): string {
  try {
    return readFileSync(join(folder, OWNER_FILE), "utf8").trim().slice(0, 200) || "unknown process";
  } catch {
    return "unknown process";
  }
}

function refusal(folder: string, error: unknown): Error {
  if (isBusy(error)) {
    return new FolderInUse(
      `Another Gleaner runs on ${folder} (${owner(folder)}): stop it first, or set another folder at "data:"`,
      { cause: error },
    );
  }
  const { code, message } = troubleOf(error, folder);
  const words = wordsOf(error);
  const said: Partial<Record<typeof code, string>> = {
    readonly: `The data folder ${folder} cannot be written: mount the disk read-write and give the folder and all in it to the user that runs Gleaner (${words})`,
    other: `The data folder ${folder} cannot be locked: it must lie on a disk of this machine, not on a network share (${words})`,
  };
  return new StoreError({ code, message: said[code] ?? message, fatal: false }, error);
}

/**
 * Takes the data folder for this process, and creates it (readable by its owner only) when it is missing.
 *
 * The lock is an exclusive transaction on a SQLite file of its own: the kernel keeps it, so it holds between
 * containers that share the folder, and is free at once after a `kill -9`. POSIX locks end when the process closes
 * any descriptor of the file: nothing else in the process may open `gleaner.lock`.
 * @throws FolderInUse when another daemon (or this one, twice) has it
 * @throws StoreError when the folder cannot be made or written
 */
export function lockFolder(folder: string): FolderLock {
  const path = resolve(folder);
  ensureFolder(path);
  let db: DatabaseSync | undefined;
  try {
    const file = join(path, LOCK_FILE);
    // one that is there is not opened but by SQLite: whoever closes it lets go of a lock that this process has
    makePrivate(file);
    db = new DatabaseSync(file, { timeout: 0 });
    // nothing is ever written to it, and a full disk has no room for a journal
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    const refused = refusal(path, error);
    db?.close();
    throw refused;
  }
  const locked = db;
  held.add(locked);
  signOwner(path);
  return {
    folder: path,
    release: () => {
      if (!held.delete(locked)) return;
      removeNote(join(path, OWNER_FILE));
      locked.close();
    },
  };
}
