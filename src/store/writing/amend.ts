import type { DatabaseSync } from "node:sqlite";
import { GREATEST_NUMBER, LONGEST_CHANNEL_NAME, StoreError } from "../../model/index.ts";
import { correctionSum, isSoundCorrection, selectCorrections } from "../database/correction-row.ts";
import { nextNumber } from "../database/replacement-row.ts";
import type { Correction } from "../sums/correct.ts";

export type NewCorrection = Omit<Correction, "id" | "made_at" | "undone_at">;

/** Corrections in force for one channel: each reading that is shown goes through all that touch it. */
export const MOST_CORRECTIONS = 1_000;
/** The greatest factor and shift: no unit and no wrong wiring is further off, and what is shown stays a number. */
const MOST_FACTOR = 1e12;
const MOST_SHIFT = 1e15;
/** Corrections over one another carry a reading so far at most: beyond, sums of what is shown are no numbers. */
const MOST_REACH = GREATEST_NUMBER;
/** Characters of a note. */
export const MOST_NOTE = 500;

function refuse(message: string): never {
  throw new StoreError({ code: "other", message, fatal: false });
}

function assertSound({ channel, since, until, change, note }: NewCorrection): void {
  if (channel.length > LONGEST_CHANNEL_NAME) refuse(`No channel has a name of ${channel.length} characters`);
  if (!(Number.isSafeInteger(since) && Number.isSafeInteger(until) && since < until)) {
    refuse(`A correction of ${channel} needs a time that ends after it begins`);
  }
  if (change !== "remove" && !(Number.isFinite(change.factor) && Number.isFinite(change.shift))) {
    refuse(`A correction of ${channel} needs a factor and a shift that are numbers`);
  }
  if (change !== "remove" && (Math.abs(change.factor) > MOST_FACTOR || Math.abs(change.shift) > MOST_SHIFT)) {
    refuse(`A correction of ${channel} takes a factor up to ${MOST_FACTOR} and a shift up to ${MOST_SHIFT}`);
  }
  if (note.length > MOST_NOTE) refuse(`A note has at most ${MOST_NOTE} characters, this one has ${note.length}`);
}

interface Stretch {
  readonly since: number;
  readonly until: number;
  readonly factor: number;
  readonly shift: number;
}

/** Corrections of values that are in force and touch a stretch of a channel, in the order in which they are made. */
function changesOver(db: DatabaseSync, { channel, since, until }: NewCorrection): Stretch[] {
  const touching = db.prepare(
    `SELECT since, until, factor, shift FROM correction
     WHERE channel = ? AND undone_at IS NULL AND since < ? AND until > ? AND factor IS NOT NULL ORDER BY id`,
  );
  return touching.all(channel, until, since).map((row) => ({
    since: Number(row.since),
    until: Number(row.until),
    factor: Number(row.factor),
    shift: Number(row.shift),
  }));
}

/**
 * How far corrections over one another may carry a reading, as if each went away from 0: what is less stays so when
 * some of them are undone.
 */
function reachOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((reach, { factor, shift }) => reach * Math.max(1, Math.abs(factor)) + Math.abs(shift), 1);
}

/** @throws StoreError where this one, with those below it, makes numbers that are none */
function assertWithinReach(db: DatabaseSync, correction: NewCorrection): void {
  const { channel, since, until, change } = correction;
  if (change === "remove") return;
  const below = changesOver(db, correction);
  const edges = [since, ...below.map((each) => each.since).filter((edge) => edge > since)];
  for (const edge of edges) {
    const here = below.filter((each) => each.since <= edge && each.until > edge);
    if (reachOf([...here, { since, until, ...change }]) <= MOST_REACH) continue;
    refuse(
      `${channel} has ${here.length} corrections over one another there, and with this one its numbers grow too large: undo some first (gleaner corrections lists them)`,
    );
  }
}

/** Makes a correction. @returns its id @throws StoreError when it makes no sense or there are too many */
export function makeCorrection(db: DatabaseSync, correction: NewCorrection, now: number): number {
  assertSound(correction);
  const { channel, since, until, change, note } = correction;
  const inForce = db.prepare("SELECT count(*) AS count FROM correction WHERE channel = ? AND undone_at IS NULL");
  if (Number(inForce.get(channel)?.count) >= MOST_CORRECTIONS) {
    refuse(`${channel} has ${MOST_CORRECTIONS} corrections already: undo those that are not needed any more`);
  }
  assertWithinReach(db, correction);
  const [factor, shift] = change === "remove" ? [null, null] : [change.factor, change.shift];
  const id = nextNumber(db);
  const row = { id, channel, since, until, factor, shift, note, made_at: now, undone_at: null };
  db.prepare(
    `INSERT INTO correction (id, channel, since, until, factor, shift, note, made_at, undone_at, sum)
     VALUES (:id, :channel, :since, :until, :factor, :shift, :note, :made_at, :undone_at, :sum)`,
  ).run({ ...row, sum: correctionSum(row) });
  return id;
}

/** Undoes a correction; a damaged one too, which ends the damage. @returns whether there was one to undo */
export function undoCorrection(db: DatabaseSync, id: number, now: number): boolean {
  const row = selectCorrections(db, "id = ?").get(id);
  if (row === undefined || (row.undone_at !== null && isSoundCorrection(row))) return false;
  const sum = correctionSum({ ...row, undone_at: now });
  return db.prepare("UPDATE correction SET undone_at = ?, sum = ? WHERE id = ?").run(now, sum, id).changes > 0;
}
