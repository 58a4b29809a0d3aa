import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Reading } from "../model/index.ts";
import { BadLine, FORMATS, parseLine, writeLine } from "./formats.ts";
import {
  backupData,
  exportReadings,
  importReadings,
  lockFolder,
  openHistory,
  openStore,
  restoreData,
  Writer,
} from "./index.ts";
import { tempFolder } from "./testing/child.ts";

const T = Date.UTC(2026, 4, 1);

describe("the forms of readings", () => {
  for (const format of FORMATS) {
    it(`${format} gives back what was written`, () => {
      const aReading = fc.record({
        channel: fc.stringMatching(/^[\w.,= "-]{0,20}[\w]$/),
        at: fc.integer({ min: -1e12, max: 4e12 }),
        value: fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
          fc.stringMatching(/^[^\r\n\0]{0,20}$/),
        ),
      });
      fc.assert(
        fc.property(aReading, (reading) => {
          fc.pre(reading.channel.trim() === reading.channel);
          fc.pre(format !== "influx" || !/\\/.test(reading.channel));
          const { channel, at, value } = parseLine(format, writeLine(format, reading, undefined)) ?? {};
          assert.deepEqual({ channel, at, value }, { ...reading });
        }),
        { numRuns: 300 },
      );
    });
  }

  it("read what other programs write", () => {
    assert.deepEqual(parseLine("influx", "house,room=cellar temp=12.5 1795168800000000000"), {
      channel: "house.temp",
      at: 1_795_168_800_000,
      value: 12.5,
    });
    assert.deepEqual(parseLine("influx", "relay value=1i 1795168800000000000")?.value, 1);
    assert.deepEqual(parseLine("csv", "1795168800000,pv,12")?.at, 1_795_168_800_000);
    assert.deepEqual(parseLine("csv", "2026-05-01T00:00:00Z,mode,float")?.value, "float");
    for (const line of ["time,channel,value", "# a note", "  "]) assert.equal(parseLine("csv", line), null);
  });

  it("say what is wrong with a line", () => {
    for (const [format, line, words] of [
      ["csv", "1,pv", /three fields/],
      ["csv", 'yesterday,pv,"1"', /"yesterday" is no time/],
      ["csv", '1,"pv,2', /quote is missing/],
      ["jsonl", "{", /no JSON/],
      ["jsonl", '{"channel":"pv"}', /"channel", "at" and "value" expected/],
      ["influx", "pv 12", /name value=12.5/],
    ] as const) {
      assert.throws(
        () => parseLine(format, line),
        (error) => error instanceof BadLine && words.test(error.message),
      );
    }
  });
});

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

function allOf(folder: string): Reading[][] {
  const history = openHistory(folder);
  const all = ["charger", "pv"].map((name) => history.range(name, 0, T * 2, 100_000));
  history.close();
  return all;
}

it("exports and imports everything in each form, and twice is as once", async () => {
  using folder = tempFolder();
  await filled(folder.path);
  const history = openHistory(folder.path);
  for (const format of FORMATS) {
    const text = [...exportReadings(history, format, [], -8.64e15, 8.64e15)].join("");
    using other = tempFolder();
    const writer = new Writer({ folder: other.path });
    for (let i = 0; i < 2; i++) {
      const report = await importReadings(writer, format, Readable.from(text.split("\n")));
      assert.equal(report.readings, READINGS.length);
      assert.equal(report.refused, 0);
    }
    const broken = await importReadings(writer, format, Readable.from(["?", "??"]));
    assert.equal(broken.refused, 2);
    assert.match(broken.complaints[1] ?? "", /^line 2: /);
    writer.close();
    assert.deepEqual(allOf(other.path), allOf(folder.path));
  }
  history.close();
});

it("backs up beside a writer and restores into an empty folder only", async () => {
  using folder = tempFolder();
  using other = tempFolder();
  await filled(folder.path);
  const expected = allOf(folder.path);
  const store = await openStore({ folder: folder.path });
  const file = join(folder.path, "backup", "of-today.db");
  backupData(folder.path, file);
  assert.throws(() => backupData(folder.path, file), /is there already/);
  await store.commit({ readings: [{ channel: "pv", at: T - 1, value: 7 }], decisions: [] });
  await store.close();
  assert.deepEqual(readdirSync(join(folder.path, "backup")), ["of-today.db"]);
  const lock = lockFolder(other.path);
  const nonsense = join(folder.path, "nonsense.db");
  writeFileSync(nonsense, "x".repeat(9_000));
  assert.throws(() => restoreData(lock, nonsense), /cannot be read/);
  assert.throws(() => restoreData(lock, join(folder.path, "nowhere.db")), /is not there/);
  assert.ok(!existsSync(join(other.path, "gleaner.db")));
  const report = restoreData(lock, file);
  assert.deepEqual(report.findings, []);
  assert.equal(report.readings, READINGS.length);
  assert.throws(() => restoreData(lock, file), /There is data in .* already/);
  await (await openStore({ folder: other.path, lock })).close();
  assert.deepEqual(allOf(other.path), expected);
});
