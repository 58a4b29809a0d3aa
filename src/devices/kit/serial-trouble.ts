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

const GONE = ["ENOENT", "ENOTDIR", "ELOOP", "ENODEV", "ENXIO"];
const FORBIDDEN = ["EACCES", "EPERM"];
/** Somebody keeps others from opening it, has locked it, or is just closing it. */
const HELD = ["EBUSY", "EAGAIN"];

/**
 * What an error at opening or reading means, by the system's code.
 * @param rivals programs that are known to read such ports
 */
export async function trouble(error: unknown, path: string, rivals: readonly string[]): Promise<Telling> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (GONE.includes(code)) return missing(path);
  if (FORBIDDEN.includes(code)) return reason("port_forbidden", { path });
  if (HELD.includes(code)) {
    return reason("port_busy", { path, programs: [...rivals, "ModemManager", "another Gleaner"].join(", ") });
  }
  if (code === "NO_LIBRARY") return reason("port_no_library");
  if (error instanceof ToldError) return reason("port_said", { path, problem: error.why });
  return `${path}: ${wordsOf(error)}`;
}
