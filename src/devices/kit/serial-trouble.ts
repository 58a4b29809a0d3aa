import { readdir } from "node:fs/promises";
import { type Reason, reason, type Telling, ToldError, wordsOf } from "../../model/index.ts";

/** Why a serial port cannot be used, in words that say what to do. */

const BY_ID = "/dev/serial/by-id";
const MAX_LISTED = 8;

/** The serial cables that are plugged in, as a sentence. */
async function cables(folder: string): Promise<Reason> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return reason("cables_none", { folder });
  const listed = names.sort().slice(0, MAX_LISTED).join(", ");
  const more = names.length - MAX_LISTED;
  if (more > 0) return reason("cables_there_more", { folder, names: listed, more: String(more) });
  return reason("cables_there", { folder, names: listed });
}

/** The path of the configuration is not there. */
export async function missing(path: string, folder = BY_ID): Promise<Reason> {
  return reason("port_missing", { path, cables: await cables(folder) });
}

function isBusy(message: string): boolean {
  return /EBUSY|busy|lock port|EAGAIN|temporarily unavailable/i.test(message);
}

/**
 * What an error at opening or reading means. The native module puts the system's words into its message.
 * @param rivals programs that are known to read such ports
 */
export async function trouble(error: unknown, path: string, rivals: readonly string[]): Promise<Telling> {
  const message = wordsOf(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/ENOENT|ELOOP|No such file/i.test(`${code} ${message}`)) return missing(path);
  if (/EACCES|EPERM|Permission denied|not permitted/i.test(`${code} ${message}`)) {
    return reason("port_forbidden", { path });
  }
  if (isBusy(`${code} ${message}`)) {
    const known = [...rivals, "ModemManager", "another Gleaner"].join(", ");
    return reason("port_busy", { path, programs: known });
  }
  if (error instanceof ToldError) return reason("port_said", { path, problem: error.why });
  return `${path}: ${message.replace(/^Error:?\s*/, "")}`;
}
