import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Unit } from "../model/index.ts";
import { DamagedBlock } from "./code/block.ts";
import { Gathering } from "./code/runs.ts";
import type { Run } from "./code/values.ts";
import { markClosed, openWriter } from "./connection.ts";
import type { Correction } from "./correct.ts";
import { HeadRow, readHead, type TakeReading } from "./head.ts";
import { migrate } from "./migrate.ts";
import { moveOldReadings } from "./move.ts";
import { Sealer } from "./sealer.ts";
import type {
  BulkChannel,
  BulkSet,
  ChannelNews,
  JournalRow,
  ReadingColumns,
  WireBatch,
  WriterOptions,
} from "./wire.ts";

/** Pages in the write-ahead log after which they are copied into the database. */
const CHECKPOINT_PAGES = 1000;
/** The length of the log is looked at when about so many pages were written. */
const CHECK_EVERY_PAGES = 64;
const PAGE_BYTES = 4096;

/** The head is sealed when it has so many readings, or when a day (UTC) is over and it is worth it. */
const FULL_HEAD = 60_000;
const WORTH_SEALING = 1_000;
const RETRY_AFTER = 5_000;
const DAY_MS = 86_400_000;

/**
 * A line that is there already, equal in every column, is not written again: batches may arrive more than once (a
 * commit whose outcome was unknown is repeated). For the same reason the first reading of an instant stays; readers and
 * the sealing see to that.
 */
const INSERT_LINE = `
  INSERT INTO journal (at, kind, relay, is_on, reason, inputs)
  SELECT :at, :kind, :relay, :is_on, :reason, :inputs
  WHERE NOT EXISTS (
    SELECT 1 FROM journal
    WHERE at = :at AND kind = :kind AND relay IS :relay AND is_on IS :is_on AND reason = :reason AND inputs IS :inputs
  )`;

export type NewCorrection = Omit<Correction, "id" | "made_at" | "undone_at">;

/** The one connection that writes; lives in its own thread. Everything here is synchronous. */
export class Writer {
  readonly #folder: string;
  readonly #fullHead: number;
  readonly #checkpointPages: number;
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #addHead: StatementSync;
  readonly #sealer: Sealer;
  readonly #row = new HeadRow();
  /** Readings in the head that are committed, and those of the transaction under way. */
  #headReadings = 0;
  #adding = 0;
  /** Pages written since the log was looked at, about. */
  #pages = CHECK_EVERY_PAGES;
  /** Day of the reading that came last, and whether a day ended since the head was sealed. */
  #day = Number.NEGATIVE_INFINITY;
  #dayIsOver = false;
  /** Readings that the head must have before it is sealed again. */
  #sealFrom = 0;
  readonly #insertLine: StatementSync;
  readonly #setMemory: StatementSync;
  readonly #addGap: StatementSync;
  readonly #addChannel: StatementSync;
  readonly #setUnit: StatementSync;
  readonly #backlog: StatementSync;
  readonly #names: string[] = [];
  /** Row of the channel by its number on the wire; emptied after a roll-back, as rows may have gone with it. */
  #rows: number[] = [];
  readonly #units = new Map<number, Unit>();

