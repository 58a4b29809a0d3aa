import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ImportMark, Met } from "../../model/index.ts";
import { HeadRow } from "../code/head.ts";
import { channelOfSegment } from "../code/segment.ts";
import type { Run } from "../code/values.ts";
import { markClosed, markUnopened, openWriter } from "../database/connection.ts";
import { troubleOf } from "../database/errors.ts";
import { setMark } from "../database/import-mark.ts";
import { migrate } from "../database/migrate.ts";
import { forgetDamagedPaces } from "../database/pace-row.ts";
import type { Phase, Stretch } from "../database/replacement-row.ts";
import { makeCorrection, type NewCorrection, undoCorrection } from "./amend.ts";
import type { BulkSet, ChannelNews, JournalRow, ReadingColumns, WireBatch, WriterOptions } from "./batch.ts";
import { runOf } from "./bulk-run.ts";
import { Channels, NO_ROOM } from "./channels.ts";
import { LeftOut } from "./kept-unit.ts";
import { Ledger } from "./ledger.ts";
import { moveOldReadings } from "./move.ts";
import { each, OpenHead } from "./open-head.ts";
import {
  forgetReplacement,
  goOn,
  keepReplaced,
  keptOf,
  keptRuns,
  type NewReplacement,
  noteReplacement,
  openReplacements,
  stretchesToUndo,
} from "./replace.ts";
import { Sealer } from "./sealer.ts";

/** Pages in the write-ahead log after which they are copied into the database. */
const CHECKPOINT_PAGES = 1000;
/** The length of the log is looked at when about so many pages were written. */
const CHECK_EVERY_PAGES = 64;
const PAGE_BYTES = 4096;

/** So long readers are waited for at the end. */
const CLOSE_PATIENCE_MS = 250;

/** The head is sealed when it has so many readings, or when a day (UTC) is over and it is worth it. */
const FULL_HEAD = 60_000;
const WORTH_SEALING = 1_000;
const RETRY_AFTER = 5_000;
const DAY_MS = 86_400_000;

