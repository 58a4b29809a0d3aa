import {
  FURTHEST_INSTANT,
  flawOfForeignName,
  flawOfName,
  flawOfUnit,
  LONGEST_STATE,
  StoreError,
} from "../../model/index.ts";
import { DamagedBlock } from "../code/block.ts";
import type { NewReplacement } from "../writing/replace.ts";
import type { Writer } from "../writing/writer.ts";
import { type Chore, LOAD_AT_MOST, type Lot, type Result } from "./chore.ts";

/** @throws StoreError: whoever asks may be a Gleaner of another version */
function assertSound({ name, unit, at, values, states, own }: Lot): void {
  const sound =
    (own ? flawOfName(name) : flawOfForeignName(name)) === undefined &&
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

type Steps<T> = Generator<void, T>;

function* prune(writer: Writer, channel: string, from: number, end: number): Steps<number> {
  let pruned = 0;
  for (const segment of writer.beginCut(channel, from, end)) {
    yield;
    pruned += writer.pruneSegment(segment, from, end);
  }
  return pruned;
}

function* putAside(writer: Writer, id: number, { stretches }: NewReplacement): Steps<void> {
  for (const { channel, since, until } of stretches) {
    for (const segment of writer.beginCut(channel, since, until)) {
      yield;
      writer.replaceSegment(id, segment, since, until);
    }
  }
  writer.goOnReplacing(id, "puts_aside", "is_filled");
}

function* replace(writer: Writer, replacement: NewReplacement, now: number): Steps<number> {
  const id = writer.beginReplacement(replacement, now);
  try {
    yield* putAside(writer, id, replacement);
  } catch (error) {
    yield* undoBrokenOff(writer, id, now);
    throw error;
  }
  return id;
}

/** Undoes a replacement that is not done. Where that fails, too, the next one who writes tries again. */
function* undoBrokenOff(writer: Writer, id: number, now: number): Steps<void> {
  try {
    yield* undo(writer, id, now);
  } catch (error) {
    // what is damaged stays damaged: it is not tried at each start
    if (error instanceof DamagedBlock) for (const phase of OPEN) writer.goOnReplacing(id, phase, "done");
    else if (!(error instanceof StoreError)) throw error;
  }
}

const OPEN = ["puts_aside", "is_filled"] as const;

/** Undoes what imports left behind that were to take the place of something and were broken off. */
export function* mend(writer: Writer, now: number): Steps<void> {
  for (const id of writer.openReplacements()) yield* undoBrokenOff(writer, id, now);
}

/** @returns whether there was a correction or a replacement to undo */
function* undo(writer: Writer, id: number, now: number): Steps<boolean> {
  const replacement = writer.beginUndo(id);
  if (replacement === undefined) return writer.undo(id, now);
  for (const { channel, since, until } of replacement.stretches) yield* prune(writer, channel, since, until);
  for (const kept of replacement.kept) {
    yield;
    writer.putBack(kept);
  }
  writer.endUndo(id, now);
  return true;
}

/**
 * Does a chore in steps, each a transaction or a few: between two of them whoever runs it lets others write.
 * @throws StoreError, DamagedBlock, or an error of SQLite; steps that were done stay done
 */
export function* perform(writer: Writer, chore: Chore, now: number): Steps<Result> {
  if (chore.do !== "load") return { result: yield* simple(writer, chore, now) };
  assertSound(chore.lot);
  const { name, unit, at, values, states } = chore.lot;
  const began = performance.now();
  const met = writer.load([{ at, channels: [{ name, unit, values, states }] }]);
  return { result: performance.now() - began, met };
}

function* simple(writer: Writer, chore: Exclude<Chore, { readonly do: "load" }>, now: number): Steps<number> {
  switch (chore.do) {
    case "mark":
      writer.mark(chore.mark, now);
      return 0;
    case "prune":
      return yield* prune(writer, chore.channel, chore.since ?? Number.NEGATIVE_INFINITY, chore.before);
    case "replace":
      return yield* replace(writer, chore.replacement, now);
    case "settle":
      return writer.goOnReplacing(chore.id, "is_filled", "done") ? 1 : 0;
    case "correct":
      return writer.correct(chore.correction, now);
    case "undo":
      return (yield* undo(writer, chore.id, now)) ? 1 : 0;
    case "tell_earlier":
      writer.tellEarlier(chore.lines);
      return 0;
    case "fill":
      writer.fill(chore.since, chore.until);
      return 0;
    case "rebuild":
      writer.rebuild(chore.segment);
      return 0;
    case "forget_paces":
      return writer.forgetPaces();
  }
}
