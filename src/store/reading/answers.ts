import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type Bucket,
  type CounterRules,
  type Energies,
  type EnergySign,
  FURTHEST_INSTANT,
  type Gap,
  type HoldRule,
  type JournalEntry,
  type JournalQuery,
  type Judged,
  LONGEST_UNIT,
  type Pace,
  type PastChannel,
  type Reading,
  StoreError,
  SURE_MS,
  type Unit,
} from "../../model/index.ts";
import { indexFrom, instantAt } from "../code/times.ts";
import { openReader } from "../database/connection.ts";
import { correctionOf, selectCorrections } from "../database/correction-row.ts";
import { troubleOf } from "../database/errors.ts";
import { assertNewestForm } from "../database/migrate.ts";
import { paceOf, selectPaces } from "../database/pace-row.ts";
import { type Replacement, replacementsIn } from "../database/replacement-row.ts";
import { changesOf, type KnownChanges } from "../sums/changes.ts";
import type { Correction } from "../sums/correct.ts";
import { type Counted, countedBetween, judgedFrom } from "../sums/counter.ts";
import { asItSpeaks, atMostFor, type Holding, type Stop } from "../sums/holding.ts";
import { Neighbours } from "../sums/neighbours.ts";
import { Paces } from "../sums/paces.ts";
import { type Part, readingAt } from "../sums/part.ts";
import { Series } from "../sums/series.ts";
import { energiesOf, summariesOf } from "../sums/summary.ts";
import { atMost, growing, holdOf, instant, MAX_CHANNELS, MAX_GAPS, MAX_JUDGED, MAX_READINGS } from "./bounds.ts";
import { Catalog, type PassOver, Stale } from "./catalog.ts";
import { Journal } from "./journal.ts";

/** An import could once bring units of any length: of such the beginning is shown. */
const SHORT_UNIT = `CASE WHEN length(unit) > ${LONGEST_UNIT} THEN substr(unit, 1, ${LONGEST_UNIT - 1}) || '…' ELSE unit END`;

/** How often a question is asked anew because what it needs was written meanwhile. */
const TRIES = 3;

/** Nothing was written meanwhile, and still it is not what it should be. */
function incoherent(folder: string): StoreError {
  const message = `The data in ${folder} do not belong together: stop Gleaner, copy the folder away, and restore a backup (gleaner check lists what is wrong)`;
  return new StoreError({ code: "corrupt", message, fatal: false });
}

/**
 * What a data folder says, from one connection: each answer at once, of the newest state or of the moment that is held.
 */
export class Answers {
  readonly #db: DatabaseSync;
  readonly #folder: string;
  readonly #catalog: Catalog;
  readonly #channel: StatementSync;
  readonly #channels: StatementSync;
  readonly #own: StatementSync;
  readonly #past: StatementSync;
  readonly #journal: Journal;
  readonly #gaps: StatementSync;
  readonly #paces: StatementSync;
  readonly #stops: StatementSync;
  readonly #corrections: StatementSync;
  readonly #changes: KnownChanges = new WeakMap();
  #series = new Map<string, Series | null>();
  #latest = new Map<string, Reading | undefined>();
  #allPaces: readonly Pace[] | undefined;
  #allStops: readonly Stop[] | undefined;
  #held = false;

