/** What a house needs of the store; the commands on the history have `tools.ts` besides. */
export type { SetAside } from "./database/aside.ts";
export { assertSqliteVersion } from "./database/connection.ts";
export { FolderInUse, type FolderLock, lockFolder } from "./database/lock.ts";
export { openness } from "./database/private.ts";
export type { Replacement } from "./database/replacement-row.ts";
export type { DiskStore, StoreHealth, StoreOptions } from "./house-end/disk-store.ts";
export { openStoreOrWait } from "./house-end/late-store.ts";
export { openStore } from "./house-end/store.ts";
export { type DiskHistory, newestOwn, openHistory, pastChannels } from "./reading/history.ts";
export { HistoryThread } from "./reading/remote.ts";
export type { Correction } from "./sums/correct.ts";
export { DamagedData } from "./sums/damage.ts";
export type { NewCorrection } from "./writing/amend.ts";
