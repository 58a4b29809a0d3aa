import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type Chunk,
  DamagedBlock,
  decodeBlock,
  encodeBlock,
  isShared,
  openRest,
  type Rests,
  runOf,
  sharedRest,
} from "../code/block.ts";
import { ByteSink } from "../code/bytes.ts";
import { rollupsOf } from "../code/rollups.ts";
import { cuts, FEW_READINGS, Gathering, lowerBound, mergeRuns, sharedBy, sliceRun } from "../code/runs.ts";
import {
  type BlockInfo,
  decodeContents,
  encodeContents,
  SPAN_MS,
  SPANS,
  segmentId,
  spanOf,
  spanOfSegment,
} from "../code/segment.ts";
import { instantAt, planTimes, type TimesPlan } from "../code/times.ts";
import { type Run, valueAt } from "../code/values.ts";

/** A block with its bytes. */
interface Block {
  readonly info: BlockInfo;
  readonly bytes: Uint8Array;
}

/** Instants of a run that was sealed a moment ago, for the channels that were read with it. */
interface KnownTimes {
  readonly at: Float64Array;
  readonly plan: TimesPlan;
  row: number | null;
}

function infoOf(chunk: Chunk, length: number): BlockInfo {
  const { times, column } = chunk;
  const [first, last] = [instantAt(times, 0), instantAt(times, times.count - 1)];
  return { offset: 0, length, count: times.count, first, last, decimals: column.decimals, rollups: rollupsOf(chunk) };
}

/** Instants kept in memory to be shared: 30 days of channels that are read each 10 s, twice. */
const MOST_KNOWN_INSTANTS = 500_000;

function sameInstants(a: Float64Array, b: Float64Array, from: number): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[from + i]) return false;
  return true;
}

/**
 * Puts readings into blocks, merged with what is sealed already. Speaks to the database inside the transaction of
 * whoever calls; not a word of it is durable before that commits.
 */
export class Sealer {
  readonly #load: StatementSync;
  readonly #save: StatementSync;
  readonly #within: StatementSync;
  readonly #remove: StatementSync;
  readonly #next: StatementSync;
  readonly #rest: StatementSync;
  readonly #addRest: StatementSync;
  readonly #use: StatementSync;
  readonly #dropUnused: StatementSync;
  readonly #sink = new ByteSink();
  #known = new Map<string, KnownTimes[]>();
  #knownInstants = 0;
  #generation = 0;
  /** Readings that were put where one was already, since the change was begun. */
  met = { same: 0, other: 0 };

