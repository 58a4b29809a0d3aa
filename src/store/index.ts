/** What a house needs of the store; the commands on the history have `tools.ts` besides. */
export type { NewCorrection } from "./amend.ts";
export { DamagedData } from "./catalog.ts";
export { assertSqliteVersion } from "./connection.ts";
export type { Correction } from "./correct.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { type DiskHistory, openHistory } from "./history.ts";
export { FolderInUse, type FolderLock, lockFolder } from "./lock.ts";
export type { DiskStore, StoreHealth, StoreOptions } from "./queue.ts";
export { openStore } from "./store.ts";
