import { constants } from "node:fs";
import { lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** An error of the disk in words that say what to do about this path. */
export function explain(error: unknown, path: string): Error {
  const words: Readonly<Record<string, string>> = {
    ENOENT: `the folder ${dirname(path)} does not exist, or ${path} points to nothing: create it, or correct "path"`,
    ENOTDIR: `a part of ${dirname(path)} is not a folder: correct "path"`,
    EISDIR: `${path} is a folder: "path" must name a file`,
    EACCES: `no permission to use ${path}: let Gleaner's user write it and its folder`,
    EPERM: `the system does not permit writing ${path}: let Gleaner's user write it`,
    EROFS: `${path} lies on a read-only disk: choose another "path"`,
    ENOSPC: `no space left on the disk of ${path}: free some`,
    ENXIO: `nobody reads from ${path}: start the program that should`,
    EAGAIN: `the reader of ${path} has fallen behind: see that it still runs`,
    ELOOP: `${path} is a circle of links: correct "path"`,
  };
  const said = words[codeOf(error)];
  if (said) return new Error(said, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

async function writeBeside(path: string, words: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(beside, "w", 0o644);
    try {
      await file.writeFile(words);
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Never creates, and never waits: a pipe without a reader is an error at once. */
async function writeInPlace(path: string, words: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NONBLOCK);
  try {
    await file.writeFile(words);
  } finally {
    await file.close();
  }
}

/**
 * Writes the whole content of a file. A regular file is replaced in one instant, so that a reader sees the old or the
 * new content, never a half. Links, pipes, devices and files of /sys, beside which nothing can be made, are written in
 * place. It is not forced to the disk: after a power cut every output is ordered anew.
 * @throws Error saying what to do
 */
export async function writeWhole(path: string, words: string): Promise<void> {
  try {
    const there = await lstat(path).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    if (there && !there.isFile()) return await writeInPlace(path, words);
    try {
      await writeBeside(path, words);
    } catch (error) {
      if (!there || !["EACCES", "EPERM", "EROFS"].includes(codeOf(error))) throw error;
      await writeInPlace(path, words);
    }
  } catch (error) {
    throw explain(error, path);
  }
}
