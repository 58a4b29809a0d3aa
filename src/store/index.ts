export { assertSqliteVersion } from "./connection.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { type ChannelInfo, type DiskHistory, openHistory } from "./history.ts";
export { FolderInUse, type FolderLock, lockFolder } from "./lock.ts";
export type { DiskStore, StoreHealth, StoreOptions } from "./queue.ts";
export { openStore } from "./store.ts";
