import { Worker } from "node:worker_threads";
import { StoreError } from "../../model/index.ts";
import { type SetAside, setAside } from "../database/aside.ts";
import { assertSqliteVersion, databasePath } from "../database/connection.ts";
import { type FolderLock, lockFolder } from "../database/lock.ts";
import { removeParts } from "../database/private.ts";
import type { FromWriter } from "../thread/messages.ts";
import type { WriterOptions } from "../writing/batch.ts";
import { type DiskStore, died, type StoreOptions, ThreadedStore } from "./disk-store.ts";

/** The compiled package has `worker.js` in the place of `worker.ts`. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "../thread/worker.ts" : "../thread/worker.js", import.meta.url);
}

/** Resolves with the memory of the last commit once the writer has opened the database. */
function writerReady(worker: Worker): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const onMessage = (message: FromWriter): void => {
    if (message.did === "open") resolve(message.memory);
    else if (message.did === "fail") reject(new StoreError(message.trouble));
  };
  const onError = (error: Error): void => reject(died(error.message));
  const onExit = (): void => reject(died("it ended by itself"));
  worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  return promise.finally(() => worker.off("message", onMessage).off("error", onError).off("exit", onExit));
}

/** Starts the writer on a folder. @throws StoreError; then the thread is gone, and its files are closed */
async function opened(lock: FolderLock, options: StoreOptions, aside: SetAside | null): Promise<DiskStore> {
  const workerData: WriterOptions = {
    folder: lock.folder,
    max_bytes: options.max_bytes,
    full_head: options.full_head,
  };
  const worker = new Worker(workerFile(), {
    name: "gleaner store",
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 2 },
  });
  try {
    const memory = await writerReady(worker);
    return new ThreadedStore(worker, memory, lock, options, aside);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/**
 * Opens the store of a data folder, in a thread of its own so that a stalled disk delays nobody else.
 *
 * Each batch is a transaction, one at a time. Of two readings of one channel at one instant the first stays. A commit that
 * cannot be taken, or whose transaction fails, rejects with a StoreError: `full` and `readonly` pass by themselves, `fatal` means that the process must end (exit 70) and
 * start again.
 * @throws FolderInUse when another daemon has the folder
 * @throws StoreError when the folder or its data cannot be used
 */
export async function openStore(options: StoreOptions): Promise<DiskStore> {
  assertSqliteVersion();
  const lock = lockFolder(options.folder);
  try {
    removeParts(databasePath(lock.folder));
    return await opened(lock, options, null).catch((error: unknown) => {
      if (options.set_damaged_aside !== true || !(error instanceof StoreError) || error.code !== "corrupt") throw error;
      return opened(lock, options, setAside(lock.folder, Date.now(), error.message));
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}
