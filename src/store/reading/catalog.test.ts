import assert from "node:assert/strict";
import { it } from "node:test";
import { SPAN_MS, spanOf } from "../code/segment.ts";
import { openReader } from "../database/connection.ts";
import { openStore } from "../index.ts";
import { DamagedData } from "../sums/damage.ts";
import { tempFolder } from "../testing/child.ts";
import { Bits } from "../testing/damaged.ts";
import { Writer } from "../writing/writer.ts";
import { openAnswers } from "./answers.ts";
import { Catalog } from "./catalog.ts";

const T = spanOf(Date.UTC(2026, 5, 1)) * SPAN_MS;

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
