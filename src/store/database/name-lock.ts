import { statSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { FolderInUse, type FolderLock } from "./lock.ts";

/** What a folder is known by, whatever its path; its path where it is not there. */
function nameOf(folder: string): string {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : folder;
}

/**
 * Takes a data folder for this process where no file in it can be locked: by a name that Linux gives to one process at a
 * time, and takes back when that ends. It does not hold between containers.
 * @throws FolderInUse when another one on this machine has it; Error of the system
 */
export async function lockByName(folder: string): Promise<FolderLock> {
  const path = resolve(folder);
  const server = createServer((socket) => socket.destroy());
  // it alone keeps nothing alive
  server.unref();
  await new Promise<void>((done, fail) => {
    server.on("error", (error) => {
      const isTaken = "code" in error && error.code === "EADDRINUSE";
      const message = `Another Gleaner runs on ${path}: stop it first, or set another folder at "data:"`;
      fail(isTaken ? new FolderInUse(message, { cause: error }) : error);
    });
    server.listen(`\0gleaner ${nameOf(path)}`, done);
  });
  return { folder: path, release: () => server.close() };
}
