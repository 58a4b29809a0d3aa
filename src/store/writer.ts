import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Unit } from "../model/index.ts";
import { markClosed, openWriter } from "./connection.ts";
import { migrate } from "./migrate.ts";
import type { ChannelNews, JournalRow, ReadingColumns, WireBatch, WriterOptions } from "./wire.ts";

/** Pages in the write-ahead log after which they are copied into the database. */
const CHECKPOINT_PAGES = 1000;

/**
 * The same channel and instant again changes nothing: batches may arrive more than once (a commit whose outcome was
 * unknown is repeated), and what was once acknowledged stays as it was.
 */
const INSERT_READING = "INSERT INTO reading (channel, at, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

/** A line that is there already, equal in every column, is not written again: see `INSERT_READING`. */
const INSERT_LINE = `
  INSERT INTO journal (at, kind, relay, is_on, reason, inputs)
  SELECT :at, :kind, :relay, :is_on, :reason, :inputs
  WHERE NOT EXISTS (
    SELECT 1 FROM journal
    WHERE at = :at AND kind = :kind AND relay IS :relay AND is_on IS :is_on AND reason = :reason AND inputs IS :inputs
  )`;

/** The one connection that writes; lives in its own thread. Everything here is synchronous. */
export class Writer {
  readonly #folder: string;
  readonly #db: DatabaseSync;
  readonly #insertReading: StatementSync;
  readonly #insertLine: StatementSync;
  readonly #setMemory: StatementSync;
  readonly #addChannel: StatementSync;
  readonly #setUnit: StatementSync;
  readonly #backlog: StatementSync;
  readonly #names: string[] = [];
  /** Row of the channel by its number on the wire; emptied after a roll-back, as rows may have gone with it. */
  #rows: number[] = [];
  readonly #units = new Map<number, Unit>();

  /** Opens the database and brings its schema up to date. @throws StoreError */
  constructor({ folder, max_bytes }: WriterOptions) {
    const db = openWriter(folder, max_bytes);
    try {
      migrate(db, folder);
      this.#folder = folder;
      this.#db = db;
      this.#insertReading = db.prepare(INSERT_READING);
      this.#insertLine = db.prepare(INSERT_LINE);
      this.#setMemory = db.prepare(
        "INSERT INTO memory (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      );
      this.#addChannel = db.prepare(
        "INSERT INTO channel (name, unit) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = name RETURNING id",
      );
      this.#setUnit = db.prepare("UPDATE channel SET unit = :unit WHERE id = :id AND unit IS NOT :unit");
      this.#backlog = db.prepare("PRAGMA wal_checkpoint(NOOP)");
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** The memory of the last commit as JSON, `null` when there is none. */
  memory(): string | null {
    const row = this.#db.prepare("SELECT json FROM memory WHERE id = 1").get();
    return row === undefined ? null : String(row.json);
  }

  /** Takes note of channels; their units are written with the next batches. */
  learn({ names, units }: ChannelNews): void {
    this.#names.push(...names);
    for (const [channel, unit] of units) this.#units.set(channel, unit);
  }

  /**
   * Writes all the batches in one transaction; they are on the disk when it returns.
   * @throws Error of SQLite; then nothing was written, except after an I/O error, when nobody knows
   */
  write(batches: readonly WireBatch[]): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const [channel, unit] of this.#units) this.#setUnit.run({ id: this.#row(channel, unit), unit });
      for (const { readings, journal, memory } of batches) {
        this.#writeReadings(readings);
        for (const line of journal) this.#writeLine(line);
        if (memory !== null) this.#setMemory.run(memory);
      }
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#rows = [];
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
    this.#units.clear();
  }

  /**
   * Copies the log into the database when it is long enough. SQLite's own automatic checkpoint would do the same
   * but hide a failing sync, after which a later one seems to succeed although the data is lost.
   * @throws Error of SQLite; what was committed before stays acknowledged and lies in the log
   */
  checkpoint(): void {
    const state = this.#backlog.get();
    if (Number(state?.log) - Number(state?.checkpointed) >= CHECKPOINT_PAGES) {
      this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }

  /** Empties the log and closes. @throws Error of SQLite */
  close(): void {
    try {
      this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      this.#db.close();
    }
    markClosed(this.#folder);
  }

  #row(channel: number, unit: Unit): number {
    const known = this.#rows[channel];
    if (known !== undefined) return known;
    const row = Number(this.#addChannel.get(this.#names[channel] ?? null, unit)?.id);
    this.#rows[channel] = row;
    return row;
  }

  #writeReadings({ channel, at, value, states }: ReadingColumns): void {
    let state = 0;
    for (let i = 0; i < channel.length; i++) {
      const number = value[i] ?? Number.NaN;
      const kept = Number.isNaN(number) ? (states[state++] ?? "") : number;
      // A channel that nobody described: a pure number, or a state
      const row = this.#row(channel[i] ?? 0, typeof kept === "number" ? "" : null);
      this.#insertReading.run(row, at[i] ?? 0, kept);
    }
  }

  #writeLine({ at, kind, relay, is_on, reason, inputs }: JournalRow): void {
    this.#insertLine.run({ at, kind, relay, is_on, reason, inputs });
  }
}
