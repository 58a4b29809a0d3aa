import { accessSync, closeSync, constants as fs, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import {
  type ReasonCode,
  reason,
  StoreError,
  type StoreErrorCode,
  type StoreTrouble,
  say,
  wordsOf,
} from "../../model/index.ts";
import { besides } from "./private.ts";

/** Result codes of SQLite (https://www.sqlite.org/rescode.html), primary ones in the low byte. */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
const IOERR_WRITE = SQLITE_IOERR | (3 << 8);
/** The index of the write-ahead log could not grow: in practice a full disk. */
const IOERR_SHMSIZE = SQLITE_IOERR | (19 << 8);

/** The extended result code that `node:sqlite` puts on its errors; `undefined` for any other error. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Whether another connection held the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return ((resultCode(error) ?? 0) & 0xff) === SQLITE_BUSY;
}

/** Whether pages of the database read as no database has them. */
export function isCorrupt(error: unknown): boolean {
  const result = (resultCode(error) ?? 0) & 0xff;
  return result === SQLITE_CORRUPT || result === SQLITE_NOTADB;
}

/** Whether the folder lies on a file system that is mounted read-only, or is closed to us. */
export function cannotWrite(folder: string): boolean {
  try {
    accessSync(folder, fs.W_OK);
    return false;
  } catch {
    return true;
  }
}

/** What SQLite opens in the data folder. */
const FILES = ["gleaner.lock", "gleaner.db", "gleaner.db-wal", "gleaner.db-shm"];

/** Whether a file in the folder is closed to us: somebody else ran Gleaner here, such as root. */
function holdsFilesOfOthers(folder: string): boolean {
  return FILES.some((name) => {
    try {
      accessSync(join(folder, name), fs.R_OK | fs.W_OK);
      return false;
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "EACCES";
    }
  });
}

const PROBE_BYTES = 16_384;

/** Why nothing can be written into the folder now; `undefined`: it can, or nobody knows. */
function whyUnwritable(folder: string): "full" | "readonly" | undefined {
  if (cannotWrite(folder) || holdsFilesOfOthers(folder)) return "readonly";
  const path = besides(join(folder, "probe"));
  try {
    const file = openSync(path, fs.O_WRONLY | fs.O_CREAT | fs.O_EXCL | fs.O_NOFOLLOW, 0o600);
    try {
      writeSync(file, new Uint8Array(PROBE_BYTES));
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(path, { force: true });
    }
    return undefined;
  } catch (error) {
    return whyOf(error);
  }
}

/** Whether an error of the system says that nothing can be written. */
function whyOf(error: unknown): "full" | "readonly" | undefined {
  const errno = error instanceof Error && "errno" in error ? -Number(error.errno) : undefined;
  if (errno === constants.errno.ENOSPC || errno === constants.errno.EDQUOT) return "full";
  const { EROFS, EACCES, EPERM } = constants.errno;
  return errno !== undefined && [EROFS, EACCES, EPERM].includes(errno) ? "readonly" : undefined;
}

/**
 * A write that fails because the file system went read-only, because the user's quota is used up, or because the log's
 * index cannot grow, reaches us as an I/O error, but nothing that was synced is in doubt: these are told apart from a
 * failing disk by trying to write something else.
 */
function kind(result: number, folder: string): StoreErrorCode {
  if (result === IOERR_WRITE) return whyUnwritable(folder) ?? "io";
  if (result === IOERR_SHMSIZE) return whyUnwritable(folder) ?? "full";
  switch (result & 0xff) {
    case SQLITE_FULL:
      return "full";
    case SQLITE_READONLY:
      return "readonly";
    case SQLITE_IOERR:
      return "io";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "corrupt";
    case SQLITE_CANTOPEN:
      return whyUnwritable(folder) ?? "other";
    default:
      return "other";
  }
}

/** What to do about damaged data. */
export const AFTER_DAMAGE = `"gleaner check" says more; take out what can be read by "gleaner export", or restore a backup`;

const COMPLAINTS: Readonly<Record<StoreErrorCode, ReasonCode>> = {
  full: "disk_full",
  readonly: "disk_readonly",
  io: "disk_io",
  corrupt: "disk_corrupt",
  busy: "disk_other",
  other: "disk_other",
};

function troubleOfCode(code: StoreErrorCode, folder: string, said: string, fatal: boolean): StoreTrouble {
  const why = reason(COMPLAINTS[code], { folder, said });
  return { code, message: say(why, "en"), why, fatal };
}

/** As it may cross to another thread. */
function plain({ code, message, fatal, why }: StoreError): StoreTrouble {
  return { code, message, fatal, ...(why && { why }) };
}

/**
 * What an error of SQLite means for the house.
 * @param error whatever was thrown
 * @param folder the data folder, named in the message
 */
export function troubleOf(error: unknown, folder: string): StoreTrouble {
  if (error instanceof StoreError) return plain(error);
  const result = resultCode(error);
  const words = wordsOf(error);
  if (result === undefined) {
    return troubleOfCode(whyOf(error) ?? "other", folder, words, false);
  }
  const code = kind(result, folder);
  return troubleOfCode(code, folder, `SQLite ${result}: ${words}`, code === "io" || code === "corrupt");
}
