import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { type FilePart, FileTrouble } from "../model/ports/hands.ts";

/** Opening waits for nobody: a pipe without a writer would hold its reader for ever. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads up to so many bytes from the beginning. */
async function firstBytes(file: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most);
  let size = 0;
  for (let got = 1; got > 0 && size < most; size += got) {
    got = (await file.read(buffer, size, most - size, size)).bytesRead;
  }
  return buffer.subarray(0, size);
}

/**
 * The content of an ordinary file.
 * @param flags beside those of reading
 * @throws FileTrouble, the system's errors
 */
export async function readOrdinary(path: string, most_bytes: number, flags = 0): Promise<Buffer> {
  await using file = await open(path, READ | flags);
  const stat = await file.stat();
  if (!stat.isFile()) throw new FileTrouble("NOT_ORDINARY", `${path} is no ordinary file`);
  const tooLarge = new FileTrouble("TOO_LARGE", `${path} is larger than ${most_bytes} bytes`);
  if (stat.size > most_bytes) throw tooLarge;
  // files of /proc and /sys do not say their size
  const content = await firstBytes(file, most_bytes + 1);
  if (content.length > most_bytes) throw tooLarge;
  return content;
}

/** Some bytes of an ordinary file. @throws FileTrouble, the system's errors */
export async function readPart(path: string, from: number, most_bytes: number): Promise<FilePart> {
  await using file = await open(path, READ);
  const stat = await file.stat();
  if (!stat.isFile()) throw new FileTrouble("NOT_ORDINARY", `${path} is no ordinary file`);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most_bytes), 0, most_bytes, from);
  return { bytes: buffer.subarray(0, bytesRead), inode: `${stat.dev}:${stat.ino}`, size: stat.size };
}

/** The first bytes of whatever lies there; `null`: a pipe, reading from which would take something away from somebody. */
export async function peek(path: string, most_bytes: number): Promise<Buffer | null> {
  await using file = await open(path, READ);
  if ((await file.stat()).isFIFO()) return null;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most_bytes), 0, most_bytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** How long ago the content of a file was written, ms. @throws the system's errors */
export async function ageOf(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  return Math.max(0, Date.now() - mtimeMs);
}
