import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { InputSeen, JournalEntry, Reading, Reason, Value } from "../model/index.ts";
import { type Bucket, type DecisionKind, type History, text, type Unit } from "../model/index.ts";
import { openReader } from "./connection.ts";
import { StoreError, troubleOf } from "./errors.ts";

/** A channel that the store knows. */
export interface ChannelInfo {
  readonly name: string;
  readonly unit: Unit;
}

/** The reading side of the store on a disk: its own connection, for any thread or process. */
export interface DiskHistory extends History {
  /** Every channel ever described or stored, by name. */
  channels(): ChannelInfo[];
  close(): void;
}

export const MAX_READINGS = 1_000_000;
export const MAX_BUCKETS = 10_000;
export const MAX_LINES = 1_000;

/** The furthest instant that a Date can name, ms. */
const LAST_INSTANT = 8.64e15;
const MS_PER_HOUR = 3_600_000;

/**
 * Sum of value × time held, in value-milliseconds. A reading holds until the next, for at most :hold, and counts for
 * the part of that inside the span; so the last one before the span counts too. A state holds nothing.
 */
const ENERGY = `
  SELECT sum(CASE WHEN typeof(value) = 'text' THEN 0
    ELSE value * max(0, min(coalesce(next, :to), at + :hold, :to) - max(at, :from)) END) AS held
  FROM (
    SELECT at, value, lead(at) OVER (ORDER BY at) AS next FROM reading
    WHERE channel = :channel AND at < :to AND at >= coalesce(
      (SELECT max(at) FROM reading WHERE channel = :channel AND at <= :from AND at > :from - :hold), :from)
  )`;

type Row = Record<string, SQLOutputValue>;

function readValue(value: SQLOutputValue | undefined): Value {
  return typeof value === "string" ? value : Number(value);
}

/** The first whole millisecond at or after an instant, within what a Date can name. */
function instant(at: number, name: string): number {
  if (Number.isNaN(at)) throw new RangeError(`"${name}" must be an instant in UTC ms, not NaN`);
  return Math.ceil(Math.min(Math.max(at, -LAST_INSTANT), LAST_INSTANT));
}

function atMost(limit: number, most: number): number {
  if (!(limit >= 0)) throw new RangeError(`"limit" must be a number from 0 to ${most}, not ${limit}`);
  return Math.min(Math.floor(limit), most);
}

/** The id of a line, within what SQLite and a double both hold exactly. */
function entryId(id: number): number {
  if (!Number.isSafeInteger(id)) throw new RangeError(`"before" must be the id of a line, not ${id}`);
  return id;
}

/** The stored reason; one that cannot be read must not hide the other lines. */
function reasonOf(json: string): Reason {
  try {
    return JSON.parse(json);
  } catch {
    return text(json);
  }
}

function inputsOf(json: string): InputSeen[] {
  try {
    return JSON.parse(json);
  } catch {
    return [];
  }
}

function entryOf({ id, at, kind, relay, is_on, reason, inputs }: Row): JournalEntry {
  return {
    id: Number(id),
    at: Number(at),
    kind: String(kind) as DecisionKind,
    ...(relay !== null && { relay: String(relay) }),
    ...(is_on !== null && { on: is_on !== 0 }),
    reason: reasonOf(String(reason)),
    ...(inputs !== null && { inputs: inputsOf(String(inputs)) }),
  };
}

