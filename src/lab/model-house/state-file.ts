import { open, readFile, rename, rm } from "node:fs/promises";
import { ModelState } from "./model-state.ts";

const LARGEST = 64 * 1024;

/** The state kept in a file; `undefined` when there is none or it does not read as one: the house then starts anew. */
export async function loadState(path: string): Promise<ModelState | undefined> {
  try {
    const words = await readFile(path, "utf8");
    return words.length > LARGEST ? undefined : ModelState.parse(JSON.parse(words));
  } catch {
    return undefined;
  }
}

/** Writes the state so that the file is always whole: either the old one or the new one. @throws Error of the disk */
export async function saveState(path: string, state: ModelState): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(JSON.stringify(state));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
