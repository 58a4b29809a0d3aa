import { dirname } from "node:path";
import { FileTrouble, type ReasonCode, told, wordsOf } from "../../model/index.ts";

const COMPLAINTS: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "file_no_folder",
  ENOTDIR: "file_not_folder",
  EISDIR: "file_is_folder",
  EACCES: "file_forbidden",
  EPERM: "file_not_permitted",
  EROFS: "file_readonly",
  ENOSPC: "file_no_space",
  ENXIO: "file_no_reader",
  EAGAIN: "file_reader_behind",
  ELOOP: "file_circle",
  FOREIGN_LINK: "file_foreign_link",
};

/** An error of the disk in words that say what to do about this path. */
export function explain(error: unknown, path: string): Error {
  const code = error instanceof FileTrouble ? COMPLAINTS[error.code] : undefined;
  if (code !== undefined) return told(code, { path, folder: dirname(path) }, { cause: error });
  return error instanceof Error ? error : new Error(wordsOf(error));
}
