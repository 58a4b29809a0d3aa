import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { newRollups } from "../code/rollups.ts";
import { decodeContents, encodeContents, SPAN_MS, segmentId, spanOf } from "../code/segment.ts";
import { openReader } from "../database/connection.ts";
import { openStore } from "../index.ts";
import { DamagedData } from "../sums/damage.ts";
import { bytesOfParts } from "../sums/part.ts";
import { tempFolder } from "../testing/child.ts";
import { Bits } from "../testing/damaged.ts";
import { Writer } from "../writing/writer.ts";
import { openAnswers } from "./answers.ts";
import { Catalog } from "./catalog.ts";

const T = spanOf(Date.UTC(2026, 5, 1)) * SPAN_MS;

/** What the heap and the arrays beside it hold once all that can go is gone, bytes. */
async function held(collect: () => void): Promise<number> {
  for (let i = 0; i < 4; i++) {
    collect();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it("counts parts with what Node takes for them, be they many small ones or few large ones", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  // nothing of one round goes while the next is measured
  const all: object[] = [];
  for (const [blocks, hours, segments] of [
    [24, 1, 60],
    [1, 24, 600],
    [30, 24, 50],
  ] as const) {
    const id = segmentId(3, spanOf(T));
    const infos = Array.from({ length: blocks }, (_, i) => {
      const first = T + i * hours * 3_600_000;
      const rollups = newRollups(hours);
      rollups.sum.fill(i);
      return { offset: 0, length: 50, count: 200, first, last: first + 99_000, decimals: 1, rollups };
    });
    const bytes = encodeContents(infos, id);
    const before = await held(collect);
    const kept = Array.from({ length: segments }, () => decodeContents(bytes, id));
    const took = (await held(collect)) - before;
    all.push(kept);
    const counted = kept.reduce((sum, parts) => sum + bytesOfParts(parts), 0);
    assert.ok(counted > took && counted < 2.5 * took, `${counted} counted, ${took} taken, ${blocks} × ${hours}`);
  }
});

/** Reads all of channel 1. */
function decodeAll(catalog: Catalog): void {
  catalog.refresh();
  for (const ref of catalog.segments(1)) for (const part of catalog.parts(ref, "pv")) part.chunk();
}

it("lets go of what was decoded of a segment before it was written anew", () => {
  using folder = tempFolder();
  const writer = new Writer({ folder: folder.path });
  const db = openReader(folder.path);
  const catalog = new Catalog(db);
  for (let round = 0; round < 20; round++) {
    const at = Float64Array.from({ length: 500 }, (_, i) => T + (i * 40 + round) * 1_000);
    writer.load([{ at, channels: [{ name: "pv", unit: "W", values: at.map((_, i) => i + round) }] }]);
    decodeAll(catalog);
  }
  const fresh = new Catalog(db);
  decodeAll(fresh);
  assert.ok(fresh.kept_bytes > 10_000);
  assert.equal(catalog.kept_bytes, fresh.kept_bytes, "as one that knows nothing of earlier generations");
  db.close();
  writer.close();
});

it("gives what is sealed beside newest readings that are damaged, when it is asked to pass over these", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path, full_head: 100 });
  const readings = Array.from({ length: 120 }, (_, i) => ({ channel: "pv", at: T + i * 1_000, value: i }));
  await store.commit({ readings, decisions: [] });
  await store.commit({ readings: [{ channel: "pv", at: T + 900_000, value: 1 }], decisions: [] });
  await store.close();
  {
    using bits = new Bits(folder.path);
    const [cell] = bits.cells("head");
    assert.ok(cell);
    bits.damage(cell, 5, 1);
  }
  const strict = openAnswers(folder.path);
  assert.throws(() => strict.range("pv", T, T + 1_000_000, 1_000), DamagedData);
  strict.close();
  const told: DamagedData[] = [];
  const tolerant = openAnswers(folder.path, (damaged) => told.push(damaged));
  assert.equal(tolerant.range("pv", T, T + 1_000_000, 1_000).length, 120);
  assert.match(told[0]?.message ?? "", /^Readings of pv from .* are damaged/);
  tolerant.close();
});
