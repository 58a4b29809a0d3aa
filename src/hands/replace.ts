import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isOwnLink } from "../model/own-link.ts";
import { FileTrouble } from "../model/ports/hands.ts";
import { codeOf } from "./trouble.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_TRUNC, O_WRONLY } = constants;

/** Nothing new may be made there. */
const NOTHING_BESIDE: readonly string[] = ["EACCES", "EPERM", "EROFS"];
/** The disk, or the length of names there, has no room for a second file. */
const NO_ROOM: readonly string[] = ["ENOSPC", "EDQUOT", "ENAMETOOLONG"];

/** A name that nobody can have taken, or laid a link at, beforehand. */
export function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}.tmp`);
}

/**
 * Writes a new file beside the one that is meant and puts it in its place in one instant.
 * @throws the system's errors; nothing is left beside
 */
export async function putInPlace(path: string, content: string, mode = 0o644): Promise<void> {
  const beside = besides(path);
  try {
    {
      await using file = await open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
      await file.writeFile(content);
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Never creates, and never waits: a pipe without a reader is an error at once. */
async function writeInto(path: string, content: string, flags: number): Promise<void> {
  await using file = await open(path, O_WRONLY | O_TRUNC | O_NONBLOCK | flags);
  await file.writeFile(content);
}

/**
 * Puts new content over the old of a regular file: of the same length it takes no room on the disk.
 * @throws the system's errors
 */
async function writeOver(path: string, content: string): Promise<void> {
  await using file = await open(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  await file.writeFile(content);
  await file.truncate(Buffer.byteLength(content));
}

/**
 * Replaces the whole content of a file. A regular file is replaced in one instant, so that a reader sees the old or the
 * new content, never a half. Links, pipes, devices and files of /sys, beside which nothing can be made, are written in
 * place, as is a regular file where the disk has no room for another; a link only where nobody else could have laid it.
 * Nothing is forced to the disk.
 * @throws FileTrouble, the system's errors
 */
export async function replace(path: string, content: string): Promise<void> {
  const there = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (there?.isSymbolicLink()) {
    if (isOwnLink(there, await stat(dirname(path)), process.geteuid?.())) return await writeInto(path, content, 0);
    throw new FileTrouble("FOREIGN_LINK", `${path} is a link that somebody else can have laid`);
  }
  if (there && !there.isFile()) return await writeInto(path, content, O_NOFOLLOW);
  try {
    await putInPlace(path, content);
  } catch (error) {
    if (!there) throw error;
    if (NO_ROOM.includes(codeOf(error))) await writeOver(path, content);
    else if (NOTHING_BESIDE.includes(codeOf(error))) await writeInto(path, content, O_NOFOLLOW);
    else throw error;
  }
}
