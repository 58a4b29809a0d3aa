import type { ImportMark, Met, Unit } from "../../model/index.ts";
import type { NewCorrection } from "../writing/amend.ts";
import type { JournalRow } from "../writing/batch.ts";
import type { NewReplacement } from "../writing/replace.ts";

/** Readings of one channel, as columns: what one transaction takes. */
export interface Lot {
  readonly name: string;
  /** Of a channel that is not known yet. */
  readonly unit: Unit;
  /** UTC ms, whole. */
  readonly at: Float64Array;
  /** As many; NaN where there is a state. */
  readonly values: Float64Array;
  readonly states?: readonly (string | undefined)[] | undefined;
  /** What the house itself lived through: also channels that are its own, such as `relay.boiler`. */
  readonly own?: true | undefined;
}

/**
 * Work on the history beside what the house commits: as many readings as one transaction may take, or something that
 * is done in small steps. Every chore answers with a number.
 */
export type Chore =
  /** Answers how many ms it took to put them on the disk. */
  | { readonly do: "load"; readonly lot: Lot }
  | { readonly do: "mark"; readonly mark: ImportMark }
  /** Answers how many readings are forgotten: those before an instant, and where it is said not before `since`. */
  | { readonly do: "prune"; readonly channel: string; readonly before: number; readonly since?: number }
  /**
   * Takes away what an import is to take the place of, and keeps it. Answers the number by which it can be undone. Unless it
   * is settled before whoever asked goes away, it is undone.
   */
  | { readonly do: "replace"; readonly replacement: NewReplacement }
  /** The import that took the place of something is done. Answers 1, or 0 when it was undone meanwhile. */
  | { readonly do: "settle"; readonly id: number }
  /** Answers the correction's id. */
  | { readonly do: "correct"; readonly correction: NewCorrection }
  /** Undoes a correction or a replacement. Answers 1, or 0 when there was nothing to undo. */
  | { readonly do: "undo"; readonly id: number }
  /** Lines of the journal of an earlier time, in their order; 1,000 at most. Answers 0. */
  | { readonly do: "tell_earlier"; readonly lines: readonly JournalRow[] }
  /** Forgets the gaps within a time (UTC ms) that was filled. Answers 0. */
  | { readonly do: "fill"; readonly since: number; readonly until: number }
  /** Answers 0. */
  | { readonly do: "rebuild"; readonly segment: number }
  /** Forgets damaged notes of how the clock was set. Answers how many there were. */
  | { readonly do: "forget_paces" };

/** What a chore came to: its number, and what a load met. */
export interface Result {
  readonly result: number;
  readonly met?: Met;
}

/** Lines of one `tell_earlier` at most. */
export const LINES_AT_MOST = 1_000;

/** Readings of one `load` at most: a commit of the house waits until they are on the disk. */
export const LOAD_AT_MOST = 32_768;
