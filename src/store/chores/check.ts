import type { DatabaseSync } from "node:sqlite";
import { StoreError, wordsOf } from "../../model/index.ts";
import { type Chunk, DamagedBlock, decodeBlock, openRest } from "../code/block.ts";
import { readHead } from "../code/head.ts";
import { type Rollups, rollupsOf } from "../code/rollups.ts";
import { type BlockInfo, channelOfSegment, decodeContents, SPAN_MS, spanOfSegment } from "../code/segment.ts";
import { instantAt } from "../code/times.ts";
import { openReader } from "../database/connection.ts";
import { isSoundCorrection, selectCorrections } from "../database/correction-row.ts";
import { isCorrupt } from "../database/errors.ts";
import { assertNewestForm } from "../database/migrate.ts";
import { paceOf, selectPaces } from "../database/pace-row.ts";

/** Something in the data that is not as it was written. */
export interface Finding {
  /** `null`: of any channel. */
  readonly channel: string | null;
  /** UTC ms of the first and last instant concerned; `null` when nobody knows. */
  readonly from: number | null;
  readonly to: number | null;
  /** What was found, a plain sentence. */
  readonly problem: string;
  /**
   * The segment whose contents page can be made anew from its blocks; `paces`: notes of how the clock was set, which can be
   * forgotten; `null`: a matter for a backup.
   */
  readonly rebuild: number | "paces" | null;
}

export interface CheckReport {
  readonly segments: number;
  readonly blocks: number;
  readonly readings: number;
  readonly findings: readonly Finding[];
}

function same(a: Rollups | null, b: Rollups | null): boolean {
  if (a === null || b === null) return a === b;
  return Object.keys(a).every((name) => {
    const [left, right] = [a[name as keyof Rollups], b[name as keyof Rollups]];
    return typeof left === "number"
      ? left === right
      : left.length === (right as Float64Array).length && left.every((v, i) => v === (right as Float64Array)[i]);
  });
}

/** Sentences of SQLite about its own pages; one damaged page may give many. */
const MOST_WORDS = 10;

/** What does not fit between a block and its entry in the contents page; `null`: all does. */
function mismatch(chunk: Chunk, info: BlockInfo): string | null {
  const { times } = chunk;
  const { count, first, last } = info;
  if (times.count !== count) return "the contents page counts other readings than the block has";
  if (instantAt(times, 0) !== first || instantAt(times, count - 1) !== last) {
    return "the contents page gives the block another time";
  }
  return same(info.rollups, rollupsOf(chunk)) ? null : "the roll-ups are not those of the readings";
}

/** Told after each segment. @param share 0 to 1 @param readings so far */
type OnProgress = (share: number, readings: number) => void;

/** Reads everything in a data folder once, beside a running house or without one. */
class Check {
  readonly #db: DatabaseSync;
  readonly #names = new Map<number, string>();
  readonly findings: Finding[] = [];
  segments = 0;
  blocks = 0;
  readings = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Does a part of the check; pages that no database has are a finding, and the other parts go on. */
  part(what: string, look: () => void): void {
    try {
      look();
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.findings.push(unreadable(what, error));
    }
  }

  database(): void {
    for (const { integrity_check } of this.#db.prepare(`PRAGMA integrity_check(${MOST_WORDS})`).iterate()) {
      if (integrity_check === "ok") return;
      const found = String(integrity_check).replaceAll("\n", " ");
      this.findings.push({ channel: null, from: null, to: null, problem: `the database: ${found}`, rebuild: null });
    }
  }

  names(): void {
    for (const { id, name } of this.#db.prepare("SELECT id, name FROM channel").iterate()) {
      this.#names.set(Number(id), String(name));
    }
  }

  head(): void {
    for (const { id, data } of this.#db.prepare("SELECT id, data FROM head ORDER BY id").iterate()) {
      try {
        this.readings += readHead(asBytes(data), () => {});
      } catch (error) {
        const problem = `row ${id} of the newest readings: ${words(error)}`;
        this.findings.push({ channel: null, from: null, to: null, problem, rebuild: null });
      }
    }
  }

