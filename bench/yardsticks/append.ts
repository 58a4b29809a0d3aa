import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** As much as SQLite writes at least for a commit: a page. */
const BYTES = 4_096;
const COUNT = 1_000;

/** How often a second the disk below a folder takes a page that is appended to a file and synced. */
export function appendsPerSecond(folder: string): number {
  const page = new Uint8Array(BYTES);
  const path = join(folder, "append");
  const file = openSync(path, "w");
  try {
    const began = performance.now();
    for (let i = 0; i < COUNT; i++) {
      writeSync(file, page);
      fdatasyncSync(file);
    }
    return (COUNT * 1_000) / (performance.now() - began);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
