import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** A file that says how something stands has a few bytes. */
const LARGEST_BYTES = 4 * 1024;

/**
 * The whole text (latin1) of a small file that a driver or another program keeps. Never waits for a pipe's other end.
 * @throws Error in the system's words, or that it is larger than 4 kB
 */
export async function readSmallFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST_BYTES + 1), 0, LARGEST_BYTES + 1, 0);
    if (bytesRead > LARGEST_BYTES) throw new Error(`${path} is larger than ${LARGEST_BYTES / 1024} kB`);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
