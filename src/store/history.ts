import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Gap, InputSeen, JournalEntry, Reading, Reason } from "../model/index.ts";
import { type Bucket, type DecisionKind, type History, text, type Unit } from "../model/index.ts";
import { bucketsOf } from "./buckets.ts";
import { Catalog, correctionOf, Stale } from "./catalog.ts";
import { indexFrom } from "./code/times.ts";
import { openReader } from "./connection.ts";
import type { Correction } from "./correct.ts";
import { type CounterRules, risesOf } from "./counter.ts";
import { energiesOf } from "./energy.ts";
import { StoreError, troubleOf } from "./errors.ts";
import { type Part, readingAt } from "./part.ts";
import { Series } from "./series.ts";

/** A channel that the store knows. */
export interface ChannelInfo {
  readonly name: string;
  readonly unit: Unit;
}

/** The reading side of the store on a disk: its own connection, for any thread or process. */
export interface DiskHistory extends History {
  /** Every channel ever described or stored, by name. */
  channels(): ChannelInfo[];
  /**
   * By how much a counter (pulses, a meter's register) rose between neighbouring edges: resets and rollovers are no
   * falls, and no edge makes a spike.
   * @param edges UTC ms, growing, 2 to 10,001
   */
  rises(channel: string, edges: readonly number[], rules?: CounterRules): Float64Array;
  /** What was not recorded between from and to, and why; oldest first, at most 10,000. */
  gaps(from: number, to: number): Gap[];
  /** All corrections of a channel, those that were undone too, as they were made. */
  corrections(channel: string): Correction[];
  close(): void;
}

export const MAX_READINGS = 1_000_000;
export const MAX_BUCKETS = 10_000;
export const MAX_LINES = 1_000;
export const MAX_GAPS = 10_000;

/** The furthest instant that a Date can name, ms. */
const LAST_INSTANT = 8.64e15;

type Row = Record<string, SQLOutputValue>;

/** The first whole millisecond at or after an instant, within what a Date can name. */
function instant(at: number, name: string): number {
  if (Number.isNaN(at)) throw new RangeError(`"${name}" must be an instant in UTC ms, not NaN`);
  return Math.ceil(Math.min(Math.max(at, -LAST_INSTANT), LAST_INSTANT));
}

