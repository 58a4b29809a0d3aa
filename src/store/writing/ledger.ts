import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Gap, Pace } from "../../model/index.ts";
import { insertPace, paceSum } from "../database/pace-row.ts";
import type { JournalRow } from "./batch.ts";

/**
 * A line that is there already, equal in every column, is not written again: batches may arrive more than once (a
 * commit whose outcome was unknown is repeated).
 */
const INSERT_LINE = `
  INSERT INTO journal (at, kind, relay, is_on, reason, inputs)
  SELECT :at, :kind, :relay, :is_on, :reason, :inputs
  WHERE NOT EXISTS (
    SELECT 1 FROM journal
    WHERE at = :at AND kind = :kind AND relay IS :relay AND is_on IS :is_on AND reason = :reason AND inputs IS :inputs
  )`;

/** As above, with a number of its own. */
const INSERT_EARLIER = `
  INSERT INTO journal (id, at, kind, relay, is_on, reason, inputs)
  SELECT :id, :at, :kind, :relay, :is_on, :reason, :inputs
  WHERE NOT EXISTS (
    SELECT 1 FROM journal
    WHERE at = :at AND kind = :kind AND relay IS :relay AND is_on IS :is_on AND reason = :reason AND inputs IS :inputs
  )`;

/** So many numbers are left free for lines that are told after what they come before. */
const ROOM = 1_000_000;

const INSERT_GAP = `
  INSERT INTO gap (channel, since, until, why)
  SELECT :channel, :since, :until, :why
  WHERE NOT EXISTS (
    SELECT 1 FROM gap WHERE channel IS :channel AND since = :since AND until = :until AND why = :why
  )`;

/** What is written beside readings: the journal, the brain's memory, the gaps, the paces. Inside the caller's transaction. */
export class Ledger {
  readonly #insertLine: StatementSync;
  readonly #setMemory: StatementSync;
  readonly #getMemory: StatementSync;
  readonly #insertEarlier: StatementSync;
  readonly #db: DatabaseSync;
  readonly #insertGap: StatementSync;
  readonly #insertPace: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insertLine = db.prepare(INSERT_LINE);
    this.#db = db;
    this.#insertEarlier = db.prepare(INSERT_EARLIER);
    this.#insertGap = db.prepare(INSERT_GAP);
    this.#insertPace = insertPace(db);
    this.#getMemory = db.prepare("SELECT json FROM memory WHERE id = 1");
    this.#setMemory = db.prepare(
      "INSERT INTO memory (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
    );
  }

  /** The memory of the last commit as JSON, `null` when there is none. */
  memory(): string | null {
    const row = this.#getMemory.get();
    return row === undefined ? null : String(row.json);
  }

  remember(json: string): void {
    this.#setMemory.run(json);
  }

  line({ at, kind, relay, is_on, reason, inputs }: JournalRow): void {
    this.#insertLine.run({ at, kind, relay, is_on, reason, inputs });
  }

  /**
   * Writes lines of a time that is told after a later one: they get numbers between those of what lies before and after
   * them, so that the journal stays in the order of time.
   * @param lines in the order of time
   */
  earlier(lines: readonly JournalRow[]): void {
    const [first] = lines;
    if (!first) return;
    const before = Number(
      this.#db.prepare("SELECT coalesce(max(id), 0) AS id FROM journal WHERE at <= ?").get(first.at)?.id,
    );
    const after = this.#db.prepare("SELECT min(id) AS id FROM journal WHERE id > ?").get(before)?.id;
    if (after !== null && after !== undefined && Number(after) - before <= lines.length) this.#makeRoom(before);
    for (const [index, { at, kind, relay, is_on, reason, inputs }] of lines.entries())
      this.#insertEarlier.run({ id: before + 1 + index, at, kind, relay, is_on, reason, inputs });
  }

  /** Moves the numbers of all lines behind one: first below 0, so that none meets another. */
  #makeRoom(before: number): void {
    this.#db.prepare("UPDATE journal SET id = -(id + ?) WHERE id > ?").run(ROOM, before);
    this.#db.exec("UPDATE journal SET id = -id WHERE id < 0");
  }

  /** Forgets that nothing was recorded within a time: it was filled. */
  filled(since: number, until: number): void {
    this.#db.prepare("DELETE FROM gap WHERE since >= ? AND until <= ?").run(since, until);
  }

  gap({ channel = null, since, until, why }: Omit<Gap, "channel"> & { readonly channel?: string | null }): void {
    this.#insertGap.run({ channel, since, until, why });
  }

  pace(pace: Pace): void {
    this.#insertPace.run(pace.since, pace.until, pace.rate, paceSum(pace));
  }
}
