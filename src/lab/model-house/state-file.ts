import { randomBytes } from "node:crypto";
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

export async function saveState(path: string, state: ModelState): Promise<void> {
  await saveWhole(path, JSON.stringify(state));
}

/** Writes a file so that it is always whole: either the old one or the new one. @throws Error of the disk */
export async function saveWhole(path: string, words: string): Promise<void> {
  // a name that nobody can have taken, or laid a link at
  const beside = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    const file = await open(beside, "wx");
    try {
      await file.writeFile(words);
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