function growing(edges: readonly number[]): number[] {
  const instants = edges.map((edge) => instant(edge, "edges"));
  if (instants.some((edge, i) => i > 0 && edge < (instants[i - 1] ?? 0))) throw new RangeError('"edges" must grow');
  return instants;
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

/** How often a question is asked anew because what it needs was written meanwhile. */
const TRIES = 5;

class SqlHistory implements DiskHistory {
  readonly #db: DatabaseSync;
  readonly #catalog: Catalog;
  readonly #channel: StatementSync;
  readonly #channels: StatementSync;
  readonly #journal: StatementSync;
  readonly #gaps: StatementSync;
  readonly #corrections: StatementSync;
  #series = new Map<string, Series | null>();
  #latest = new Map<string, Reading | undefined>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#catalog = new Catalog(db);
    this.#channel = db.prepare("SELECT id, unit FROM channel WHERE name = ?");
    this.#channels = db.prepare("SELECT name, unit FROM channel ORDER BY name");
    this.#gaps = db.prepare(
      "SELECT channel, since, until, why FROM gap WHERE until > ? AND since < ? ORDER BY since, id LIMIT ?",
    );
    this.#corrections = db.prepare("SELECT * FROM correction WHERE channel = ? ORDER BY id");
    this.#journal = db.prepare(
      `SELECT id, at, kind, relay, is_on, reason, inputs FROM journal
       WHERE id < ? ORDER BY id DESC LIMIT ?`,
    );
  }

  /** Answers from the newest state; asks again when the writer was faster. */
  #ask<T>(question: () => T): T {
    for (let attempt = 1; ; attempt++) {
      if (this.#catalog.refresh()) {
        this.#series.clear();
        this.#latest.clear();
      }
      try {
        return question();
      } catch (error) {
        if (!(error instanceof Stale) || attempt >= TRIES) throw error;
        this.#catalog.forget();
      }
    }
  }

  #find(channel: string): Series | null {
    const known = this.#series.get(channel);
    if (known !== undefined) return known;
    const row = this.#channel.get(channel);
    const series = row === undefined ? null : new Series(this.#catalog, Number(row.id), channel);
    this.#series.set(channel, series);
    return series;
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
    return this.#ask(() => this.#newest(channel));
  }

  latestOf(channels: readonly string[]): (Reading | undefined)[] {
    return this.#ask(() => channels.map((channel) => this.#newest(channel)));
  }

  #newest(channel: string): Reading | undefined {
    const known = this.#latest.get(channel);
    if (known !== undefined || this.#latest.has(channel)) return known;
    const part = this.#find(channel)?.partBefore(LAST_INSTANT);
    const newest = part && readingAt(channel, part.chunk(), part.count - 1);
    this.#latest.set(channel, newest);
    return newest;
  }

  /** @param limit at most 1,000,000 are given */
  range(channel: string, from: number, to: number, limit: number): Reading[] {
    const count = atMost(limit, MAX_READINGS);
    const start = instant(from, "from");
    const end = instant(to, "to");
    return this.#ask(() => {
      const readings: Reading[] = [];
      for (const part of this.#find(channel)?.parts(start, end) ?? []) {
        if (readings.length >= count) break;
        takeReadings(channel, part, start, end, count, readings);
      }
      return readings;
    });
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
    if (span <= 0) return [];
    return this.#ask(() => {
      const parts = this.#find(channel)?.parts(start, start + span) ?? [];
      return bucketsOf(parts, start, span, points);
    });
  }

  /**
   * The last reading before `from` counts as long as it holds; nothing is bridged for longer than `hold_ms`, and the
   * end of the last reading's hold is not cut at the present: pass no `to` in the future. Negative power counts
   * as negative.
   */
  energy(channel: string, from: number, to: number, hold_ms: number): number {
    const [energy = 0] = this.#energies(channel, [instant(from, "from"), instant(to, "to")], hold_ms);
    return energy;
  }

  energies(channel: string, edges: readonly number[], hold_ms: number): Float64Array {
    if (edges.length < 2 || edges.length > MAX_BUCKETS + 1) {
      throw new RangeError(`"edges" must be 2 to ${MAX_BUCKETS + 1} instants, not ${edges.length}`);
    }
    return this.#energies(channel, growing(edges), hold_ms);
  }

  rises(channel: string, edges: readonly number[], rules: CounterRules = {}): Float64Array {
    if (edges.length < 2 || edges.length > MAX_BUCKETS + 1) {
      throw new RangeError(`"edges" must be 2 to ${MAX_BUCKETS + 1} instants, not ${edges.length}`);
    }
    const instants = growing(edges);
    const [from = 0, to = 0] = [instants[0], instants.at(-1)];
    return this.#ask(() => {
      const series = this.#find(channel);
      const before = series?.before(from) ?? from;
      // the reading after the span says what it rose by until then
      const after = series?.after(to) ?? to;
      return risesOf(series?.parts(before, after + 1) ?? [], instants, rules);
    });
  }

  gaps(from: number, to: number): Gap[] {
    return this.#gaps.all(instant(from, "from"), instant(to, "to"), MAX_GAPS).map(({ channel, since, until, why }) => ({
      ...(channel !== null && { channel: String(channel) }),
      since: Number(since),
      until: Number(until),
      why: String(why) as Gap["why"],
    }));
  }

  corrections(channel: string): Correction[] {
    return this.#corrections.all(channel).map(correctionOf);
  }

  #energies(channel: string, edges: readonly number[], hold_ms: number): Float64Array {
    if (!(hold_ms >= 0)) throw new RangeError(`"hold_ms" must be 0 or more, not ${hold_ms}`);
    const [from = 0, to = 0] = [edges[0], edges.at(-1)];
    if (from >= to) return new Float64Array(edges.length - 1);
    return this.#ask(() => {
      const series = this.#find(channel);
      // the reading that holds at the beginning of the span counts too
      const before = series?.before(from) ?? from;
      const parts = series?.parts(before, to) ?? [];
      return energiesOf(parts, edges, Math.min(hold_ms, 2 * LAST_INSTANT));
    });
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
}

/** Appends the part's readings with start ≤ at < end until there are `count`. */
function takeReadings(
  channel: string,
  part: Part,
  start: number,
  end: number,
  count: number,
  readings: Reading[],
): void {
  const chunk = part.chunk();
  const from = indexFrom(chunk.times, start);
  const to = Math.min(indexFrom(chunk.times, end, from), from + count - readings.length);
  for (let i = from; i < to; i++) readings.push(readingAt(channel, chunk, i));
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
