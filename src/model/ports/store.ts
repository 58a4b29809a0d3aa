import type { Reading, Unit } from "../reading.ts";
import type { Decision } from "../relay.ts";
import type { Telling } from "../told.ts";

/** A time that was not recorded. */
export interface Gap {
  /** Absent: nothing was recorded at all. */
  readonly channel?: string;
  /** UTC ms */
  readonly since: number;
  readonly until: number;
  /** `uncounted`: the device that counts something was away; what came meanwhile nobody knows. */
  readonly why: "stopped" | "silent" | "clock_unset" | "dropped" | "uncounted";
}

/** Recorded time that passed at another pace than true time, because the clock was set. */
export interface Pace {
  /** UTC ms; of the same beginning the one that was told last counts. */
  readonly since: number;
  readonly until: number;
  /**
   * True time for each millisecond, where none lies over another. Or 0: the clock leapt over it. No reading from before
   * holds in it; what was recorded there at another time counts as ever.
   */
  readonly rate: number;
}

/** What is written together: all of it is on the disk, or none. */
export interface Batch {
  readonly readings: readonly Reading[];
  readonly decisions: readonly Decision[];
  /** What is to be remembered, a `SavedMemory` as plain data, if it changed. */
  readonly memory?: unknown;
  /** Times that were not recorded, told when they are over. */
  readonly gaps?: readonly Gap[];
  readonly paces?: readonly Pace[];
}

/** Writing side of the store. There is one writer. */
export interface Store {
  /**
   * Resolves when the batch is on the disk. One at a time: what comes meanwhile waits with the caller, who gives it
   * together in the next batch.
   * @throws StoreError when the batch is not known to be on the disk, or was not taken
   */
  commit(batch: Batch): Promise<void>;
  /** Tells the unit of a channel before its first reading. */
  describe(channel: string, unit: Unit): void;
  /** The memory of the last commit, `undefined` at the first start; `savedMemoryOf` reads it. */
  memory(): unknown;
  close(): Promise<void>;
}

/** What a store knows of its disk; `null`: cannot be told on this machine. */
export interface DiskFigures {
  /** Bytes handed to the disk since the store was opened: log, checkpoints, sealing. */
  readonly written_bytes: number | null;
  /** The database and its log, as they are now. */
  readonly database_bytes: number | null;
  /** What stands in the way of keeping the history in order, with what to do; absent or `null`: nothing. */
  readonly problem?: Telling | null;
  /** Where a damaged database lies that was set aside and is still there; absent or `null`: nowhere. */
  readonly damaged?: string | null;
  /** Readings that were not kept because the history has no room for their channels; absent: none. */
  readonly no_room?: number;
  /** Readings that were not kept because their channel is kept in a unit of another kind; absent: none. */
  readonly unfit?: number;
  /** A few of those channels, each with both units. */
  readonly unfit_channels?: readonly string[];
}
