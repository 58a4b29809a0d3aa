/**
 * What the commands on the history need of the store. A house does without it, and saves the memory.
 */
export { backupData, restoreData } from "./backup.ts";
export { type CheckReport, checkData, type Finding } from "./check.ts";
export { FORMATS, type Format } from "./formats.ts";
export { formatOfName, type ImportFile, openImportFile } from "./import-file.ts";
export { type Keeper, openKeeper } from "./keeper.ts";
export { markOf } from "./mark.ts";
export { exportReadings, type ImportReport, importReadings } from "./transfer.ts";
export type { BulkChannel, BulkSet, ImportMark } from "./wire.ts";
export { Writer } from "./writer.ts";