  /** Opens the database and brings its schema up to date. @throws StoreError */
  constructor({ folder, max_bytes, full_head = FULL_HEAD, checkpoint_pages = CHECKPOINT_PAGES }: WriterOptions) {
    const db = openWriter(folder, max_bytes);
    try {
      migrate(db, folder);
      this.#folder = folder;
      this.#fullHead = full_head;
      this.#checkpointPages = checkpoint_pages;
      this.#db = db;
      this.#begin = db.prepare("BEGIN IMMEDIATE");
      this.#commit = db.prepare("COMMIT");
      this.#addHead = db.prepare("INSERT INTO head (data) VALUES (?)");
      this.#sealer = new Sealer(db);
      moveOldReadings(db, this.#sealer);
      this.#insertLine = db.prepare(INSERT_LINE);
      this.#addGap = db.prepare(`
        INSERT INTO gap (channel, since, until, why)
        SELECT :channel, :since, :until, :why
        WHERE NOT EXISTS (
          SELECT 1 FROM gap WHERE channel IS :channel AND since = :since AND until = :until AND why = :why
        )`);
      this.#setMemory = db.prepare(
        "INSERT INTO memory (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      );
      this.#addChannel = db.prepare(
        "INSERT INTO channel (name, unit) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = name RETURNING id",
      );
      this.#setUnit = db.prepare("UPDATE channel SET unit = :unit WHERE id = :id AND unit IS NOT :unit");
      this.#backlog = db.prepare("PRAGMA wal_checkpoint(NOOP)");
      this.#headReadings = this.#countHead();
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
    this.#transaction(() => {
      for (const [channel, unit] of this.#units) this.#setUnit.run({ id: this.#channelRow(channel, unit), unit });
      this.#row.clear();
      for (const { readings, journal, memory, gaps } of batches) {
        this.#takeReadings(readings);
        for (const line of journal) this.#writeLine(line);
        this.#pages += journal.length;
        if (memory !== null) this.#setMemory.run(memory);
        for (const { channel = null, since, until, why } of gaps) this.#addGap.run({ channel, since, until, why });
      }
      this.#adding = this.#row.count;
      if (this.#row.count === 0) return;
      const bytes = this.#row.bytes();
      this.#addHead.run(bytes);
      this.#pages += bytes.length / PAGE_BYTES;
    });
    this.#headReadings += this.#adding;
    this.#pages += 1;
    this.#units.clear();
  }

  /** Runs `work` in one transaction. */
  #transaction(work: () => void): void {
    this.#begin.run();
    try {
      work();
      this.#commit.run();
    } catch (error) {
      this.#rows = [];
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Puts the head into blocks when it is time to: readings of days that are over, or all when there are many.
   * @throws Error of SQLite; then the head is as it was, and stays open
   */
  sealInTime(): void {
    const full = this.#headReadings >= this.#fullHead;
    const due = full || (this.#dayIsOver && this.#headReadings >= WORTH_SEALING);
    if (!due || this.#headReadings < this.#sealFrom) return;
    // what fails now, on a full disk, is not tried again at each commit
    this.#sealFrom = this.#headReadings + RETRY_AFTER;
    this.seal(full ? Number.POSITIVE_INFINITY : this.#day * DAY_MS);
    this.#sealFrom = this.#headReadings >= this.#fullHead ? this.#headReadings + RETRY_AFTER : 0;
    this.#dayIsOver = false;
  }

  /** Puts the readings before `end` (UTC ms) into blocks. */
  seal(end: number): void {
    let left = 0;
    this.#pages = CHECK_EVERY_PAGES;
    this.#transaction(() => {
      left = this.#sealHead(end);
    });
    this.#headReadings = left;
  }

  /** Makes a correction. @returns its id */
  correct({ channel, since, until, change, note }: NewCorrection, now: number): number {
    const [factor, shift] = change === "remove" ? [null, null] : [change.factor, change.shift];
    const insert = this.#db.prepare(
      `INSERT INTO correction (channel, since, until, factor, shift, note, made_at)
       VALUES (:channel, :since, :until, :factor, :shift, :note, :now)`,
    );
    return Number(insert.run({ channel, since, until, factor, shift, note, now }).lastInsertRowid);
  }

  /** Undoes a correction. @returns whether there was one to undo */
  undo(id: number, now: number): boolean {
    const update = this.#db.prepare("UPDATE correction SET undone_at = :now WHERE id = :id AND undone_at IS NULL");
    return update.run({ id, now }).changes > 0;
  }

  /**
   * Forgets the readings of a channel before an instant (UTC ms), for ever.
   * @returns how many there were
   */
  prune(channel: string, before: number): number {
    const id = this.#db.prepare("SELECT id FROM channel WHERE name = ?").get(channel)?.id;
    if (id === undefined) return 0;
    let pruned = 0;
    this.seal(Number.POSITIVE_INFINITY);
    this.#transaction(() => {
      this.#sealer.begin();
      pruned = this.#sealer.prune(Number(id), before);
    });
    this.#pages = CHECK_EVERY_PAGES;
    return pruned;
  }

  /** Every segment's number. */
  segments(): number[] {
    return this.#db
      .prepare("SELECT id FROM segment INDEXED BY segment_generation")
      .all()
      .map(({ id }) => Number(id));
  }

  /** Writes the contents page and roll-ups of a segment anew from its blocks. @throws DamagedBlock when one is damaged */
  rebuild(segment: number): void {
    this.#transaction(() => {
      this.#sealer.begin();
      this.#sealer.rebuild(segment);
    });
  }

  /**
   * Puts many readings into blocks at once, in one transaction; they are on the disk when it returns. Readings that are
   * there already stay as they are, so that an import that was interrupted may be given again.
   * @throws Error of SQLite; then nothing was written
   */
  load(sets: readonly BulkSet[]): void {
    let left = this.#headReadings;
    this.#pages = CHECK_EVERY_PAGES;
    this.#transaction(() => {
      // what came first stays, also when it lies in the head
      if (left > 0) left = this.#sealHead(Number.POSITIVE_INFINITY);
      this.#sealer.begin();
      const row = this.#row.clear();
      for (const set of sets) {
        for (const channel of set.channels) this.#loadChannel(set, channel, row);
      }
      if (row.count > 0) this.#addHead.run(row.bytes());
      left += row.count;
    });
    this.#headReadings = left;
  }

  #loadChannel({ at }: BulkSet, { name, unit, values, states }: BulkChannel, row: HeadRow): void {
    const id = Number(this.#addChannel.get(name, unit)?.id);
    const refused = this.#sealer.put(id, plainRun(at, values, states));
    for (let i = 0; i < (refused?.count ?? 0); i++) {
      row.add(id, refused?.at[i] ?? 0, refused?.numbers[i] ?? 0, refused?.states?.[i]);
    }
  }

  /** @returns how many readings stay in the head */
  #sealHead(end: number): number {
    const channels = new Map<number, Gathering>();
    const row = this.#row.clear();
    const read: number[] = [];
    for (const { id, data } of this.#db.prepare("SELECT id, data FROM head ORDER BY id").iterate()) {
      const sound = readSound(asBytes(data), (channel, at, number, state) => {
        if (at >= end) return row.add(channel, at, number, state);
        const gathering = channels.get(channel) ?? new Gathering();
        channels.set(channel, gathering);
        gathering.add(at, number, state);
      });
      // a damaged row stays where it is: `gleaner check` tells of it
      if (sound !== null) read.push(Number(id));
    }
    if (channels.size === 0) return row.count;
    this.#sealer.begin();
    for (const [channel, gathering] of channels) {
      const refused = this.#sealer.put(channel, gathering.run());
      // readings that belong into a damaged block wait in the head, where they can be read
      for (let i = 0; i < (refused?.count ?? 0); i++) {
        row.add(channel, refused?.at[i] ?? 0, refused?.numbers[i] ?? 0, refused?.states?.[i]);
      }
    }
    const remove = this.#db.prepare("DELETE FROM head WHERE id = ?");
    for (const id of read) remove.run(id);
    if (row.count > 0) this.#addHead.run(row.bytes());
    return row.count;
  }

  #countHead(): number {
    let count = 0;
    let newest = Number.NEGATIVE_INFINITY;
    for (const { data } of this.#db.prepare("SELECT data FROM head").iterate()) {
      count +=
        readSound(asBytes(data), (_channel, at) => {
          newest = Math.max(newest, at);
        }) ?? 0;
    }
    this.#day = Math.floor(newest / DAY_MS);
    return count;
  }

  /**
   * Copies the log into the database when it is long enough. SQLite's own automatic checkpoint would do the same
   * but hide a failing sync, after which a later one seems to succeed although the data is lost.
   * @throws Error of SQLite; what was committed before stays acknowledged and lies in the log
   */
  checkpoint(): void {
    // a commit of readings is one page or two: asking each time would cost as much as writing
    if (this.#pages < Math.min(CHECK_EVERY_PAGES, this.#checkpointPages)) return;
    this.#pages = 0;
    const state = this.#backlog.get();
    if (Number(state?.log) - Number(state?.checkpointed) >= this.#checkpointPages) {
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

  #channelRow(channel: number, unit: Unit): number {
    const known = this.#rows[channel];
    if (known !== undefined) return known;
    const row = Number(this.#addChannel.get(this.#names[channel] ?? null, unit)?.id);
    this.#rows[channel] = row;
    return row;
  }

  #takeReadings({ channel, at, value, states }: ReadingColumns): void {
    let next = 0;
    for (let i = 0; i < channel.length; i++) {
      const number = value[i] ?? Number.NaN;
      const state = Number.isNaN(number) ? (states[next++] ?? "") : undefined;
      // A channel that nobody described: a pure number, or a state
      const row = this.#channelRow(channel[i] ?? 0, state === undefined ? "" : null);
      this.#row.add(row, at[i] ?? 0, number, state);
    }
    const last = at.at(-1);
    if (last === undefined) return;
    const day = Math.floor(last / DAY_MS);
    if (day > this.#day && this.#headReadings > 0) this.#dayIsOver = true;
    this.#day = day;
  }

  #writeLine({ at, kind, relay, is_on, reason, inputs }: JournalRow): void {
    this.#insertLine.run({ at, kind, relay, is_on, reason, inputs });
  }
}

/** The columns of a bulk as a run: as they are when they grow and have no holes, sorted and cleared otherwise. */
function plainRun(at: Float64Array, values: Float64Array, states: BulkChannel["states"]): Run {
  let plain = states === undefined;
  for (let i = 0; i < at.length && plain; i++) {
    if (!Number.isFinite(values[i] ?? Number.NaN) || (i > 0 && !((at[i] ?? 0) > (at[i - 1] ?? 0)))) plain = false;
  }
  if (plain) return { count: at.length, at, numbers: values, states: null };
  const gathering = new Gathering();
  for (let i = 0; i < at.length; i++) {
    const state = states?.[i];
    const value = values[i] ?? Number.NaN;
    if (state !== undefined || Number.isFinite(value)) gathering.add(at[i] ?? 0, value, state);
  }
  return gathering.run();
}

/** Reads a row of the head; `null` when it is damaged, and nothing of it is taken. */
function readSound(bytes: Uint8Array, take: TakeReading): number | null {
  try {
    return readHead(bytes, take);
  } catch (error) {
    if (error instanceof DamagedBlock) return null;
    throw error;
  }
}

function asBytes(data: unknown): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}
