import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { gzipSync } from "node:zlib";
import { exportReadings, FORMATS, importReadings, openImportFile } from "../src/interchange/index.ts";
import type { Loader, Reading } from "../src/model/index.ts";
import { openHistory, openStore } from "../src/store/index.ts";
import { BulkLoader, markOf, openKeeper } from "../src/store/tools.ts";

/** Readings out of a store and into another one, as text. */

const T = Date.UTC(2026, 4, 1);

const READINGS: readonly Reading[] = Array.from({ length: 5_000 }, (_, i) => [
  { channel: "pv", at: T + i * 60_000, value: (i % 700) / 10 },
  { channel: "charger", at: T + i * 60_000, value: i % 300 < 100 ? "bulk" : "float" },
]).flat();

async function filled(folder: string): Promise<void> {
  const store = await openStore({ folder, full_head: 4_000 });
  store.describe("pv", "W");
  for (let i = 0; i < READINGS.length; i += 3_000) {
    await store.commit({ readings: READINGS.slice(i, i + 3_000), decisions: [] });
  }
  await store.close();
}

async function allOf(folder: string): Promise<Reading[][]> {
  const history = openHistory(folder);
  const all = await Promise.all(["charger", "pv"].map((name) => history.range(name, 0, T * 2, 100_000)));
  history.close();
  return all;
}

/** Text as bytes, cut anywhere. */
async function* cut(text: string, length = 1_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

/** An empty folder that goes away with the test. */
function tempFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "gleaner-text-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

async function withLoader(use: (loader: Loader, folder: string) => Promise<void>): Promise<void> {
  using folder = tempFolder();
  const keeper = await openKeeper(folder.path);
  try {
    await use(new BulkLoader(keeper), folder.path);
  } finally {
    await keeper.close();
  }
}

it("exports and imports everything in each form, and twice is as once", async () => {
  using folder = tempFolder();
  await filled(folder.path);
  const history = openHistory(folder.path);
  for (const format of FORMATS) {
    let text = "";
    for await (const lines of exportReadings(history, format, [], -8.64e15, 8.64e15)) text += lines;
    await withLoader(async (loader, other) => {
      for (const ends of [text, text.trimEnd().replaceAll("\n", "\r\n")]) {
        const report = await importReadings(loader, cut(ends), { format });
        assert.equal(report.readings, READINGS.length);
        assert.equal(report.refused, 0);
        assert.ok(report.complete);
        assert.equal(report.bytes, Buffer.byteLength(ends));
      }
      const broken = await importReadings(loader, cut("?\n??"), { format });
      assert.equal(broken.refused, 2);
      assert.match(broken.complaints.join("\n"), /^line 1: [^\n]*(?:\nline 2: | \(2 such lines: 1, 2\)$)/);
      assert.deepEqual(await allOf(other), await allOf(folder.path));
    });
  }
  history.close();
});

it("goes on where an import of the same file ended, packed or not", async () => {
  using folder = tempFolder();
  const lines = READINGS.map(({ channel, at, value }) => `${at},${channel},${JSON.stringify(value)}\n`);
  const plain = join(folder.path, "some.csv");
  writeFileSync(plain, lines.join(""));
  const packed = join(folder.path, "some.csv.gz");
  writeFileSync(packed, gzipSync(lines.join("")));
  for (const path of [plain, packed]) {
    await withLoader(async (loader, data) => {
      const file = openImportFile(path, "csv");
      let asked = 0;
      const options = { format: "csv", file: file.known_by } as const;
      // the packed file comes all at once: stops before the second, if there is one
      const first = await importReadings(loader, file.text(0), { ...options, stopped: () => asked++ === 0 });
      const begun = markOf(data, file.known_by ?? "");
      assert.deepEqual(begun, { file: file.known_by, bytes: first.bytes, lines: first.lines, refused: 0 });
      assert.ok(!first.complete && first.readings > 0);
      const second = await importReadings(loader, file.text(begun?.bytes ?? 0), { ...options, begun });
      assert.equal(first.readings + second.readings, READINGS.length);
      assert.equal(second.lines, lines.length);
      assert.equal(markOf(data, file.known_by ?? "")?.bytes, Buffer.byteLength(lines.join("")));
      assert.equal((await allOf(data)).flat().length, READINGS.length);
    });
  }
  writeFileSync(packed, gzipSync(lines.join("")).subarray(0, 5_000));
  await withLoader(async (loader) => {
    const cut = await importReadings(loader, openImportFile(packed, "csv").text(0), { format: "csv" });
    assert.match(String(cut.trouble), /some\.csv\.gz is cut off: its end is missing/);
    assert.ok(!cut.complete && cut.readings > 0, "what was read until there is kept");
  });
  assert.throws(() => openImportFile(join(folder.path, "nowhere"), "csv"), /is not there/);
});
