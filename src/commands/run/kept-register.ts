import { createHash } from "node:crypto";
import { closeSync, constants, lstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Keeps } from "../../model/index.ts";

/**
 * Numbers in files that lie in memory: writing one waits for no disk, and it outlives the process, though not the
 * machine's power. After that the history knows what was shown, up to its last commit.
 */

const MEMORY = "/dev/shm";
const BYTES = 512;
/** Of its start, and of its place. */
const LONGEST_WORDS = 100;
const OWN_FOLDER = 0o700;

/** The folder of one house, for its user alone; `undefined`: there is none, or it is somebody else's. */
export function memoryFolder(data: string, memory = MEMORY): string | undefined {
  const uid = process.getuid?.() ?? 0;
  const house = createHash("sha256").update(data).digest("hex").slice(0, 16);
  const folder = join(memory, `gleaner-${uid}-${house}`);
  try {
    mkdirSync(folder, { mode: OWN_FOLDER });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return undefined;
  }
  try {
    const found = lstatSync(folder);
    const isOwn = found.isDirectory() && found.uid === uid && (found.mode & 0o777) === OWN_FOLDER;
    return isOwn ? folder : undefined;
  } catch {
    return undefined;
  }
}

function lineOf({ wh, began, mono, place }: Keeps): string {
  const cut = {
    began: began.slice(0, LONGEST_WORDS),
    ...(place !== undefined && { place: place.slice(0, LONGEST_WORDS) }),
  };
  const content = JSON.stringify({ wh, mono, ...cut });
  return `${content} ${crc32(content)}\n`;
}

function shownIn(text: string): Keeps | undefined {
  const [line = ""] = text.split("\n");
  const end = line.lastIndexOf(" ");
  const content = line.slice(0, end);
  if (end < 0 || String(crc32(content)) !== line.slice(end + 1)) return undefined;
  const { wh, began, mono, place }: Readonly<Record<string, unknown>> = JSON.parse(content);
  if (typeof wh !== "number" || typeof began !== "string" || typeof mono !== "number") return undefined;
  return { wh, began, mono, ...(typeof place === "string" && { place }) };
}

/** One number in a file; without a file it is forgotten with the process. */
export class KeptRegister {
  #fd: number | undefined;

  /** @param folder see `memoryFolder` */
  constructor(folder: string | undefined, name: string) {
    if (folder === undefined) return;
    try {
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
      this.#fd = openSync(join(folder, name), flags, 0o600);
    } catch {
      // as if there were no such folder
    }
  }

  last(): Keeps | undefined {
    if (this.#fd === undefined) return undefined;
    const bytes = Buffer.alloc(BYTES);
    try {
      return shownIn(bytes.toString("utf8", 0, readSync(this.#fd, bytes, 0, BYTES, 0)));
    } catch {
      return undefined;
    }
  }

  keep(shown: Keeps): void {
    if (this.#fd === undefined) return;
    try {
      writeSync(this.#fd, lineOf(shown), 0);
    } catch {
      // the machine's memory is full: the history knows it up to its last commit
    }
  }

  /** Its descriptor may be another file's from now on: nothing is kept any more. */
  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }
}
