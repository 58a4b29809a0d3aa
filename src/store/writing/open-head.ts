import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DamagedBlock } from "../code/block.ts";
import { type HeadRow, readHead, type TakeReading } from "../code/head.ts";
import { Gathering } from "../code/runs.ts";
import type { Run } from "../code/values.ts";
import type { Sealer } from "./sealer.ts";

/** Between which instants (UTC ms) a channel has readings in the head. */
interface Extent {
  first: number;
  last: number;
}

/** The rows of the head as the writer keeps them: adds, counts and seals them, inside the caller's transaction. */
export class OpenHead {
  readonly #db: DatabaseSync;
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #all: StatementSync;
  readonly #noteRecorded: StatementSync;
  /** By channel; never too narrow: after a roll-back it may name readings that are not there. */
  #extents = new Map<number, Extent>();
  /** What `#extents` was before the sealing under way. */
  #before: Map<number, Extent> | null = null;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#add = db.prepare("INSERT INTO head (data) VALUES (?)");
    this.#remove = db.prepare("DELETE FROM head WHERE id = ?");
    this.#all = db.prepare("SELECT id, data FROM head ORDER BY id");
    this.#noteRecorded = db.prepare("UPDATE generation SET recorded = ?");
  }

  /** Reads the head once. @returns how many readings it has, and its newest instant, −∞ when it has none */
  count(): { readonly count: number; readonly newest: number } {
    this.#extents = new Map();
    let count = 0;
    let newest = Number.NEGATIVE_INFINITY;
    for (const { data } of this.#db.prepare("SELECT data FROM head").iterate()) {
      count +=
        readSound(asBytes(data), (channel, at) => {
          newest = Math.max(newest, at);
          this.note(channel, at);
        }) ?? 0;
    }
    return { count, newest };
  }

  /** Takes note of a reading that is about to be added. */
  note(channel: number, at: number): void {
    const extent = this.#extents.get(channel);
    if (extent === undefined) this.#extents.set(channel, { first: at, last: at });
    else if (at > extent.last) extent.last = at;
    else if (at < extent.first) extent.first = at;
  }

  /** The transaction is over. @param committed whether what was sealed is */
  settle(committed: boolean): void {
    if (!committed) this.#extents = this.#before ?? this.#extents;
    this.#before = null;
  }

  /** Whether the channel may have readings in the head with first ≤ at ≤ last. */
  mayHave(channel: number, first: number, last: number): boolean {
    const extent = this.#extents.get(channel);
    return extent !== undefined && first <= extent.last && last >= extent.first;
  }

  /** Adds a row. @returns its length in bytes */
  add(row: HeadRow): number {
    const bytes = row.bytes();
    this.#add.run(bytes);
    return bytes.length;
  }

  /**
   * Puts the readings before `end` (UTC ms) into blocks.
   * @param row room to build what stays
   * @returns how many readings stay in the head
   */
  seal(end: number, sealer: Sealer, row: HeadRow): number {
    const channels = new Map<number, Gathering>();
    row.clear();
    const read: number[] = [];
    let newest = Number.NEGATIVE_INFINITY;
    this.#before ??= this.#extents;
    this.#extents = new Map();
    const stay: TakeReading = (channel, at, number, state) => {
      row.add(channel, at, number, state);
      this.note(channel, at);
    };
    for (const { id, data } of this.#all.iterate()) {
      const sound = readSound(asBytes(data), (channel, at, number, state) => {
        if (at >= end) return stay(channel, at, number, state);
        newest = Math.max(newest, at);
        const gathering = channels.get(channel) ?? new Gathering();
        channels.set(channel, gathering);
        gathering.add(at, number, state);
      });
      // a damaged row stays where it is: `gleaner check` tells of it
      if (sound !== null) read.push(Number(id));
    }
    if (channels.size === 0) return row.count;
    sealer.begin();
    // what is sealed does not tell what the house recorded from what was imported
    this.#noteRecorded.run(newest);
    for (const [channel, gathering] of channels) {
      // readings that belong into a damaged block wait in the head, where they can be read
      each(sealer.put(channel, gathering.run()), channel, stay);
    }
    for (const id of read) this.#remove.run(id);
    if (row.count > 0) this.add(row);
    return row.count;
  }
}

/** Calls `take` for each reading of a run. */
export function each(run: Run | null, channel: number, take: TakeReading): void {
  for (let i = 0; i < (run?.count ?? 0); i++) take(channel, run?.at[i] ?? 0, run?.numbers[i] ?? 0, run?.states?.[i]);
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
