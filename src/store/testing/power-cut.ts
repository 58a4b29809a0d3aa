import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { troubleOf } from "../database/errors.ts";
import { buildPreload, memoryFolder } from "./preload.ts";

/**
 * What the disk may hold after a power cut: every write of a run is recorded; of those since the last sync some are there
 * and some are not, in whatever order, some only in part.
 */

const SECTOR = 512;
const WRITE = 1;
const SYNC = 2;
const TRUNCATE = 3;
const ACKNOWLEDGED = 4;
/** In the order of the recorder's numbers. */
const NAMES = ["gleaner.db", "gleaner.db-wal"] as const;
const LOG = 1;

/** One call that a run made. */
export interface Entry {
  readonly kind: number;
  /** Number of the file in `NAMES`. */
  readonly file: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What a run did, in order. */
export interface Recording {
  readonly entries: readonly Entry[];
  /** The files as they were before. */
  readonly before: readonly (Uint8Array | undefined)[];
}

function readRecord(path: string): Entry[] {
  const record = readFileSync(path);
  const entries: Entry[] = [];
  for (let at = 0; at + 14 <= record.length; ) {
    const kind = record.readUInt8(at);
    const length = record.readUInt32LE(at + 10);
    const bytes = record.subarray(at + 14, at + 14 + length);
    entries.push({ kind, file: record.readUInt8(at + 1), offset: Number(record.readBigUInt64LE(at + 2)), bytes });
    at += 14 + length;
  }
  return entries;
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Runs a program of this folder and records what it writes.
 * @param prepare makes what is there before, in the data folder
 * @param sources another `src/store` than this one, with a mistake put in
 */
export function record(
  program: string,
  args: readonly string[],
  prepare: (folder: string) => void = () => {},
  sources = fileURLToPath(new URL("../", import.meta.url)),
): Recording {
  using folder = memoryFolder();
  const data = join(folder.path, "data");
  mkdirSync(data);
  prepare(data);
  const before = NAMES.map((name) => readIfThere(join(data, name)));
  const log = join(folder.path, "record");
  const ran = spawnSync(process.execPath, [join(sources, "testing", `${program}.ts`), data, ...args], {
    env: { ...process.env, LD_PRELOAD: buildPreload("recorder", folder.path), REC_LOG: log },
  });
  assert.equal(ran.status, 0, String(ran.stderr));
  return { entries: readRecord(log), before };
}

/** What a file holds. */
class Content {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  become({ bytes }: Content): this {
    this.#reach(bytes.length);
    this.#bytes.fill(0, bytes.length, this.#length);
    this.#bytes.set(bytes);
    this.#length = bytes.length;
    return this;
  }

  apply({ kind, offset, bytes }: Entry): void {
    if (kind === TRUNCATE) {
      this.#reach(offset);
      this.#bytes.fill(0, offset, this.#length);
      this.#length = offset;
      return;
    }
    this.#reach(offset + bytes.length);
    this.#bytes.set(bytes, offset);
    this.#length = Math.max(this.#length, offset + bytes.length);
  }

  #reach(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.alloc(length * 2);
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** A file as the disk has it for certain, and what was written since the last sync. */
class DiskFile {
  readonly #synced = new Content();
  readonly #image = new Content();
  #pending: Entry[] = [];

  constructor(file: number, before: Uint8Array | undefined) {
    if (before) this.#synced.apply({ kind: WRITE, file, offset: 0, bytes: before });
  }

  note(entry: Entry): void {
    this.#pending.push(entry);
  }

  sync(): void {
    for (const entry of this.#pending) this.#synced.apply(entry);
    this.#pending = [];
  }

  /**
   * The file after a power cut, until the next one: each write since the last sync is there, not there, or torn at a sector.
   * @param luck the share of them that is there
   */
  image(random: () => number, luck: number): Uint8Array {
    const image = this.#image.become(this.#synced);
    for (const entry of this.#pending) {
      const fate = random();
      if (fate < luck) image.apply(entry);
      else if (fate < (1 + luck) / 2 && entry.kind === WRITE) {
        const sectors = Math.floor((random() * entry.bytes.length) / SECTOR);
        image.apply({ ...entry, bytes: entry.bytes.subarray(0, sectors * SECTOR) });
      }
    }
    return image.bytes;
  }
}

/** Numbers from 0 to below 1, the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * How an image stands, from best to worst: as it must be; something acknowledged is not there; an error says that it is
 * damaged; or it shows what never was, as if nothing had happened.
 */
export const VERDICTS = ["sound", "lost", "noticed", "wrong"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Whether an error says that what is stored is damaged, in the words of the store or of SQLite. It may come from a copy of
 * the store, whose classes are others.
 */
export function tellsOfDamage(error: unknown, folder: string): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "corrupt") || troubleOf(error, folder).code === "corrupt";
}

/** How many images were judged, and how. */
export type Outcome = Record<"images" | Verdict, number>;

/** Judges a folder as the cut left it; is told how many acknowledgements there were before. */
export type Inspect = (folder: string, acknowledged: number) => Verdict;

/** Changes a log as no disk would. @returns whether that made a difference */
export type Forge = (log: Uint8Array) => boolean;

/** Writes images into a folder to have them judged. What is byte for byte what was judged before is as it was then. */
function onceEach(path: string, inspect: Inspect): (cut: readonly Uint8Array[], acknowledged: number) => Verdict {
  const known = new Map<string, Verdict>();
  return (cut, acknowledged) => {
    const hash = createHash("sha256").update(`${acknowledged}`);
    for (const image of cut) hash.update(` ${image.length} `).update(image);
    const name = hash.digest("base64");
    const judged = known.get(name);
    if (judged !== undefined) return judged;
    mkdirSync(path);
    cut.forEach((image, i) => {
      if (image.length > 0 || i === 0) writeFileSync(join(path, NAMES[i] ?? ""), image);
    });
    const verdict = inspect(path, acknowledged);
    rmSync(path, { recursive: true });
    known.set(name, verdict);
    return verdict;
  };
}

/**
 * Cuts the power after every call of a recording, so often that there are `images` in all.
 * @param forge when given, the power is cut before syncs of the log only, when most is at stake, and what makes no
 *   difference is not judged
 */
export function cutPower({ entries, before }: Recording, images: number, inspect: Inspect, forge?: Forge): Outcome {
  using folder = memoryFolder();
  const random = dice(20_261_120);
  const files = NAMES.map((_, i) => new DiskFile(i, before[i]));
  const outcome = { images: 0, sound: 0, lost: 0, noticed: 0, wrong: 0 };
  const path = join(folder.path, "data");
  const inspectOnce = onceEach(path, inspect);
  const isCut = entries.map((_, i) => !forge || (entries[i + 1]?.kind === SYNC && entries[i + 1]?.file === LOG));
  const each = images / isCut.filter(Boolean).length;
  let acknowledged = 0;
  let due = 0;
  for (const [number, entry] of entries.entries()) {
    if (entry.kind === SYNC) files[entry.file]?.sync();
    else if (entry.kind === WRITE || entry.kind === TRUNCATE) files[entry.file]?.note(entry);
    else acknowledged++;
    for (due += isCut[number] ? each : 0; due >= 1; due--) {
      // more often than not, most of it is there
      const luck = 1 - random() ** 2;
      const cut = files.map((file) => file.image(random, luck));
      if (forge && !forge(cut[LOG] ?? new Uint8Array(0))) continue;
      outcome[inspectOnce(cut, acknowledged)]++;
      outcome.images++;
    }
  }
  return outcome;
}

/** How often a recording has calls of each kind: that it is worth cutting. */
export function census({ entries }: Recording): { syncs: number; acknowledged: number; checkpointed: number } {
  return {
    syncs: entries.filter(({ kind }) => kind === SYNC).length,
    acknowledged: entries.filter(({ kind }) => kind === ACKNOWLEDGED).length,
    checkpointed: entries.filter(({ kind, file }) => kind === WRITE && file === 0).length,
  };
}
