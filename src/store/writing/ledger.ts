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
  readonly #insertGap: StatementSync;
  readonly #insertPace: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insertLine = db.prepare(INSERT_LINE);
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

  gap({ channel = null, since, until, why }: Omit<Gap, "channel"> & { readonly channel?: string | null }): void {
    this.#insertGap.run({ channel, since, until, why });
  }

  pace(pace: Pace): void {
    this.#insertPace.run(pace.since, pace.until, pace.rate, paceSum(pace));
  }
}
