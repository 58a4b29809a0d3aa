import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { FileTrouble } from "../model/ports/hands.ts";

/**
 * The content of an ordinary file, at once: for what a command needs before it can do anything. A running house reads
 * through its hands instead, as a disk that hangs would hold it here.
 * @param most_bytes a longer one is refused, without being read
 * @throws FileTrouble, the system's errors
 */
export function readNow(path: string, most_bytes: number): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new FileTrouble("NOT_ORDINARY", `${path} is no ordinary file`);
    const content = Buffer.alloc(most_bytes + 1);
    let size = 0;
    for (let got = 1; got > 0 && size <= most_bytes; size += got) {
      got = readSync(file, content, size, content.length - size, size);
    }
    if (size > most_bytes) throw new FileTrouble("TOO_LARGE", `${path} is larger than ${most_bytes} bytes`);
    return content.subarray(0, size);
  } finally {
    closeSync(file);
  }
}
