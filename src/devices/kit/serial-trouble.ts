import { readdir } from "node:fs/promises";
import { wordsOf } from "../../model/index.ts";

/** Why a serial port cannot be used, in words that say what to do. */

const BY_ID = "/dev/serial/by-id";
const MAX_LISTED = 8;

/** The serial cables that are plugged in, as a sentence. */
async function cables(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return `no USB serial cable is plugged in (${folder} is empty)`;
  const listed = names.sort().slice(0, MAX_LISTED).join(", ");
  return `${folder} holds: ${listed}${names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : ""}`;
}

/** The path of the configuration is not there. */
export async function missing(path: string, folder = BY_ID): Promise<string> {
  return `${path} is not there: plug the cable in, or correct "port"; ${await cables(folder)}`;
}

function isBusy(message: string): boolean {
  return /EBUSY|busy|lock port|EAGAIN|temporarily unavailable/i.test(message);
}

/**
 * What an error at opening or reading means. The native module puts the system's words into its message.
 * @param rivals programs that are known to read such ports
 */
export async function trouble(error: unknown, path: string, rivals: readonly string[]): Promise<string> {
  const message = wordsOf(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/ENOENT|ELOOP|No such file/i.test(`${code} ${message}`)) return missing(path);
  if (/EACCES|EPERM|Permission denied|not permitted/i.test(`${code} ${message}`)) {
    return `no permission to open ${path}: add the user to the group that owns it (sudo usermod -aG dialout $USER), then log in again`;
  }
  if (isBusy(`${code} ${message}`)) {
    const known = [...rivals, "ModemManager", "another Gleaner"].join(", ");
    return `${path} is in use: stop the other program that reads it (${known})`;
  }
  return `${path}: ${message.replace(/^Error:?\s*/, "")}`;
}
