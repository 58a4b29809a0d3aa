import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isOwnLink, StoreError } from "../../model/index.ts";

/** Files of the store are for its user alone, whoever may enter or write into the folder they lie in. */

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/** A name beside a path that nobody can have taken, or laid a link at, beforehand. */
export function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.part`);
}

/** What SQLite makes beside a file. */
const PART = /\.[\da-f]{16}\.part(?:-journal|-wal|-shm)?$/;

/**
 * Removes what a copy to a path left behind that was broken off by force.
 * @param path of which no copy is made now
 * @returns the names of what was removed
 */
export function removeParts(path: string): string[] {
  const begin = `.${basename(path)}.`;
  const left = readdirSync(dirname(path)).filter((name) => name.startsWith(begin) && PART.test(name));
  for (const name of left) rmSync(join(dirname(path), name), { force: true });
  return left;
}

/** Makes an empty file that only its owner may open. @throws when there is anything at its path, be it a link */
export function createPrivate(path: string): void {
  closeSync(openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, OWNER_ONLY));
}

function write(path: string, words: string, how: number): void {
  const file = openSync(path, O_WRONLY | O_CREAT | O_NOFOLLOW | how, OWNER_ONLY);
  try {
    writeFileSync(file, words);
  } finally {
    closeSync(file);
  }
}

/** Writes a note of the store. @throws when there is anything at its path, be it a link; the system's errors */
export function writeNote(path: string, words: string): void {
  write(path, words, O_EXCL);
}

/** Adds to a note of the store, or writes it. @throws when it is a link; the system's errors */
export function addToNote(path: string, words: string): void {
  write(path, words, O_APPEND);
}

/**
 * Has a file of the store be there, for its owner only, before SQLite opens it: what SQLite makes beside it is then for
 * its owner only too. A file that is there already keeps its content, and is closed to others; so is one behind a link of
 * one's own.
 * @throws StoreError when it is a link that somebody else can have laid; the system's errors when it cannot be made
 */
export function makePrivate(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) createPrivate(path);
  else if (there.isSymbolicLink()) {
    assertOwnLink(path, there);
    const target = existsSync(path) ? realpathSync(path) : resolve(dirname(path), readlinkSync(path));
    const behind = lstatSync(target, { throwIfNoEntry: false });
    if (!behind) createPrivate(target);
    else closeToOthers(target, behind);
  } else closeToOthers(path, there);
}

function assertOwnLink(path: string, link: Stats): void {
  if (isOwnLink(link, statSync(dirname(path)), process.geteuid?.())) return;
  const message = `${path} is a link that somebody else can have laid: look where it leads, and remove it`;
  throw new StoreError({ code: "other", message, fatal: false });
}

function closeToOthers(path: string, stat: Stats): void {
  if (!stat.isFile() || (stat.mode & OTHERS) === 0 || stat.uid !== process.geteuid?.()) return;
  chmodSync(path, OWNER_ONLY);
}

/** Closes files that earlier versions, or another umask, left open to others; those that are not there are left alone. */
export function closeFiles(paths: readonly string[]): void {
  for (const path of paths) {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there) closeToOthers(path, there);
  }
}

/** Who else may use a folder, with what to do; `undefined`: nobody, or it is not there. */
export function openness(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const { mode } = statSync(folder);
  if ((mode & OTHERS) === 0) return undefined;
  const may = (mode & OTHERS_WRITE) === 0 ? "may enter" : "may write into";
  return `Others ${may} the data folder ${folder}: close it with chmod 700 ${folder}`;
}