  corrections(): void {
    for (const row of selectCorrections(this.#db).iterate()) {
      if (isSoundCorrection(row)) continue;
      const problem = `correction ${row.id} has a wrong checksum: gleaner undo ${row.id}, then make it again`;
      this.findings.push({ channel: null, from: null, to: null, problem, rebuild: null });
    }
  }

  paces(): void {
    for (const row of selectPaces(this.#db).iterate()) {
      try {
        paceOf(row);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        this.findings.push({ channel: null, from: null, to: null, problem: error.message, rebuild: "paces" });
      }
    }
  }

  /** Segments one by one, so that little is in memory. */
  sealed(onProgress: OnProgress): void {
    const ids = this.#ids();
    const load = this.#db.prepare("SELECT contents, data FROM segment WHERE id = ?");
    for (const [i, id] of ids.entries()) {
      try {
        const row = load.get(id);
        this.#segment(id, asBytes(row?.contents), asBytes(row?.data));
      } catch (error) {
        if (!isCorrupt(error)) throw error;
        const from = spanOfSegment(id) * SPAN_MS;
        const channel = this.#names.get(channelOfSegment(id)) ?? null;
        const { problem } = unreadable("the page that it lies on", error);
        this.findings.push({ channel, from, to: from + SPAN_MS - 1, problem, rebuild: null });
      }
      onProgress((i + 1) / ids.length, this.readings);
    }
  }

  /** Numbers of the segments: by their short list, or, where that is damaged, as far as their own pages can be read. */
  #ids(): number[] {
    const ids: number[] = [];
    for (const by of ["INDEXED BY segment_generation", "NOT INDEXED"]) {
      ids.length = 0;
      try {
        for (const { id } of this.#db.prepare(`SELECT id FROM segment ${by}`).iterate()) ids.push(Number(id));
        return ids;
      } catch (error) {
        if (!isCorrupt(error)) throw error;
        this.findings.push(unreadable(`the list of segments (${by.toLowerCase()})`, error));
      }
    }
    return ids;
  }

  #segment(id: number, contents: Uint8Array, data: Uint8Array): void {
    this.segments++;
    const from = spanOfSegment(id) * SPAN_MS;
    const channel = this.#names.get(channelOfSegment(id)) ?? null;
    const find = (problem: string, rebuild: boolean, span = { first: from, last: from + SPAN_MS - 1 }): void => {
      this.findings.push({ channel, from: span.first, to: span.last, problem, rebuild: rebuild ? id : null });
    };
    let infos: BlockInfo[];
    try {
      infos = decodeContents(contents, id);
    } catch (error) {
      find(words(error), true);
      return;
    }
    const length = infos.reduce((sum, info) => sum + info.length, 0);
    if (length !== data.length) find("the contents page counts other blocks than there are", true);
    for (const info of infos) {
      this.blocks++;
      try {
        const chunk = this.#decode(data.subarray(info.offset, info.offset + info.length), id);
        this.readings += chunk.times.count;
        const problem = mismatch(chunk, info);
        if (problem !== null) find(problem, true, info);
      } catch (error) {
        find(words(error), false, info);
      }
    }
  }

  #decode(bytes: Uint8Array, id: number): Chunk {
    const rest = this.#db.prepare("SELECT data FROM instants WHERE id = ?");
    return decodeBlock(bytes, id, (shared, count) => openRest(asBytes(rest.get(shared.row)?.data), shared, count));
  }
}

function words(error: unknown): string {
  if (error instanceof DamagedBlock) return error.message;
  throw error;
}

function asBytes(data: unknown): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}

/** Damage below what Gleaner writes: a page of the database itself. */
function unreadable(what: string, error: unknown): Finding {
  const problem = `${what} cannot be read: ${wordsOf(error)}`;
  return { channel: null, from: null, to: null, problem, rebuild: null };
}

function checkAll(db: DatabaseSync, onProgress: OnProgress): CheckReport {
  const check = new Check(db);
  check.part("the database", () => check.database());
  check.part("the list of channels", () => check.names());
  check.part("the newest readings", () => check.head());
  check.part("the corrections", () => check.corrections());
  check.part("the notes of how the clock was set", () => check.paces());
  check.part("the sealed readings", () => check.sealed(onProgress));
  const { segments, blocks, readings, findings } = check;
  return { segments, blocks, readings, findings };
}

/**
 * Verifies every block, roll-up and row of the head, and the database around them.
 * @throws StoreError when there is no data, when it has another form, or when the disk does not give it
 */
export function checkData(folder: string, onProgress: OnProgress = () => {}): CheckReport {
  let db: DatabaseSync | undefined;
  try {
    db = openReader(folder);
    assertNewestForm(db, folder);
    // all as it is at one moment: what a house writes meanwhile is no damage, and does not wait either
    db.exec("BEGIN");
    return checkAll(db, onProgress);
  } catch (error) {
    if (!isCorrupt(error) && !(error instanceof StoreError && error.code === "corrupt")) throw error;
    return { segments: 0, blocks: 0, readings: 0, findings: [unreadable("the database", error)] };
  } finally {
    db?.close();
  }
}
