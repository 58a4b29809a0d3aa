import type { DatabaseSync, StatementSync } from "node:sqlite";
import { FURTHEST_INSTANT, StoreError } from "../../model/index.ts";
import { type Chunk, DamagedBlock, decodeBlock, openRest, type Rests, sizeOf } from "../code/block.ts";
import { readHead, type TakeReading } from "../code/head.ts";
import { Gathering } from "../code/runs.ts";
import { type BlockInfo, channelOfSegment, decodeContents, SPAN_MS, spanOfSegment } from "../code/segment.ts";
import type { Times } from "../code/times.ts";
import type { Run } from "../code/values.ts";
import { correctionOf, isSoundCorrection, selectCorrections } from "../database/correction-row.ts";
import { isCorrupt } from "../database/errors.ts";
import { ByteCache } from "../sums/cache.ts";
import { type Correction, type KnownParts, withCorrections } from "../sums/correct.ts";
import { DamagedData } from "../sums/damage.ts";
import { bytesOfParts, ENTRY_BYTES, type Part } from "../sums/part.ts";
import type { SegmentRef, Stored } from "../sums/series.ts";

/**
 * Decoded readings and roll-ups kept in memory, as they are counted with all that Node takes for them: readings of some
 * channel-years at 10 s, as the edges of a graph of a year cut through hours of every day, and the roll-ups of four
 * channel-years. It is taken only as far as it is asked for.
 */
const CHUNK_CACHE_BYTES = 8 * 1024 * 1024;
const REST_CACHE_BYTES = 2 * 1024 * 1024;
const CONTENTS_CACHE_BYTES = 8 * 1024 * 1024;
const CORRECTED_CACHE_BYTES = 1 * 1024 * 1024;

function damagedCorrection(id: number): StoreError {
  const message = `Correction ${id} is damaged, so that nobody knows which readings it changes: undo it (gleaner undo ${id}) and make it again`;
  return new StoreError({ code: "corrupt", message, fatal: false });
}

/** Told of what is left out. */
export type PassOver = (damaged: DamagedData) => void;

/** What was to be read has been written anew meanwhile: ask again. */
export class Stale extends Error {}

/** What is in the database, as one connection sees it at one time; decoded things are kept while they are valid. */
export class Catalog implements Stored {
  readonly #db: DatabaseSync;
  readonly #passOver: PassOver | undefined;
  readonly #version: StatementSync;
  readonly #generation: StatementSync;
  readonly #recorded: StatementSync;
  readonly #list: StatementSync;
  readonly #heads: StatementSync;
  readonly #corrections: StatementSync;
  #correctionsOf = new Map<string, Correction[]>();
  #damagedCorrection: number | null = null;
  readonly #contents: StatementSync;
  readonly #data: StatementSync;
  readonly #rest: StatementSync;
  readonly #parts = new ByteCache<readonly Part[]>(CONTENTS_CACHE_BYTES, Math.random);
  readonly #chunks = new ByteCache<Chunk>(CHUNK_CACHE_BYTES, Math.random);
  readonly #corrected: KnownParts = new ByteCache(CORRECTED_CACHE_BYTES, Math.random);
  /** The bytes of the segment read last: its blocks are asked for one after the other. */
  #bytes: { readonly key: string; readonly data: Uint8Array } | null = null;
  readonly #rests = new ByteCache<{ readonly rest: Times["rest"] }>(REST_CACHE_BYTES, Math.random);
  #seen = -1;
  #known = -1;
  #segments = new Map<number, SegmentRef[]>();
  #head = new Map<number, Gathering>();
  #headRow = 0;
  /** Newest instant of the rows of the head read so far. */
  #headNewest = Number.NEGATIVE_INFINITY;
  /** Where the readings of rows that cannot be read would lie: between those of their neighbours. */
  #damagedHead: { readonly from: number; to: number; readonly cause: unknown } | null = null;

  /** @param passOver told of damaged newest readings instead of whoever asks: the answers are then without these */
  constructor(db: DatabaseSync, passOver?: PassOver) {
    this.#db = db;
    this.#passOver = passOver;
    this.#version = db.prepare("PRAGMA data_version");
    this.#version.setReturnArrays(true);
    this.#generation = db.prepare("SELECT number FROM generation");
    this.#recorded = db.prepare("SELECT recorded FROM generation");
    this.#list = db.prepare("SELECT id, generation FROM segment INDEXED BY segment_generation");
    this.#heads = db.prepare("SELECT id, data FROM head WHERE id > ? ORDER BY id");
    this.#corrections = selectCorrections(db);
    this.#contents = db.prepare("SELECT generation, contents FROM segment WHERE id = ?");
    this.#data = db.prepare("SELECT generation, data FROM segment WHERE id = ?");
    this.#rest = db.prepare("SELECT data FROM instants WHERE id = ?");
  }