  constructor(db: DatabaseSync, folder: string, passOver?: PassOver) {
    this.#db = db;
    this.#folder = folder;
    this.#catalog = new Catalog(db, passOver);
    this.#channel = db.prepare(`SELECT id, ${SHORT_UNIT} AS unit, own FROM channel WHERE name = ?`);
    this.#channels = db.prepare(
      `SELECT name, ${SHORT_UNIT} AS unit FROM channel WHERE ?1 IS NULL OR name > ?1 ORDER BY name LIMIT ?2`,
    );
    this.#own = db.prepare("SELECT name FROM channel WHERE own = 1");
    this.#past = db.prepare("SELECT name, unit, own FROM channel");
    this.#gaps = db.prepare(
      "SELECT channel, since, until, why FROM gap WHERE until > ? AND since < ? ORDER BY since, id LIMIT ?",
    );
    this.#stops = db.prepare(
      "SELECT since, until FROM gap WHERE channel IS NULL AND until - since >= ? ORDER BY since LIMIT ?",
    );
    this.#corrections = selectCorrections(db, "channel = ?");
    this.#paces = selectPaces(db);
    this.#journal = new Journal(db);
  }

  /** @throws StoreError where SQLite cannot read, in words that say what to do */
  #told<T>(question: () => T): T {
    try {
      return question();
    } catch (error) {
      if (error instanceof RangeError || error instanceof StoreError) throw error;
      if (error instanceof Stale) throw incoherent(this.#folder);
      throw new StoreError(troubleOf(error, this.#folder), error);
    }
  }

  /**
   * All answers from now on are of this moment, until `release`.
   * @throws StoreError
   */
  hold(): void {
    this.#told(() => {
      this.#db.exec("BEGIN");
      this.#held = true;
      this.#refresh();
    });
  }

  /** Answers are of the newest state again. */
  release(): void {
    this.#held = false;
    if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec("COMMIT");
  }

  /** Answers from the newest state, or from the one that is held. @throws StoreError */
  #ask<T>(question: () => T): T {
    return this.#told(() => (this.#held ? question() : this.#askNewest(question)));
  }

  /** Asks again when the writer was faster. */
  #askNewest<T>(question: () => T): T {
    for (let attempt = 1; ; attempt++) {
      this.#refresh();
      try {
        return question();
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
        this.#catalog.forget();
        if (attempt >= TRIES) return this.#askAtOneTime(question);
      }
    }
  }

  #refresh(): void {
    if (!this.#catalog.refresh()) return;
    this.#series.clear();
    this.#latest.clear();
    this.#allPaces = undefined;
    this.#allStops = undefined;
  }

  /** While much is written, as an import does: sees nothing of it, so that no later state gets in the way. */
  #askAtOneTime<T>(question: () => T): T {
    this.#db.exec("BEGIN");
    try {
      this.#refresh();
      return question();
    } finally {
      this.#db.exec("COMMIT");
    }
  }

  #find(channel: string): Series | null {
    const known = this.#series.get(channel);
    if (known !== undefined) return known;
    const row = this.#channel.get(channel);
    const series =
      row === undefined ? null : new Series(this.#catalog, { id: Number(row.id), name: channel, own: row.own === 1 });
    this.#series.set(channel, series);
    return series;
  }

  unit(channel: string): Unit | undefined {
    const row = this.#told(() => this.#channel.get(channel));
    if (row === undefined) return undefined;
    return row.unit === null ? null : String(row.unit);
  }

  /** @param most at most 10,000 are given */
  channels(after?: string, most = MAX_CHANNELS): { name: string; unit: Unit }[] {
    const rows = this.#told(() => this.#channels.all(after ?? null, atMost(most, MAX_CHANNELS)));
    return rows.map(({ name, unit }) => ({
      name: String(name),
      unit: unit === null || unit === undefined ? null : String(unit),
    }));
  }

  latestOf(channels: readonly string[]): (Reading | undefined)[] {
    return this.#ask(() => channels.map((channel) => this.#newest(channel)));
  }

  /**
   * The newest reading before an instant of each channel that the house recorded itself, UTC ms; what is damaged is left
   * out, and so is what an import brought from later than the house has recorded.
   */
  newestOwn(before: number): Map<string, number> {
    const recorded_until = this.#ask(() => this.#catalog.recorded_until) ?? FURTHEST_INSTANT;
    const end = Math.min(instant(before, "before"), recorded_until + 1);
    const newest = new Map<string, number>();
    for (const name of this.own()) {
      const at = this.#newestBefore(name, end);
      if (at !== undefined) newest.set(name, at);
    }
    return newest;
  }

  /** The channels that the house recorded itself. */
  own(): string[] {
    return this.#told(() => this.#own.all()).map(({ name }) => String(name));
  }

  /** All channels, with what a house asks of them that starts. */
  past(): PastChannel[] {
    return this.#told(() => this.#past.all()).map(({ name, unit, own }) => ({
      name: String(name),
      unit: unit === null ? null : String(unit),
      isOwn: own === 1,
    }));
  }

  #newestBefore(channel: string, end: number): number | undefined {
    try {
      return this.#ask(() => {
        const part = this.#find(channel)?.rawPartBefore(end - 1);
        if (!part) return undefined;
        const { times } = part.chunk();
        return instantAt(times, indexFrom(times, end) - 1);
      });
    } catch (error) {
      if (error instanceof StoreError && !error.fatal) return undefined;
      throw error;
    }
  }

  #newest(channel: string): Reading | undefined {
    const known = this.#latest.get(channel);
    if (known !== undefined || this.#latest.has(channel)) return known;
    const part = this.#find(channel)?.partBefore(FURTHEST_INSTANT);
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

  /** @param limit at most 1,000,000 are given */
  changes(channel: string, from: number, to: number, limit: number): Reading[] {
    const count = atMost(limit, MAX_READINGS);
    const start = instant(from, "from");
    const end = instant(to, "to");
    return this.#ask(() => {
      const parts = this.#find(channel)?.parts(start, end) ?? [];
      return changesOf(channel, parts, start, end, count, this.#changes);
    });
  }

  /**
   * Between edges a and b, of the numbers with a ≤ at < b: least, greatest, last and how many. The mean is weighted by
   * time: a number holds from its instant until the next reading, for at most its hold, and the mean is Σ value × the
   * time within a and b for which it holds, divided by the sum of these times. What holds at a counts from there, also
   * when it was read before; so a mean may lie outside of least and greatest, as where the only reading comes at
   * the end. Where nothing holds at a, the time before the first reading does not count. The hold of the last reading
   * is not cut at the present. States end a hold, and are no numbers: a channel of states has no summaries.
   *
   * Least, greatest and last are exact. Where all readings are counts of a resolution, sums are exact up to 2^53
   * (counts × ms), and the mean is rounded twice; else sums are rounded with each reading.
   * @param hold 1 ms or more; absent: learned from the readings around each
   * @throws RangeError
   */
  summaries(channel: string, edges: ArrayLike<number>, hold?: HoldRule): (Bucket | undefined)[] {
    const instants = growing(edges);
    const wanted = holdOf(hold, 1);
    return this.#ask(() =>
      summariesOf(this.#partsHolding(channel, instants), instants, this.#holding(channel, wanted)),
    );
  }

  #holding(channel: string, hold: HoldRule | undefined): Holding {
    if (typeof hold === "number") return atMostFor(hold);
    const series = this.#find(channel);
    const neighbours = new Neighbours((from, to) => series?.parts(from, to) ?? []);
    return asItSpeaks(neighbours, hold, () => (series?.own ? this.#stopsOfHouse() : []));
  }

  #stopsOfHouse(): readonly Stop[] {
    this.#allStops ??= this.#stops.all(SURE_MS, MAX_GAPS).map(({ since, until }) => ({
      since: Number(since),
      until: Number(until),
    }));
    return this.#allStops;
  }

  /** Parts from the one whose reading holds at the first edge on. */
  #partsHolding(channel: string, edges: ArrayLike<number>): Part[] {
    const [from = 0, to = 0] = [edges[0], edges[edges.length - 1]];
    return from < to ? (this.#find(channel)?.partsHolding(from, to) ?? []) : [];
  }

  /**
   * The last reading before `from` counts as long as it holds, and the end of the last reading's hold is not cut at the
   * present: pass no `to` in the future. Negative power counts as negative.
   * @param hold absent: learned from the readings around each
   */
  energies(channel: string, edges: ArrayLike<number>, hold?: HoldRule, sign: EnergySign = "net"): Energies {
    const instants = growing(edges);
    const wanted = holdOf(hold, 0);
    return this.#ask(() => {
      const parts = this.#partsHolding(channel, instants);
      const paces = this.#pacesOver(channel, parts, instants);
      return energiesOf(parts, instants, this.#holding(channel, wanted), sign, paces);
    });
  }

  /** The paces of a channel's parts and between edges; `undefined`: recorded time was true time. */
  #pacesOver(channel: string, [first]: readonly Part[], edges: Float64Array): Paces | undefined {
    if (!this.#find(channel)?.own) return undefined;
    this.#allPaces ??= this.#paces.all().map(paceOf);
    const [start = 0, end = 0] = [edges[0], edges.at(-1)];
    const from = Math.min(start, first?.first ?? start);
    const paces = this.#allPaces.filter(({ since, until }) => until > from && since < end);
    return paces.length > 0 ? new Paces(paces) : undefined;
  }

  rises(channel: string, edges: ArrayLike<number>, rules: CounterRules = {}): Float64Array {
    return this.#counted(channel, growing(edges), rules).rises;
  }

  /** @param from UTC ms; of what lies from there to before `to`, at most 10,000 are given, the first of them */
  judged(channel: string, from: number, to: number, rules: CounterRules = {}): Judged[] {
    const edges = growing([from, to]);
    return this.#counted(channel, edges, rules).judged.slice(0, MAX_JUDGED);
  }

  #counted(channel: string, edges: Float64Array, rules: CounterRules): Counted {
    const needed = judgedFrom(edges[0] ?? 0, edges.at(-1) ?? 0);
    return this.#ask(() => {
      const series = this.#find(channel);
      const parts = series?.partsAround(needed.from, needed.to) ?? [];
      return countedBetween(parts, edges, rules, series?.confirmed());
    });
  }

  gaps(from: number, to: number): Gap[] {
    const rows = this.#told(() => this.#gaps.all(instant(from, "from"), instant(to, "to"), MAX_GAPS));
    return rows.map(({ channel, since, until, why }) => ({
      ...(channel !== null && { channel: String(channel) }),
      since: Number(since),
      until: Number(until),
      why: String(why) as Gap["why"],
    }));
  }

  /** All corrections of a channel, those that were undone too, as they were made. */
  corrections(channel: string): Correction[] {
    return this.#told(() => this.#corrections.all(channel)).map(correctionOf);
  }

  /** Imports that took the place of what was there, those that were undone too, as they were made; the newest 1,000. */
  replacements(): Replacement[] {
    return this.#told(() => replacementsIn(this.#db));
  }

  /** @param query at most 1,000 lines are given */
  decisions(query: JournalQuery): JournalEntry[] {
    return this.#told(() => this.#journal.search(query));
  }

  /**
   * @param limit at most 1,000 are given
   * @param before only lines with id < before
   */
  journal(limit: number, before?: number): JournalEntry[] {
    return this.#told(() => this.#journal.last(limit, before));
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

/** @throws StoreError when nothing was ever stored in the folder, or the file cannot be read */
export function openAnswers(folder: string, passOver?: PassOver): Answers {
  const db = openReader(folder);
  try {
    assertNewestForm(db, folder);
    return new Answers(db, folder, passOver);
  } catch (error) {
    db.close();
    throw new StoreError(troubleOf(error, folder), error);
  }
}
