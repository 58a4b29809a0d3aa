import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openHistory } from "./index.ts";
import { tempFolder } from "./testing/child.ts";
import { assertWhole } from "./testing/numbered.ts";
import { Writer } from "./writer.ts";

/**
 * Every write of a run is recorded; the power is then cut after each of them, again and again: of what was not synced some
 * is there and some is not, some only in part. Nothing acknowledged may be lost and nothing may be there in part.
 */

const COMMITS = 420;
const IMAGES = 10_000;
const SECTOR = 512;
const WRITE = 1;
const SYNC = 2;
const TRUNCATE = 3;
const NAMES = ["gleaner.db", "gleaner.db-wal"] as const;

interface Entry {
  readonly kind: number;
  readonly file: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
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

/** A file as the disk has it for certain, and what was written since the last sync. */
class DiskFile {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;
  #pending: Entry[] = [];

  note(entry: Entry): void {
    this.#pending.push(entry);
  }

  sync(): void {
    for (const entry of this.#pending) this.#apply(entry);
    this.#pending = [];
  }

  #apply({ kind, offset, bytes }: Entry): void {
    const end = kind === TRUNCATE ? offset : offset + bytes.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(end * 2);
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    if (kind === TRUNCATE) {
      if (offset < this.#length) this.#bytes.fill(0, offset, this.#length);
      this.#length = offset;
      return;
    }
    this.#bytes.set(bytes, offset);
    this.#length = Math.max(this.#length, end);
  }

  /** The file after a power cut: each write since the last sync is there, not there, or torn at a sector. */
  image(random: () => number, luck: number): Uint8Array {
    const saved = { bytes: Buffer.from(this.#bytes), length: this.#length };
    for (const entry of this.#pending) {
      const fate = random();
      if (fate < luck * 0.8) this.#apply(entry);
      else if (fate < luck && entry.kind === WRITE) {
        const sectors = Math.floor((random() * entry.bytes.length) / SECTOR);
        this.#apply({ ...entry, bytes: entry.bytes.subarray(0, sectors * SECTOR) });
      }
    }
    const image = this.#bytes.subarray(0, this.#length);
    this.#bytes = saved.bytes;
    this.#length = saved.length;
    return image;
  }
}

interface Outcome {
  images: number;
  lost: number;
  wrong: number;
}

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Opens an image and says how it stands with what was acknowledged. */
function inspect(folder: string, acknowledged: readonly number[], outcome: Outcome): void {
  try {
    const writer = new Writer({ folder });
    const history = openHistory(folder);
    try {
      const json = writer.memory();
      assertWhole(history, json === null ? undefined : JSON.parse(json), acknowledged);
    } finally {
      history.close();
      writer.close();
    }
  } catch (error) {
    if (error instanceof Error && /acknowledged and is lost/.test(error.message)) outcome.lost++;
    else outcome.wrong++;
  }
}

/** @param synced which syncs count */
function cutPower(
  entries: readonly Entry[],
  images: number,
  synced: (file: number) => boolean,
  luckOf: (random: () => number) => number,
): Outcome {
  using folder = tempFolder();
  const random = dice(20_261_120);
  const files = [new DiskFile(), new DiskFile()];
  const acknowledged: number[] = [];
  const outcome = { images: 0, lost: 0, wrong: 0 };
  const each = images / entries.length;
  let due = 0;
  entries.forEach(({ kind, file, offset, bytes }, index) => {
    if (kind === SYNC) {
      if (synced(file)) files[file]?.sync();
    } else if (kind === WRITE || kind === TRUNCATE) files[file]?.note({ kind, file, offset, bytes });
    else acknowledged.push(...Buffer.from(bytes).toString().trim().split("\n").map(Number));
    due += each;
    // the first entries make the file: the schema itself is one transaction
    for (; due >= 1; due--) {
      const path = join(folder.path, `${index}`);
      mkdirSync(path, { recursive: true });
      const luck = luckOf(random);
      files.forEach((each_file, i) => {
        const image = each_file.image(random, luck);
        if (image.length > 0 || i === 0) writeFileSync(join(path, NAMES[i] ?? ""), image);
      });
      inspect(path, acknowledged, outcome);
      rmSync(path, { recursive: true });
      outcome.images++;
    }
  });
  return outcome;
}

function record(): Entry[] {
  using folder = tempFolder();
  const library = join(folder.path, "recorder.so");
  const source = fileURLToPath(new URL("./testing/recorder.c", import.meta.url));
  const built = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]);
  assert.ok(!built.error, "this test needs a C compiler (apt install gcc libc6-dev)");
  assert.equal(built.status, 0, String(built.stderr));
  const data = join(folder.path, "data");
  mkdirSync(data);
  const log = join(folder.path, "record");
  const program = fileURLToPath(new URL("./testing/recorded.ts", import.meta.url));
  const ran = spawnSync(process.execPath, [program, data, `${COMMITS}`], {
    env: { ...process.env, LD_PRELOAD: library, REC_LOG: log },
  });
  assert.equal(ran.status, 0, String(ran.stderr));
  return readRecord(log);
}

describe("a power cut", () => {
  const entries = record();

  it(`loses nothing acknowledged in ${IMAGES} images, and leaves nothing in part`, () => {
    assert.equal(entries.filter(({ kind }) => kind === 4).length, COMMITS);
    assert.ok(
      entries.some(({ kind, file }) => kind === WRITE && file === 0),
      "checkpoints are part of it",
    );
    const outcome = cutPower(
      entries,
      IMAGES,
      () => true,
      (random) => random(),
    );
    assert.ok(outcome.images >= IMAGES - 1);
    assert.deepEqual({ lost: outcome.lost, wrong: outcome.wrong }, { lost: 0, wrong: 0 });
  });

  it("would lose acknowledged batches without a sync at each commit: the images show it", () => {
    // the log is synced before a checkpoint only, as with synchronous=NORMAL
    const withoutSyncs = entries.filter(
      ({ kind, file }, i) => kind !== SYNC || file !== 1 || entries[i + 1]?.file === 0,
    );
    const outcome = cutPower(
      withoutSyncs,
      500,
      () => true,
      (random) => random(),
    );
    assert.ok(outcome.lost > 50, `${outcome.lost} lost of ${outcome.images}`);
  });
});
