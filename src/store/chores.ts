import { FURTHEST_INSTANT, type Unit } from "../model/index.ts";
import type { NewCorrection } from "./amend.ts";
import { MAX_NAME_LENGTH, MAX_STATE_LENGTH } from "./encode.ts";
import { StoreError } from "./errors.ts";
import type { ImportMark } from "./wire.ts";
import type { Writer } from "./writer.ts";

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
}

/**
 * Work on the history beside what the house commits: as many readings as one transaction may take, or something that
 * is done in small steps. Every chore answers with a number.
 */
export type Chore =
  /** Answers how many ms it took to put them on the disk. */
  | { readonly do: "load"; readonly lot: Lot }
  | { readonly do: "mark"; readonly mark: ImportMark }
  /** Answers how many readings are forgotten. */
  | { readonly do: "prune"; readonly channel: string; readonly before: number }
  /** Answers the correction's id. */
  | { readonly do: "correct"; readonly correction: NewCorrection }
  /** Answers 1, or 0 when there was nothing to undo. */
  | { readonly do: "undo"; readonly id: number }
  /** Answers 0. */
  | { readonly do: "rebuild"; readonly segment: number }
  /** Forgets damaged notes of how the clock was set. Answers how many there were. */
  | { readonly do: "forget_paces" };

/** Readings of one `load` at most: a commit of the house waits until they are on the disk. */
export const LOAD_AT_MOST = 32_768;

/** @throws StoreError: whoever asks may be a Gleaner of another version */
function assertSound({ name, unit, at, values, states }: Lot): void {
  const sound =
    name.length <= MAX_NAME_LENGTH &&
    (unit === null || typeof unit === "string") &&
    at.length <= LOAD_AT_MOST &&
    values.length === at.length &&
    at.every((instant) => Number.isSafeInteger(instant) && Math.abs(instant) <= FURTHEST_INSTANT) &&
    (states ?? []).every((state) => state === undefined || state.length <= MAX_STATE_LENGTH);
  if (sound) return;
  const message = `These readings of ${name.slice(0, 100)} cannot be kept as they are: nothing of them was taken`;
  throw new StoreError({ code: "other", message, fatal: false });
}

function* prune(writer: Writer, channel: string, before: number): Generator<void, number> {
  let pruned = 0;
  for (const segment of writer.beginPrune(channel, before)) {
    yield;
    pruned += writer.pruneSegment(segment, before);
  }
  return pruned;
}

/**
 * Does a chore in steps, each a transaction or a few: between two of them whoever runs it lets others write.
 * @throws StoreError, DamagedBlock, or an error of SQLite; steps that were done stay done
 */
export function* perform(writer: Writer, chore: Chore, now: number): Generator<void, number> {
  switch (chore.do) {
    case "load": {
      assertSound(chore.lot);
      const { name, unit, at, values, states } = chore.lot;
      const began = performance.now();
      writer.load([{ at, channels: [{ name, unit, values, states }] }]);
      return performance.now() - began;
    }
    case "mark":
      writer.mark(chore.mark, now);
      return 0;
    case "prune":
      return yield* prune(writer, chore.channel, chore.before);
    case "correct":
      return writer.correct(chore.correction, now);
    case "undo":
      return writer.undo(chore.id, now) ? 1 : 0;
    case "rebuild":
      writer.rebuild(chore.segment);
      return 0;
    case "forget_paces":
      return writer.forgetPaces();
  }
}