  constructor(db: DatabaseSync) {
    this.#load = db.prepare("SELECT contents, data FROM segment WHERE id = ?");
    this.#save = db.prepare(
      `INSERT INTO segment (id, generation, contents, data) VALUES (:id, :generation, :contents, :data)
       ON CONFLICT DO UPDATE SET generation = :generation, contents = :contents, data = :data`,
    );
    this.#within = db.prepare("SELECT id FROM segment WHERE id >= ? AND id <= ? ORDER BY id");
    this.#remove = db.prepare("DELETE FROM segment WHERE id = ?");
    this.#next = db.prepare("UPDATE generation SET number = number + 1 RETURNING number");
    this.#rest = db.prepare("SELECT data FROM instants WHERE id = ?");
    this.#addRest = db.prepare("INSERT INTO instants (uses, data) VALUES (0, ?)");
    this.#use = db.prepare("UPDATE instants SET uses = uses + :change WHERE id = :row");
    this.#dropUnused = db.prepare("DELETE FROM instants WHERE id = ? AND uses <= 0");
  }

  /**
   * Begins a change of what is sealed; call inside its transaction.
   * @param goes_on the change before was committed and is continued: instants that it wrote may be shared
   */
  begin(goes_on = false): void {
    if (!goes_on) this.#forgetTimes();
    this.met = { same: 0, other: 0 };
    this.#generation = Number(this.#next.get()?.number);
  }

  /**
   * Seals a run of one channel. Where an instant is there already, what is sealed stays.
   * @param run oldest first, no instant twice
   * @returns readings that cannot be sealed because what they would be merged with is damaged; `null`: none
   */
  put(channel: number, run: Run): Run | null {
    const refused = new Gathering();
    for (let from = 0; from < run.count; ) {
      const span = spanOf(run.at[from] ?? 0);
      const to = lowerBound(run, (span + 1) * SPAN_MS, from);
      const part = sliceRun(run, from, to);
      for (const left of this.#putSpan(segmentId(channel, span), part)) {
        for (let i = 0; i < left.count; i++) refused.add(left.at[i] ?? 0, left.numbers[i] ?? 0, left.states?.[i]);
      }
      from = to;
    }
    return refused.count > 0 ? refused.run() : null;
  }

  /** The segments that may have readings of a channel with from ≤ at < end, oldest first. */
  segmentsWithin(channel: number, from: number, end: number): number[] {
    // beyond these lie the segments of other channels
    const within = (span: number): number => Math.min(Math.max(span, -SPANS), SPANS - 1);
    const [oldest, newest] = [spanOf(Math.ceil(from)), spanOf(Math.ceil(end) - 1)].map(within);
    if (oldest === undefined || newest === undefined) return [];
    return this.#within.all(segmentId(channel, oldest), segmentId(channel, newest)).map(({ id }) => Number(id));
  }

  /**
   * Removes the readings of a segment with from ≤ at < end.
   * @param keep is given what is removed, where somebody wants it
   * @returns how many there were; damaged ones that go as a whole are not counted
   * @throws DamagedBlock when only a part is to go, or something is to be kept, and what it lies in is damaged
   */
  cut(id: number, from: number, end: number, keep?: (run: Run) => void): number {
    let gone = 0;
    let blocks: Block[];
    try {
      blocks = this.#blocks(id);
    } catch (error) {
      const [first, last] = [spanOfSegment(id) * SPAN_MS, (spanOfSegment(id) + 1) * SPAN_MS];
      if (!(error instanceof DamagedBlock) || keep || from > first || end < last) throw error;
      this.#remove.run(id);
      return 0;
    }
    const kept = blocks.flatMap((block): Block[] => {
      const { count, first, last } = block.info;
      if (first >= end || last < from) return [block];
      if (!keep && first >= from && last < end) {
        gone += count;
        this.#forget(block.bytes, id);
        return [];
      }
      const run = runOf(this.#decode(block.bytes, id));
      const [start, stop] = [lowerBound(run, from), lowerBound(run, end)];
      if (start === stop) return [block];
      gone += stop - start;
      keep?.(sliceRun(run, start, stop));
      const written = [sliceRun(run, 0, start), sliceRun(run, stop, count)].flatMap((rest) =>
        rest.count > 0 ? this.#encode(rest, id, block.info) : [],
      );
      this.#release(block.bytes, id);
      return written;
    });
    if (gone === 0) return 0;
    if (kept.length > 0) this.#write(id, kept);
    else this.#remove.run(id);
    return gone;
  }

  /**
   * Makes the contents page of a segment anew: blocks say how long they are.
   * @throws DamagedBlock when one is damaged: roll-ups are not made of what cannot be read
   */
  rebuild(id: number): void {
    const data = this.#load.get(id)?.data;
    if (!(data instanceof Uint8Array)) return;
    const blocks: Block[] = [];
    for (let at = 0; at < data.length; ) {
      const length = at + 8 < data.length ? new DataView(data.buffer, data.byteOffset + at).getUint32(4, true) : 0;
      if (length < 9) throw new DamagedBlock("a block without a length");
      const bytes = data.subarray(at, at + length);
      const chunk = this.#decode(bytes, id);
      blocks.push({ info: infoOf(chunk, bytes.length), bytes });
      at += length;
    }
    this.#write(id, blocks);
  }

  #putSpan(id: number, run: Run): Run[] {
    let blocks: Block[];
    try {
      blocks = this.#blocks(id);
    } catch (error) {
      if (error instanceof DamagedBlock) return [run];
      throw error;
    }
    const refused: Run[] = [];
    const merged: Block[] = [];
    const first = blocks[0]?.info.first ?? Number.POSITIVE_INFINITY;
    const early = lowerBound(run, first);
    if (early > 0) merged.push(...this.#encode(sliceRun(run, 0, early), id, blocks[0]?.info));
    let from = early;
    for (const [i, block] of blocks.entries()) {
      const to = lowerBound(run, blocks[i + 1]?.info.first ?? Number.POSITIVE_INFINITY, from);
      if (from === to) merged.push(block);
      else {
        const joined = this.#joinOrLeave(block, sliceRun(run, from, to), id);
        merged.push(...joined.blocks);
        if (joined.refused !== null) refused.push(joined.refused);
      }
      from = to;
    }
    if (merged.some((block, i) => block !== blocks[i])) this.#write(id, merged);
    return refused;
  }

  /** The same for a block that may be damaged: it stays, what falls into it is refused, what follows is sealed behind it. */
  #joinOrLeave(block: Block, run: Run, id: number): { readonly blocks: Block[]; readonly refused: Run | null } {
    try {
      return { blocks: this.#join(block, run, id), refused: null };
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error;
      const after = lowerBound(run, block.info.last + 1);
      const follows = after < run.count ? this.#encode(sliceRun(run, after, run.count), id, block.info) : [];
      return { blocks: [block, ...follows], refused: after > 0 ? sliceRun(run, 0, after) : null };
    }
  }

  /** The block with the readings that fall into it or after it. @throws DamagedBlock before anything is changed */
  #join(block: Block, run: Run, id: number): Block[] {
    const after = lowerBound(run, block.info.last + 1);
    if (block.info.count < FEW_READINGS) return this.#rewrite(block, run, id);
    const own = after > 0 ? this.#rewrite(block, sliceRun(run, 0, after), id) : [block];
    return after < run.count ? [...own, ...this.#encode(sliceRun(run, after, run.count), id, block.info)] : own;
  }

  #rewrite(block: Block, run: Run, id: number): Block[] {
    const old = runOf(this.#decode(block.bytes, id));
    const merged = mergeRuns(old, run);
    if (merged.count < old.count + run.count) {
      const { same, other } = sharedBy(old, run);
      this.met.same += same;
      this.met.other += other;
    }
    if (merged.count === old.count) return [block];
    const written = this.#encode(merged, id, block.info);
    this.#release(block.bytes, id);
    return written;
  }

  #release(bytes: Uint8Array, id: number): void {
    const shared = sharedRest(bytes, id);
    if (shared === null) return;
    this.#use.run({ change: -1, row: shared.row });
    // a row that is gone must not be given to the next block
    if (this.#dropUnused.run(shared.row).changes > 0) this.#forgetTimes();
  }

  /** The same for a block that goes for ever, and may be damaged: what it shared is then left alone. */
  #forget(bytes: Uint8Array, id: number): void {
    try {
      this.#release(bytes, id);
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error;
    }
  }

  #decode(bytes: Uint8Array, id: number): Chunk {
    return decodeBlock(bytes, id, this.#rests);
  }

  readonly #rests: Rests = (shared, count) => {
    const data = this.#rest.get(shared.row)?.data;
    return openRest(data instanceof Uint8Array ? data : undefined, shared, count);
  };

  #blocks(id: number): Block[] {
    const row = this.#load.get(id);
    if (!(row?.contents instanceof Uint8Array && row.data instanceof Uint8Array)) return [];
    const { data } = row;
    return decodeContents(row.contents, id).map((info) => ({
      info,
      bytes: data.subarray(info.offset, info.offset + info.length),
    }));
  }

  /** @param near a block of the same segment, whose resolution is kept */
  #encode(run: Run, id: number, near: BlockInfo | undefined): Block[] {
    let decimals = near?.decimals ?? 0;
    return cuts(run).map(([from, to]) => {
      const known = this.#times(run.at, from, to - from);
      if (known.row !== null) this.#use.run({ change: 1, row: known.row });
      const bytes = encodeBlock(run, from, known.plan, id, known.row, Math.max(0, decimals));
      const chunk = this.#readBack(bytes, id, run, from);
      decimals = chunk.column.decimals;
      return { info: infoOf(chunk, bytes.length), bytes };
    });
  }

  /** Nothing is sealed that does not read as what was given. @throws Error: a mistake in the format */
  #readBack(bytes: Uint8Array, id: number, run: Run, from: number): Chunk {
    const chunk = this.#decode(bytes, id);
    const { times, column } = chunk;
    for (let i = 0; i < times.count; i++) {
      const at = run.at[from + i];
      const value = run.states?.[from + i] ?? run.numbers[from + i];
      if (at !== instantAt(times, i) || value !== valueAt(column, i)) {
        throw new Error(
          `the reading at ${at} (${value}) reads back as ${valueAt(column, i)} at ${instantAt(times, i)}`,
        );
      }
    }
    return chunk;
  }

  /** The plan of these instants; made once for channels that were read together. */
  #times(at: Float64Array, from: number, count: number): KnownTimes {
    const key = `${at[from]} ${at[from + count - 1]} ${count}`;
    const candidates = this.#known.get(key);
    const known = candidates?.find((each) => sameInstants(each.at, at, from));
    if (known) return known;
    const plan = planTimes(at, from, count, this.#sink);
    const row = isShared(plan) ? Number(this.#addRest.run(plan.rest).lastInsertRowid) : null;
    const made = { at: at.slice(from, from + count), plan, row };
    this.#makeRoom();
    this.#knownInstants += count;
    this.#known.set(key, [...(this.#known.get(key) ?? []), made]);
    return made;
  }

  /** Forgets the oldest instants, so that those of the present change stay. */
  #makeRoom(): void {
    for (const [key, known] of this.#known) {
      if (this.#knownInstants < MOST_KNOWN_INSTANTS) return;
      this.#known.delete(key);
      for (const { at } of known) this.#knownInstants -= at.length;
    }
  }

  #forgetTimes(): void {
    this.#known = new Map();
    this.#knownInstants = 0;
  }

  #write(id: number, blocks: readonly Block[]): void {
    this.#sink.clear();
    for (const { bytes } of blocks) this.#sink.raw(bytes);
    const data = this.#sink.bytes();
    const contents = encodeContents(
      blocks.map(({ info }) => info),
      id,
    );
    this.#save.run({ id, generation: this.#generation, contents, data });
  }
}
