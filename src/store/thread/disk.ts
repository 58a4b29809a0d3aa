import { readFileSync, statSync } from "node:fs";
import type { DiskFigures } from "../../model/index.ts";
import { damagedFolders } from "../database/aside.ts";
import { databasePath } from "../database/connection.ts";

const LOOK_EVERY_MS = 1_000;

/** Bytes that this thread has caused to be written, as Linux counts them (proc_pid_io(5)): `write_bytes`. */
function threadBytes(): number | null {
  try {
    const count = /^write_bytes: (\d+)$/m.exec(readFileSync("/proc/thread-self/io", "utf8"))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}

/** Of a database with its log, bytes; `null` while nobody can look. */
function sizeOf(file: string): number | null {
  try {
    const sizes = [file, `${file}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    return sizes.reduce((sum, size) => sum + size);
  } catch {
    // a share that is being mounted again: whether anything can be stored, writing tells
    return null;
  }
}

/** The newest database that was set aside. */
function newestDamaged(folder: string): string | null {
  try {
    return damagedFolders(folder).at(-1) ?? null;
  } catch {
    return null;
  }
}

/** Counts for the thread that it is made in: the writer's, which does nothing else. */
export class DiskMeter {
  readonly #folder: string;
  readonly #began: number | null;
  #looked = Number.NEGATIVE_INFINITY;
  #figures: DiskFigures = { written_bytes: null, database_bytes: null };

  /** To be made before the database is opened. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#began = threadBytes();
  }

  /** The figures, at most a second old. */
  figures(): DiskFigures {
    const now = performance.now();
    if (now - this.#looked < LOOK_EVERY_MS) return this.#figures;
    this.#looked = now;
    const written = threadBytes();
    this.#figures = {
      written_bytes: written === null || this.#began === null ? null : written - this.#began,
      database_bytes: sizeOf(databasePath(this.#folder)),
      damaged: newestDamaged(this.#folder),
    };
    return this.#figures;
  }
}
