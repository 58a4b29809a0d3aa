/**
 * Backs data up, then onto a full disk, then restores it onto one; prints what is said and what is left in both places, as
 * JSON. Arguments: an empty folder, the switch of the faults.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { wordsOf } from "../../model/index.ts";
import { backupData, restoreData } from "../chores/backup.ts";
import { lockFolder } from "../database/lock.ts";
import { openStore } from "../index.ts";
import { numbered } from "./numbered.ts";
import { CALLS, ERRORS, Faults } from "./preload.ts";

const [folder = "", control = ""] = process.argv.slice(2);
const [data, copies, fresh] = ["data", "copies", "fresh"].map((name) => join(folder, name)) as [string, string, string];
const faults = new Faults(control);

/** @returns what is said when nothing can be written */
function whileFull(work: () => void): string | null {
  faults.set(CALLS.writes, ERRORS.ENOSPC);
  try {
    work();
    return null;
  } catch (error) {
    return wordsOf(error);
  } finally {
    faults.off();
  }
}

mkdirSync(copies);
// the house runs: of its own files nothing is made anew
const store = await openStore({ folder: data });
await store.commit(numbered(1));
const sound = join(copies, "sound.db");
backupData(data, sound);
const backup = whileFull(() => backupData(data, join(copies, "cut.db")));
await store.close();
const lock = lockFolder(fresh);
const restored = whileFull(() => restoreData(lock, sound));
const left = { copies: readdirSync(copies), fresh: readdirSync(fresh).filter((name) => name.includes("gleaner.db")) };
lock.release();
console.log(JSON.stringify({ backup, restored, left }));
