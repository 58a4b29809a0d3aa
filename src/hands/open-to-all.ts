import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

const ALL_READ = 0o004;
const ALL_ENTER = 0o001;

/** Whether any user of the machine may read a file: it allows it, and so does each folder on the way. @throws the system's errors */
export async function isOpenToAll(path: string): Promise<boolean> {
  const file = await realpath(path);
  if (((await stat(file)).mode & ALL_READ) === 0) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & ALL_ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
