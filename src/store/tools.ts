/**
 * What the commands on the history need of the store. A house does without it, and saves the memory.
 */
export { backupData, restoreData } from "./chores/backup.ts";
export { type CheckReport, checkData, type Finding } from "./chores/check.ts";
export { LINES_AT_MOST } from "./chores/chore.ts";
export { type Keeper, mendFolder, openKeeper } from "./chores/keeper.ts";
export { BulkLoader } from "./chores/loader.ts";
export { markOf } from "./database/import-mark.ts";
export { journalRow } from "./house-end/encode.ts";
export type { BulkChannel, BulkSet } from "./writing/batch.ts";
export { Writer } from "./writing/writer.ts";
