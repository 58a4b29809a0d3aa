import { FURTHEST_INSTANT, flawOfForeignName, flawOfUnit, LONGEST_STATE, StoreError } from "../../model/index.ts";
import type { Writer } from "../writing/writer.ts";
import { type Chore, LOAD_AT_MOST, type Lot } from "./chore.ts";

/** @throws StoreError: whoever asks may be a Gleaner of another version */
function assertSound({ name, unit, at, values, states }: Lot): void {
  const sound =
    flawOfForeignName(name) === undefined &&
    (unit === null || typeof unit === "string") &&
    flawOfUnit(unit) === undefined &&
    at.length <= LOAD_AT_MOST &&
    values.length === at.length &&
    at.every((instant) => Number.isSafeInteger(instant) && Math.abs(instant) <= FURTHEST_INSTANT) &&
    (states ?? []).every((state) => state === undefined || state.length <= LONGEST_STATE);
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
