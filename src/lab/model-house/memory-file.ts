import { open, readFile, rename, rm } from "node:fs/promises";
import { HouseMemory } from "./state.ts";

const LARGEST = 64 * 1024;

/** The memory kept in a file; `undefined` when there is none or it does not read as one: the house then starts anew. */
export async function loadMemory(path: string): Promise<HouseMemory | undefined> {
  try {
    const words = await readFile(path, "utf8");
    return words.length > LARGEST ? undefined : HouseMemory.parse(JSON.parse(words));
  } catch {
    return undefined;
  }
}

/** Writes the memory so that the file is always whole: either the old one or the new one. @throws Error of the disk */
export async function saveMemory(path: string, memory: HouseMemory): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(JSON.stringify(memory));
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
