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

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
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
    const file = databasePath(this.#folder);
    this.#figures = {
      written_bytes: written === null || this.#began === null ? null : written - this.#began,
      database_bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      damaged: newestDamaged(this.#folder),
    };
    return this.#figures;
  }
}