class SqlHistory implements DiskHistory {
  readonly #db: DatabaseSync;
  readonly #channel: StatementSync;
  readonly #channels: StatementSync;
  readonly #latest: StatementSync;
  readonly #range: StatementSync;
  readonly #bucket: StatementSync;
  readonly #energy: StatementSync;
  readonly #journal: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#channel = db.prepare("SELECT id, unit FROM channel WHERE name = ?");
    this.#channels = db.prepare("SELECT name, unit FROM channel ORDER BY name");
    this.#latest = db.prepare("SELECT at, value FROM reading WHERE channel = ? ORDER BY at DESC LIMIT 1");
    this.#range = db.prepare(
      "SELECT at, value FROM reading WHERE channel = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?",
    );
    this.#bucket = db.prepare(
      `SELECT min(value) AS min, avg(value) AS mean, max(value) AS max FROM reading
       WHERE channel = ? AND at >= ? AND at < ? AND typeof(value) <> 'text'`,
    );
    this.#energy = db.prepare(ENERGY);
    this.#journal = db.prepare(
      `SELECT id, at, kind, relay, is_on, reason, inputs FROM journal
       WHERE id < ? ORDER BY id DESC LIMIT ?`,
    );
  }

  unit(channel: string): Unit | undefined {
    const row = this.#channel.get(channel);
    if (row === undefined) return undefined;
    return row.unit === null ? null : String(row.unit);
  }

  channels(): ChannelInfo[] {
    return this.#channels.all().map(({ name, unit }) => ({
      name: String(name),
      unit: unit === null || unit === undefined ? null : String(unit),
    }));
  }

  latest(channel: string): Reading | undefined {
    const id = this.#id(channel);
    const row = id === undefined ? undefined : this.#latest.get(id);
    return row && { channel, at: Number(row.at), value: readValue(row.value) };
  }

  /** @param limit at most 1,000,000 are given */
  range(channel: string, from: number, to: number, limit: number): Reading[] {
    const count = atMost(limit, MAX_READINGS);
    const id = this.#id(channel);
    const start = instant(from, "from");
    const end = instant(to, "to");
    if (id === undefined) return [];
    return this.#range.all(id, start, end, count).map(({ at, value }) => ({
      channel,
      at: Number(at),
      value: readValue(value),
    }));
  }

  /**
   * Bucket i holds from + i·w ≤ at < from + (i + 1)·w, with w = (to − from) / points, exactly; its `at` is the first
   * whole millisecond in it. The mean is the plain mean of its readings. States are left out, so a channel of states
   * has no buckets.
   * @param points 1 to 10,000
   * @throws RangeError
   */
  buckets(channel: string, from: number, to: number, points: number): Bucket[] {
    if (!Number.isInteger(points) || points < 1 || points > MAX_BUCKETS) {
      throw new RangeError(`"points" must be a whole number from 1 to ${MAX_BUCKETS}, not ${points}`);
    }
    const start = instant(from, "from");
    const span = instant(to, "to") - start;
    const id = this.#id(channel);
    if (id === undefined || span <= 0) return [];
    // Split so that no product leaves the whole numbers that a double holds exactly
    const whole = Math.floor(span / points);
    const rest = span % points;
    const edge = (i: number): number => start + i * whole + Math.ceil((i * rest) / points);
    const found: Bucket[] = [];
    for (let i = 0; i < points; i++) {
      const at = edge(i);
      const row = this.#bucket.get(id, at, edge(i + 1));
      if (row === undefined || row.min === null) continue;
      found.push({ at, min: Number(row.min), mean: Number(row.mean), max: Number(row.max) });
    }
    return found;
  }

  /**
   * The last reading before `from` counts as long as it holds; nothing is bridged for longer than `hold_ms`, and the
   * end of the last reading's hold is not cut at the present: pass no `to` in the future. Negative power counts
   * as negative.
   */
  energy(channel: string, from: number, to: number, hold_ms: number): number {
    if (!(hold_ms >= 0)) throw new RangeError(`"hold_ms" must be 0 or more, not ${hold_ms}`);
    const span = { from: instant(from, "from"), to: instant(to, "to"), hold: Math.min(hold_ms, LAST_INSTANT) };
    const id = this.#id(channel);
    if (id === undefined || span.from >= span.to) return 0;
    return Number(this.#energy.get({ channel: id, ...span })?.held ?? 0) / MS_PER_HOUR;
  }

  /**
   * In the order in which they were recorded, so that pages by id neither skip nor double a line.
   * @param limit at most 1,000 are given
   * @param before only lines with id < before
   */
  journal(limit: number, before = Number.MAX_SAFE_INTEGER): JournalEntry[] {
    return this.#journal.all(entryId(before), atMost(limit, MAX_LINES)).map(entryOf);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #id(channel: string): number | undefined {
    const row = this.#channel.get(channel);
    return row && Number(row.id);
  }
}

/**
 * Opens the reading side of a data folder; sees every commit as soon as it is made.
 * @throws StoreError when nothing was ever stored there, or the file cannot be read
 */
export function openHistory(folder: string): DiskHistory {
  const db = openReader(folder);
  try {
    return new SqlHistory(db);
  } catch (error) {
    db.close();
    throw new StoreError(troubleOf(error, folder), error);
  }
}
