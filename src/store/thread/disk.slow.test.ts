import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../house-end/store.ts";

/** Bytes that this whole process has handed to its disks. */
function processBytes(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

test("what is written is counted as the machine counts it, log, checkpoints and sealing included", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-disk-"));
  try {
    const before = processBytes();
    const store = await openStore({ folder, full_head: 4_000 });
    assert.deepEqual([store.health().written_bytes, store.health().database_bytes], [null, null]);
    for (let n = 0; n < 300; n++) {
      const readings = Array.from({ length: 80 }, (_, i) => ({
        channel: `c${i % 8}`,
        at: 1_781_000_000_000 + n * 10_000 + i,
        value: (n * i) % 977,
      }));
      await store.commit({ readings, decisions: [] });
    }
    // the figures are a second old at most
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await store.commit({ readings: [{ channel: "last", at: 0, value: 0 }], decisions: [] });
    const { written_bytes, database_bytes } = store.health();
    const all = processBytes() - before;
    assert(written_bytes !== null && written_bytes <= all, `${written_bytes} of ${all} bytes`);
    assert(written_bytes >= all * 0.9 - 50_000, `${written_bytes} of ${all} bytes`);
    const files = ["gleaner.db", "gleaner.db-wal"].map((name) => statSync(join(folder, name)).size);
    const size = files.reduce((sum, bytes) => sum + bytes, 0);
    assert(Math.abs((database_bytes ?? 0) - size) <= 0.1 * size, `${database_bytes} of ${size} bytes`);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
