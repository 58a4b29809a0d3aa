import type { Gap, Pace, Unit } from "../../model/index.ts";

/**
 * Batches as the writer takes them. Channels travel as numbers that hold for the life of the writer and of who encodes for
 * it: the position of the name in all the names told so far.
 */

/** Readings as columns, cheap to hand over. */
export interface ReadingColumns {
  readonly channel: Uint32Array<ArrayBuffer>;
  /** UTC ms */
  readonly at: Float64Array<ArrayBuffer>;
  /** NaN: the value is the next of `states` */
  readonly value: Float64Array<ArrayBuffer>;
  readonly states: readonly string[];
}

/** One line of the journal, ready to be bound to a statement. */
export interface JournalRow {
  readonly at: number;
  readonly kind: string;
  readonly relay: string | null;
  readonly is_on: number | null;
  /** JSON */
  readonly reason: string;
  /** JSON */
  readonly inputs: string | null;
}

/** A batch as the writer takes it. */
export interface WireBatch {
  readonly readings: ReadingColumns;
  readonly journal: readonly JournalRow[];
  /** JSON; `null`: unchanged */
  readonly memory: string | null;
  readonly gaps: readonly Gap[];
  readonly paces: readonly Pace[];
}

/** What is new about channels since the message before. */
export interface ChannelNews {
  readonly names: readonly string[];
  readonly units: readonly (readonly [channel: number, unit: Unit])[];
}

/** What the writer's thread is started with. */
export interface WriterOptions {
  readonly folder: string;
  readonly max_bytes?: number | undefined;
  /** The head is sealed when it has so many readings; absent: 60,000. */
  readonly full_head?: number | undefined;
  /** The log is copied into the database when it has so many pages; absent: 1,000. */
  readonly checkpoint_pages?: number | undefined;
}

/** Many readings at once: channels that were read together, as columns. */
export interface BulkSet {
  /** UTC ms, whole. */
  readonly at: Float64Array;
  readonly channels: readonly BulkChannel[];
}

/** A channel of a `BulkSet`. */
export interface BulkChannel {
  readonly name: string;
  readonly unit: Unit;
  /** As many as instants; NaN where there is a state, or nothing. */
  readonly values: Float64Array;
  readonly states?: readonly (string | undefined)[] | undefined;
}
