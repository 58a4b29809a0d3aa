import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Reading } from "../../model/index.ts";
import { databasePath } from "../database/connection.ts";
import { openStore } from "../index.ts";
import { Writer } from "../writing/writer.ts";

/** A folder in which everything is that may be damaged, and the flipping of its bits. */

const T = Date.UTC(2026, 5, 1);
export const STEP_MS = 60_000;
/** So many readings follow each other, then nothing until the next span: several segments of few readings. */
export const TOGETHER = 800;
export const SPAN_MS = 25 * 86_400_000;
/** Readings of each channel that are sealed, and all. */
const SEALED = 3 * TOGETHER;
export const COUNT = SEALED + 80;
export const CHANNELS = ["pv", "probe", "charger"] as const;
/** Times of which questions are asked. */
export const SPANS = [0, 1, 2, 3].map((i) => [T + i * SPAN_MS, T + (i + 1) * SPAN_MS] as const);

function valueAt(channel: string, i: number): number | string {
  if (channel === "charger") return ["off", "bulk", "float"][Math.floor(i / 300) % 3] ?? "";
  return channel === "pv" ? Math.round(1_500 + 900 * Math.sin(i / 40) + ((i * 7_919) % 31)) : ((i * 37) % 100) / 8;
}

/** Readings of all channels, some milliseconds late, so that they share instants; number 0 begins the first span. */
export function readings(from: number, to: number): Reading[] {
  const all = [];
  for (let i = from; i < to; i++) {
    const at = T + Math.floor(i / TOGETHER) * SPAN_MS + (i % TOGETHER) * STEP_MS + ((i * 31) % 50);
    for (const channel of CHANNELS) all.push({ channel, at, value: valueAt(channel, i) });
  }
  return all;
}

/** Three sealed spans, some open readings, two corrections and one that was undone, and a clock that was set twice. */
export async function fill(folder: string): Promise<void> {
  const store = await openStore({ folder, full_head: 3_000 });
  for (let i = 0; i < SEALED; i += 1_000) {
    await store.commit({ readings: readings(i, Math.min(i + 1_000, SEALED)), decisions: [] });
  }
  const paces = [
    { since: T + STEP_MS, until: T + 9 * STEP_MS, rate: 2 },
    { since: T + 20 * STEP_MS, until: T + 30 * STEP_MS, rate: 0 },
  ];
  await store.commit({ readings: readings(SEALED, COUNT), decisions: [], paces });
  await store.close();
  const writer = new Writer({ folder });
  const change = { channel: "probe", since: T + SPAN_MS, until: T + SPAN_MS + 5 * STEP_MS };
  writer.correct({ ...change, change: "remove", note: "spike" }, T);
  writer.correct({ ...change, since: T, change: { factor: 1.5, shift: -2 }, note: "wrong factor" }, T);
  writer.undo(writer.correct({ ...change, change: { factor: 0, shift: 0 }, note: "mistake" }, T), T + 1);
  writer.close();
}

/** One column of one row, as bytes. */
export interface Cell {
  readonly table: string;
  readonly column: string;
  readonly id: number;
  readonly bytes: Uint8Array;
  /** Of SQLite. */
  readonly type: string;
}

const COLUMNS = {
  segment: ["contents", "data"],
  instants: ["data"],
  head: ["data"],
  correction: ["channel", "since", "until", "factor", "shift", "note", "made_at", "undone_at"],
  pace: ["since", "until", "rate", "sum"],
} as const;

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return Buffer.from(value);
  if (typeof value === "bigint") return new Uint8Array(BigInt64Array.of(value).buffer);
  return typeof value === "number" ? new Uint8Array(Float64Array.of(value).buffer) : undefined;
}

/** The database of a folder, whose bits can be flipped. */
export class Bits implements Disposable {
  readonly #db: DatabaseSync;

  constructor(folder: string) {
    this.#db = new DatabaseSync(databasePath(folder));
  }

  cells(table: keyof typeof COLUMNS): Cell[] {
    return COLUMNS[table].flatMap((column) => {
      const select = this.#db.prepare(`SELECT id, ${column} AS value, typeof(${column}) AS type FROM ${table}`);
      select.setReadBigInts(true);
      return select.all().flatMap(({ id, value, type }) => {
        const bytes = bytesOf(value);
        return bytes ? [{ table, column, id: Number(id), bytes, type: String(type) }] : [];
      });
    });
  }

  /** Flips one bit. */
  damage(cell: Cell, byte: number, bit: number): void {
    const bytes = Uint8Array.from(cell.bytes);
    bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
    this.#set(cell, bytes);
  }

  /** Flips one bit, looks, and flips it back. */
  flipped(cell: Cell, byte: number, bit: number, look: () => void): void {
    this.damage(cell, byte, bit);
    try {
      look();
    } finally {
      this.#set(cell, cell.bytes);
    }
  }

  #set({ table, column, id, type }: Cell, bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const value =
      type === "blob"
        ? bytes
        : type === "integer"
          ? view.getBigInt64(0, true)
          : type === "real"
            ? view.getFloat64(0, true)
            : undefined;
    // SQLite takes the bytes of a text as they are, be they UTF-8 or not
    const given = value === undefined ? "CAST(? AS TEXT)" : "?";
    const { changes } = this.#db
      .prepare(`UPDATE ${table} SET ${column} = ${given} WHERE id = ?`)
      .run(value ?? bytes, id);
    assert.equal(Number(changes), 1);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
