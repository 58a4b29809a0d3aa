import { dirname } from "node:path";
import { FileTrouble, wordsOf } from "../../model/index.ts";

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
    FOREIGN_LINK: `${path} is a link that somebody else can have laid: set "path" to the file that is meant`,
  };
  const said = error instanceof FileTrouble ? words[error.code] : undefined;
  if (said !== undefined) return new Error(said, { cause: error });
  return error instanceof Error ? error : new Error(wordsOf(error));
}
