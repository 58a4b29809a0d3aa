import { type Batch, StoreError, tellingOf, type Unit, wordsOf } from "../../model/index.ts";
import { memoryOf } from "../database/aside.ts";
import { FolderInUse, type FolderLock } from "../database/lock.ts";
import { lockByName } from "../database/name-lock.ts";
import type { DiskStore, StoreHealth, StoreOptions } from "./disk-store.ts";
import { openStore } from "./store.ts";

/** Trouble that passes by itself once somebody has freed space or given the right to write. */
function passes(error: unknown): error is StoreError {
  return error instanceof StoreError && (error.code === "full" || error.code === "readonly");
}

/**
 * Opens the store for a house that must control its relays whatever the disk says. Where the disk is full or read-only the
 * store is one that takes nothing, says why, and is opened with a later commit.
 * @throws FolderInUse, StoreError as `openStore` does, for all that does not pass by itself
 */
export async function openStoreOrWait(options: StoreOptions): Promise<DiskStore> {
  try {
    return await openStore(options);
  } catch (error) {
    if (!passes(error)) throw error;
    const lock = await lockByName(options.folder);
    return new LateStore(options, error, lock);
  }
}

class LateStore implements DiskStore {
  readonly folder: string;
  readonly #options: StoreOptions;
  readonly #lock: FolderLock;
  /** What the house remembered when it could last be stored. */
  readonly #memory: string | null;
  readonly #units = new Map<string, Unit>();
  #problem: StoreError;
  #store: DiskStore | undefined;
  #closed = false;

  constructor(options: StoreOptions, problem: StoreError, lock: FolderLock) {
    this.#options = options;
    this.#problem = problem;
    this.#lock = lock;
    this.folder = lock.folder;
    this.#memory = memoryOf(lock.folder);
  }

  get set_aside(): DiskStore["set_aside"] {
    return this.#store?.set_aside ?? null;
  }

  async commit(batch: Batch): Promise<void> {
    const store = this.#store ?? (await this.#open());
    await store.commit(batch);
  }

  describe(channel: string, unit: Unit): void {
    if (this.#store) this.#store.describe(channel, unit);
    else this.#units.set(channel, unit);
  }

  memory(): unknown {
    if (this.#store) return this.#store.memory();
    return this.#memory === null ? undefined : JSON.parse(this.#memory);
  }

  health(): StoreHealth {
    if (this.#store) return this.#store.health();
    return {
      ...{ is_writing: false, stored_readings: 0, dropped_readings: 0, last_commit_ms: null },
      ...{ written_bytes: null, database_bytes: null, problem: tellingOf(this.#problem) },
    };
  }

  async prune(channel: string, before: number): Promise<number> {
    if (!this.#store) throw this.#problem;
    return await this.#store.prune(channel, before);
  }

  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.#store?.close();
    } finally {
      this.#lock.release();
    }
  }

  /** @throws StoreError; one that is fatal where somebody else has taken the folder meanwhile, or it is damaged */
  async #open(): Promise<DiskStore> {
    try {
      const store = await openStore(this.#options);
      if (this.#closed) {
        await store.close();
        throw this.#problem;
      }
      for (const [channel, unit] of this.#units) store.describe(channel, unit);
      this.#units.clear();
      this.#store = store;
      return store;
    } catch (error) {
      if (passes(error)) this.#problem = error;
      if (!(error instanceof FolderInUse)) throw error;
      throw new StoreError({ code: "other", message: wordsOf(error), fatal: true }, error);
    }
  }
}