/** The one connection that writes; lives in its own thread. Everything here is synchronous. */
export class Writer {
  readonly #folder: string;
  readonly #fullHead: number;
  readonly #checkpointPages: number;
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #head: OpenHead;
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
  /** Whether the last change of what is sealed was a bulk: the next one may share its instants. */
  #loading = false;
  readonly #ledger: Ledger;
  readonly #channels: Channels;
  readonly #backlog: StatementSync;

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
      this.#head = new OpenHead(db);
      this.#sealer = new Sealer(db);
      moveOldReadings(db, this.#sealer);
      this.#ledger = new Ledger(db);
      this.#channels = new Channels(db, (id) => this.#hasReadings(id));
      this.#backlog = db.prepare("PRAGMA wal_checkpoint(NOOP)");
      const { count, newest } = this.#head.count();
      this.#headReadings = count;
      this.#day = Math.floor(newest / DAY_MS);
    } catch (error) {
      db.close();
      markUnopened(folder, troubleOf(error, folder));
      throw error;
    }
  }

  /** The memory of the last commit as JSON, `null` when there is none. */
  memory(): string | null {
    return this.#ledger.memory();
  }

  /** Takes note of channels; their units are written with the next batch. */
  learn(news: ChannelNews): void {
    this.#channels.learn(news);
  }

  /**
   * Writes a batch in one transaction; it is on the disk when it returns.
   * @returns what was left out
   * @throws Error of SQLite; then nothing was written, except after an I/O error, when nobody knows
   */
  write({ readings, journal, memory, gaps, paces }: WireBatch): LeftOut {
    let left = new LeftOut();
    this.#transaction(() => {
      this.#channels.takeUnits();
      this.#row.clear();
      left = this.#takeReadings(readings);
      for (const line of journal) this.#ledger.line(line);
      this.#pages += journal.length;
      if (memory !== null) this.#ledger.remember(memory);
      for (const gap of gaps) this.#ledger.gap(gap);
      for (const pace of paces) this.#ledger.pace(pace);
      this.#adding = this.#row.count;
      if (this.#row.count === 0) return;
      this.#pages += this.#head.add(this.#row) / PAGE_BYTES;
    });
    this.#headReadings += this.#adding;
    this.#pages += 1;
    this.#channels.written();
    return left;
  }

  /** Writes lines of the journal of an earlier time, in their order, in one transaction. */
  tellEarlier(lines: readonly JournalRow[]): void {
    this.#transaction(() => this.#ledger.earlier(lines));
  }

  /** Forgets the gaps within a time, UTC ms: it was filled. */
  fill(since: number, until: number): void {
    this.#transaction(() => this.#ledger.filled(since, until));
  }

  /** Runs `work` in one transaction. */
  #transaction(work: () => void): void {
    this.#begin.run();
    try {
      work();
      this.#commit.run();
      this.#head.settle(true);
    } catch (error) {
      this.#channels.rolledBack();
      this.#loading = false;
      this.#head.settle(false);
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Puts the head into blocks when it is time to: readings of days that are over, or all when there are many.
   * @returns whether it was time to
   * @throws Error of SQLite; then the head is as it was, and stays open
   */
  sealInTime(): boolean {
    const full = this.#headReadings >= this.#fullHead;
    const due = full || (this.#dayIsOver && this.#headReadings >= WORTH_SEALING);
    if (!due || this.#headReadings < this.#sealFrom) return false;
    // what fails now, on a full disk, is not tried again at each commit
    this.#sealFrom = this.#headReadings + RETRY_AFTER;
    this.seal(full ? Number.POSITIVE_INFINITY : this.#day * DAY_MS);
    this.#sealFrom = this.#headReadings >= this.#fullHead ? this.#headReadings + RETRY_AFTER : 0;
    this.#dayIsOver = false;
    return true;
  }

  /** Puts the readings before `end` (UTC ms) into blocks. */
  seal(end: number): void {
    let left = 0;
    this.#pages = CHECK_EVERY_PAGES;
    this.#loading = false;
    this.#transaction(() => {
      left = this.#head.seal(end, this.#sealer, this.#row);
    });
    this.#headReadings = left;
  }

  /** Makes a correction. @returns its id @throws StoreError when it makes no sense or there are too many */
  correct(correction: NewCorrection, now: number): number {
    return makeCorrection(this.#db, correction, now);
  }

  /** Undoes a correction. @returns whether there was one to undo */
  undo(id: number, now: number): boolean {
    return undoCorrection(this.#db, id, now);
  }

  /** Notes how far a file was imported. */
  mark(mark: ImportMark, now: number): void {
    this.#transaction(() => setMark(this.#db, mark, now));
  }

  /**
   * Forgets the readings of a channel with from ≤ at < end (UTC ms), for ever.
   * @returns how many there were
   */
  prune(channel: string, end: number, from = Number.NEGATIVE_INFINITY): number {
    return this.beginCut(channel, from, end).reduce((sum, segment) => sum + this.pruneSegment(segment, from, end), 0);
  }

  /** The first step of whatever takes readings away. @returns the segments that may have some */
  beginCut(channel: string, from: number, end: number): number[] {
    const id = this.#channels.idOf(channel);
    if (id === undefined) return [];
    if (this.#head.mayHave(id, from, end)) this.seal(Number.POSITIVE_INFINITY);
    return this.#sealer.segmentsWithin(id, from, end);
  }

  /** A further step of `prune`. @returns how many readings there were @throws DamagedBlock */
  pruneSegment(segment: number, from: number, end: number): number {
    let pruned = 0;
    this.#change(() => {
      pruned = this.#sealer.cut(segment, from, end);
    });
    return pruned;
  }

  /** Begins to replace what is there by an import. @returns the replacement's number @throws StoreError */
  beginReplacement(replacement: NewReplacement, now: number): number {
    let id = 0;
    this.#transaction(() => {
      id = noteReplacement(this.#db, replacement, now);
    });
    return id;
  }

  /** A step of replacing: takes readings away and keeps them for an undo. @returns how many @throws DamagedBlock */
  replaceSegment(id: number, segment: number, from: number, end: number): number {
    let taken = 0;
    this.#change(() => {
      const channel = channelOfSegment(segment);
      taken = this.#sealer.cut(segment, from, end, (run) => keepReplaced(this.#db, id, channel, run));
    });
    return taken;
  }

  /** Goes on to a replacement's next phase. @returns whether it was in the one before */
  goOnReplacing(id: number, from: Phase, to: Phase): boolean {
    let went = false;
    this.#transaction(() => {
      went = goOn(this.#db, id, from, to);
    });
    return went;
  }

  /** Replacements that were broken off, or are not done yet, newest first. */
  openReplacements(): number[] {
    return openReplacements(this.#db);
  }

  /** The stretches to empty and what to put back, to undo a replacement; `undefined`: there is none in force. @throws StoreError */
  beginUndo(id: number): { readonly stretches: readonly Stretch[]; readonly kept: readonly number[] } | undefined {
    const stretches = stretchesToUndo(this.#db, id);
    return stretches && { stretches, kept: keptOf(this.#db, id) };
  }

  /** A step of undoing a replacement: puts back what was kept. @throws DamagedBlock */
  putBack(kept: number): void {
    let waiting = 0;
    this.#change(() => {
      for (const [channel, run] of keptRuns(this.#db, kept)) waiting += this.#put(channel, run);
    });
    this.#headReadings += waiting;
  }

  /** The last step of undoing a replacement. */
  endUndo(id: number, now: number): void {
    this.#transaction(() => forgetReplacement(this.#db, id, now));
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
    this.#change(() => this.#sealer.rebuild(segment));
  }

  /** Forgets damaged notes of how the clock was set. @returns how many there were */
  forgetPaces(): number {
    let forgotten = 0;
    this.#transaction(() => {
      forgotten = forgetDamagedPaces(this.#db);
    });
    return forgotten;
  }

  /** Changes what is sealed, in one transaction. */
  #change(work: () => void): void {
    this.#pages = CHECK_EVERY_PAGES;
    this.#loading = false;
    this.#transaction(() => {
      this.#sealer.begin();
      work();
    });
    this.#channels.askUnitsAgain();
  }

  /**
   * Puts many readings into blocks at once, in one transaction; they are on the disk when it returns. Readings that are
   * there already stay as they are, so that an import that was interrupted may be given again.
   * @returns how many were there already
   * @throws StoreError when the history takes no more channels, Error of SQLite; then nothing was written
   */
  load(sets: readonly BulkSet[]): Met {
    let left = this.#headReadings;
    this.#pages = CHECK_EVERY_PAGES;
    this.#transaction(() => {
      const plain = sets.flatMap(({ at, channels }) => channels.map((channel) => runOf(this.#channels, at, channel)));
      // what came first stays, also when it lies in the head
      if (plain.some(({ id, run }) => this.#head.mayHave(id, run.at[0] ?? 0, run.at[run.count - 1] ?? 0))) {
        left = this.#head.seal(Number.POSITIVE_INFINITY, this.#sealer, this.#row);
      }
      this.#sealer.begin(this.#loading);
      for (const { id, run } of plain) left += this.#put(id, run);
    });
    this.#headReadings = left;
    this.#loading = true;
    return this.#sealer.met;
  }

  /** Seals readings, inside a transaction. @returns how many have to wait in the head, as what they belong to is damaged */
  #put(id: number, run: Run): number {
    const row = this.#row.clear();
    each(this.#sealer.put(id, run), id, (channel, at, number, state) => {
      row.add(channel, at, number, state);
      this.#head.note(channel, at);
    });
    if (row.count > 0) this.#head.add(row);
    return row.count;
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

  /** Empties the log, unless somebody reads in it for long, and closes. @throws Error of SQLite */
  close(): void {
    try {
      // who backs up or checks the history must not hold up a stop: the next start empties the log
      this.#db.exec(`PRAGMA busy_timeout = ${CLOSE_PATIENCE_MS}`);
      this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      this.#db.close();
    }
    markClosed(this.#folder);
  }

  /** Whether a channel has readings, or had some in this run. */
  #hasReadings(id: number): boolean {
    const [from, end] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return this.#head.mayHave(id, from, end) || this.#sealer.segmentsWithin(id, from, end).length > 0;
  }

  #takeReadings({ channel, at, value, states }: ReadingColumns): LeftOut {
    const left = new LeftOut();
    let next = 0;
    for (let i = 0; i < channel.length; i++) {
      const number = value[i] ?? Number.NaN;
      const state = Number.isNaN(number) ? (states[next++] ?? "") : undefined;
      // A channel that nobody described: a pure number, or a state
      const row = this.#channels.row(channel[i] ?? 0, state === undefined ? "" : null);
      const odd = this.#channels.oddOf(channel[i] ?? 0);
      if (row === NO_ROOM) left.no_room += 1;
      else if (odd?.way === "refused") left.addUnfit(row, () => odd.shown);
      else {
        this.#row.add(row, at[i] ?? 0, odd?.way(number) ?? number, state);
        this.#head.note(row, at[i] ?? 0);
      }
    }
    this.#noteDay(at.at(-1));
    return left;
  }

  #noteDay(last: number | undefined): void {
    if (last === undefined) return;
    const day = Math.floor(last / DAY_MS);
    if (day > this.#day && this.#headReadings > 0) this.#dayIsOver = true;
    this.#day = day;
  }
}