  /** @throws DamagedData when newest readings of this span, of whatever channel, may be among those that are damaged */
  assertHead(channel: string, from: number, to: number): void {
    const damaged = this.#damagedHead;
    if (damaged === null || to <= damaged.from || from > damaged.to) return;
    const error = new DamagedData(channel, damaged.from, damaged.to, damaged.cause);
    if (!this.#passOver) throw error;
    this.#passOver(error);
  }

  /** Looks whether anything was committed since the last call, and takes note of it. @returns whether there was */
  refresh(): boolean {
    const row: unknown = this.#version.get();
    const seen = Number(Array.isArray(row) ? row[0] : -1);
    if (seen === this.#seen) return false;
    const alone = !this.#db.isTransaction;
    if (alone) this.#db.exec("BEGIN");
    try {
      const generation = Number(this.#generation.get()?.number);
      if (generation !== this.#known) {
        this.#listSegments();
        this.#head = new Map();
        this.#headRow = 0;
        this.#headNewest = Number.NEGATIVE_INFINITY;
        this.#damagedHead = null;
        this.#known = generation;
      }
      this.#takeHead();
      this.#takeCorrections();
    } finally {
      if (alone) this.#db.exec("COMMIT");
    }
    this.#seen = seen;
    return true;
  }

  /** Makes the next `refresh` read everything anew. */
  forget(): void {
    this.#seen = -1;
    this.#known = -1;
  }

  #listSegments(): void {
    const segments = new Map<number, SegmentRef[]>();
    for (const row of this.#list.iterate()) {
      const ref = { id: Number(row.id), generation: Number(row.generation) };
      const channel = channelOfSegment(ref.id);
      const list = segments.get(channel);
      if (list) list.push(ref);
      else segments.set(channel, [ref]);
    }
    for (const list of segments.values()) list.sort((a, b) => a.id - b.id);
    this.#segments = segments;
    this.#letGo();
  }

  /** What was decoded of segments that have been written anew, or are gone, nobody will ask for. */
  #letGo(): void {
    const current = new Set([...this.#segments.values()].flat().map(({ id, generation }) => `${id}:${generation}`));
    const wanted = (key: string): boolean => current.has(segmentOfKey(key));
    this.#parts.keep(wanted);
    this.#chunks.keep(wanted);
    this.#corrected.keep(wanted);
    // whose instants these are, their names do not say
    this.#rests.keep(() => false);
    if (this.#bytes && !wanted(this.#bytes.key)) this.#bytes = null;
  }

  /** Bytes of memory that are kept, as they are counted. */
  get kept_bytes(): number {
    return this.#parts.bytes + this.#chunks.bytes + this.#corrected.bytes + this.#rests.bytes;
  }

  #takeHead(): void {
    try {
      for (const { id, data } of this.#heads.iterate(this.#headRow)) {
        this.#headRow = Number(id);
        this.#takeRow(bytesOf(data));
      }
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.#noteDamagedHead(error);
    }
  }

  #takeRow(data: Uint8Array): void {
    try {
      readHead(data, this.#takeReading);
      // what follows a damaged row tells where it ends
      if (this.#damagedHead?.to === FURTHEST_INSTANT) this.#damagedHead.to = this.#headNewest;
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error;
      this.#noteDamagedHead(error);
    }
  }

  #noteDamagedHead(cause: unknown): void {
    const from = this.#damagedHead?.from ?? Math.max(this.#headNewest, -FURTHEST_INSTANT);
    this.#damagedHead = { from, to: FURTHEST_INSTANT, cause };
  }

  readonly #takeReading: TakeReading = (channel, at, number, state) => {
    let gathering = this.#head.get(channel);
    if (!gathering) {
      gathering = new Gathering();
      this.#head.set(channel, gathering);
    }
    gathering.add(at, number, state);
    if (at > this.#headNewest) this.#headNewest = at;
  };

  #takeCorrections(): void {
    this.#correctionsOf = new Map();
    this.#damagedCorrection = null;
    for (const row of this.#corrections.iterate()) {
      const correction = correctionOf(row);
      if (!isSoundCorrection(row)) this.#damagedCorrection ??= correction.id;
      if (correction.undone_at !== null) continue;
      const list = this.#correctionsOf.get(correction.channel);
      if (list) list.push(correction);
      else this.#correctionsOf.set(correction.channel, [correction]);
    }
  }

  /**
   * Corrections of the channel that are not undone, as they were made.
   * @throws StoreError when one, of whatever channel, is damaged: nobody knows what it was about
   */
  corrections(channel: string): readonly Correction[] {
    if (this.#damagedCorrection !== null) throw damagedCorrection(this.#damagedCorrection);
    return this.#correctionsOf.get(channel) ?? [];
  }

  /** A part as readers shall see it; `null` when nothing of it is left. */
  corrected(part: Part, corrections: readonly Correction[]): Part | null {
    return withCorrections(part, corrections, this.#corrected, this.#chunks);
  }

  /**
   * The newest instant that the house itself recorded, UTC ms, as its readings go through the head and no import's do;
   * `undefined`: nobody knows.
   */
  get recorded_until(): number | undefined {
    if (this.#damagedHead !== null) return undefined;
    const sealed = this.#recorded.get()?.recorded;
    const newest = Math.max(this.#headNewest, typeof sealed === "number" ? sealed : Number.NEGATIVE_INFINITY);
    return newest > Number.NEGATIVE_INFINITY ? newest : undefined;
  }

  /** Readings of the channel that are not sealed, oldest first. */
  head(channel: number): Run | null {
    return this.#head.get(channel)?.run() ?? null;
  }

  /** Segments of the channel, oldest first. */
  segments(channel: number): readonly SegmentRef[] {
    return this.#segments.get(channel) ?? [];
  }

  /** The sealed parts of a segment, oldest first. @throws DamagedData @throws Stale */
  parts(ref: SegmentRef, channel: string): readonly Part[] {
    const key = `${ref.id}:${ref.generation}`;
    const known = this.#parts.get(key);
    if (known) return known;
    const row = this.#rowOf(this.#contents, ref, channel);
    if (Number(row?.generation) !== ref.generation) throw new Stale();
    const infos = this.#decodeContents(bytesOf(row?.contents), ref, channel);
    const parts = infos.map((info) => this.#part(info, ref, channel));
    this.#parts.set(key, parts, bytesOfParts(infos));
    return parts;
  }

  /** The row of a segment. @throws DamagedData when it lies on a page that no database has */
  #rowOf(statement: StatementSync, { id }: SegmentRef, channel: string): ReturnType<StatementSync["get"]> {
    try {
      return statement.get(id);
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      throw wholeSegment(channel, id, error);
    }
  }

  #decodeContents(bytes: Uint8Array, { id }: SegmentRef, channel: string): BlockInfo[] {
    try {
      return decodeContents(bytes, id);
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error;
      throw wholeSegment(channel, id, error);
    }
  }

  #part(info: BlockInfo, ref: SegmentRef, channel: string): Part {
    const { count, first, last, decimals, rollups } = info;
    const key = `${ref.id}:${ref.generation}:${info.offset}`;
    const chunk = (): Chunk => {
      const known = this.#chunks.get(key);
      if (known) return known;
      const decoded = this.#decode(info, ref, channel);
      this.#chunks.set(key, decoded, ENTRY_BYTES + sizeOf(decoded));
      return decoded;
    };
    return { key, count, first, last, decimals, rollups, chunk };
  }

  #decode(info: BlockInfo, ref: SegmentRef, channel: string): Chunk {
    const data = this.#segmentBytes(ref, channel);
    try {
      const chunk = decodeBlock(data.subarray(info.offset, info.offset + info.length), ref.id, this.#restOf);
      if (chunk.times.count !== info.count) throw new DamagedBlock("a block of another size");
      return chunk;
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error;
      // a block that was written anew meanwhile may have taken the instants with it that it shared
      if (Number(this.#contents.get(ref.id)?.generation) !== ref.generation) throw new Stale();
      throw new DamagedData(channel, info.first, info.last, error);
    }
  }

  #segmentBytes(ref: SegmentRef, channel: string): Uint8Array {
    const { id, generation } = ref;
    const key = `${id}:${generation}`;
    if (this.#bytes?.key === key) return this.#bytes.data;
    const row = this.#rowOf(this.#data, ref, channel);
    if (Number(row?.generation) !== generation) throw new Stale();
    this.#bytes = { key, data: bytesOf(row?.data) };
    return this.#bytes.data;
  }

  readonly #restOf: Rests = (shared, count) => {
    const key = `${shared.row}:${shared.sum}`;
    const known = this.#rests.get(key);
    if (known) return known.rest;
    const data = this.#rest.get(shared.row)?.data;
    const rest = openRest(data instanceof Uint8Array ? data : undefined, shared, count);
    this.#rests.set(key, { rest }, 2 * ENTRY_BYTES + (rest?.byteLength ?? 0));
    return rest;
  };
}

/** `segment:generation` of what is kept by a name that begins so: a part, its readings, either of them corrected. */
function segmentOfKey(key: string): string {
  const [segment = ""] = /^\d+:\d+/.exec(key) ?? [];
  return segment;
}

function wholeSegment(channel: string, id: number, cause: unknown): DamagedData {
  const from = spanOfSegment(id) * SPAN_MS;
  return new DamagedData(channel, from, from + SPAN_MS - 1, cause);
}

function bytesOf(data: unknown): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array(0);
}
