import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Reading } from "../model/index.ts";
import { checkData } from "./check.ts";
import { Gathering } from "./code/runs.ts";
import { BadLine, FORMATS, parseLine, writeLine } from "./formats.ts";
import { lockFolder, openHistory, openStore } from "./index.ts";
import { Intake } from "./intake.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { Scanner } from "./scan.ts";
import { tempFolder } from "./testing/child.ts";
import {
  backupData,
  exportReadings,
  importReadings,
  type Keeper,
  markOf,
  openImportFile,
  openKeeper,
  restoreData,
} from "./tools.ts";

const T = Date.UTC(2026, 4, 1);

/** What lines say, read one by one: of two readings of one instant the first stays. */
function plainly(format: (typeof FORMATS)[number], lines: readonly string[]): Map<string, unknown[]> {
  const all = new Map<string, Map<number, unknown>>();
  for (const line of lines) {
    try {
      const reading = parseLine(format, line);
      if (!reading || !Number.isFinite(typeof reading.value === "number" ? reading.value : 0)) continue;
      const { channel, at, value } = reading;
      const values = all.get(channel) ?? new Map<number, unknown>();
      all.set(channel, values);
      if (!values.has(at)) values.set(at, typeof value === "number" ? value + 0 : value);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
    }
  }
  return new Map([...all].map(([name, values]) => [name, [...values].sort(([a], [b]) => a - b)]));
}

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

  it("mean the same whether read from their bytes or from their words", () => {
    const field = fc.constantFrom(
      "pv",
      "",
      "a b",
      "0",
      "-1.5",
      "12.50",
      "1e3",
      "1795168800000",
      '"on"',
      "-",
      ".5",
      "1.",
      "7".repeat(20),
    );
    const time = fc.constantFrom(
      "1795168800000",
      "2026-05-01T10:00:00.250Z",
      "2026-05-01T10:00:00Z",
      "2026-02-30T10:00:00Z",
      "2026-05-01T24:00:00Z",
      "2026-05-01T10:00:00.2Z",
      "2026-05-01",
      "x",
    );
    const csv = fc.tuple(time, field, field).map(([at, channel, value]) => `${at},${channel},${value}`);
    const jsonEnd = fc.constantFrom("}", ',"unit":"W"}', ',"unit":null}', ',"x":1}', "} ");
    const jsonl = fc
      .tuple(field, field, time, jsonEnd)
      .map(([channel, value, at, end]) => `{"channel":"${channel}","at":${at},"value":${value}${end}`);
    const tags = fc.constantFrom("", "", ",room=cellar", ",room=a\\ b,x=1", ",=", ",room");
    const influx = fc
      .tuple(
        field,
        tags,
        fc.constantFrom("value", "temp", "a=b"),
        field,
        fc.constantFrom("", "i"),
        time,
        fc.constantFrom("000000", "", "123456"),
      )
      .map(([channel, tag, name, value, type, at, ns]) => `${channel}${tag} ${name}=${value}${type} ${at}${ns}`);
    const some = (line: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(line, { maxLength: 60, size: "max" });
    for (const [format, lines] of [
      ["csv", some(csv)],
      ["jsonl", some(jsonl)],
      ["influx", some(influx)],
    ] as const) {
      fc.assert(
        fc.property(lines, (text) => {
          const intake = new Intake(format, "UTC", { bytes: 0, lines: 0 });
          intake.take(Buffer.from(text.map((line) => `${line}\n`).join("")));
          const gathered = intake.takeAway();
          const found = new Map<string, unknown[]>();
          for (let lot = gathered.next(1e9); lot; lot = gathered.next(1e9)) {
            const { at, values, states } = lot;
            found.set(
              lot.name,
              [...at].map((instant, i) => [instant, states?.[i] ?? values[i]]),
            );
          }
          assert.deepEqual(found, plainly(format, text));
        }),
        { numRuns: 400 },
      );
    }
  });

  it("are read from their bytes where they are plain", () => {
    for (const [format, line] of [
      ["csv", "2026-05-01T10:00:00.250Z,pv,-12.5"],
      ["csv", "1777629600250,pv,-12.5"],
      ["jsonl", '{"channel":"pv","at":1777629600250,"value":-12.5,"unit":"W"}'],
      ["influx", "pv value=-12.5 1777629600250999999"],
      ["influx", "W,room=cellar,id=7 pv=-12.5i 1777629600250999999"],
    ] as const) {
      const scanner = new Scanner(format);
      const basket = { readings: new Gathering() };
      assert.ok(!scanner.take(Buffer.from(line), 0, line.length), line);
      scanner.learn(basket);
      assert.ok(scanner.take(Buffer.from(line), 0, line.length), line);
      assert.deepEqual([...basket.readings.run().at], [1_777_629_600_250]);
      assert.deepEqual([...basket.readings.run().numbers], [-12.5]);
    }
  });

  it("read what other programs write", () => {
    assert.deepEqual(parseLine("influx", "house,room=cellar temp=12.5 1795168800000000000"), {
      channel: "house.cellar.temp",
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

/** Text as bytes, cut anywhere. */
async function* cut(text: string, length = 1_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

async function withKeeper(use: (keeper: Keeper, folder: string) => Promise<void>): Promise<void> {
  using folder = tempFolder();
  const keeper = await openKeeper(folder.path);
  try {
    await use(keeper, folder.path);
  } finally {
    await keeper.close();
  }
}

it("exports and imports everything in each form, and twice is as once", async () => {
  using folder = tempFolder();
  await filled(folder.path);
  const history = openHistory(folder.path);
  for (const format of FORMATS) {
    const text = [...exportReadings(history, format, [], -8.64e15, 8.64e15)].join("");
    await withKeeper(async (keeper, other) => {
      for (const ends of [text, text.trimEnd().replaceAll("\n", "\r\n")]) {
        const report = await importReadings(keeper, cut(ends), { format });
        assert.equal(report.readings, READINGS.length);
        assert.equal(report.refused, 0);
        assert.ok(report.complete);
        assert.equal(report.bytes, Buffer.byteLength(ends));
      }
      const broken = await importReadings(keeper, cut("?\n??"), { format });
      assert.equal(broken.refused, 2);
      assert.match(broken.complaints[1] ?? "", /^line 2: /);
      assert.deepEqual(allOf(other), allOf(folder.path));
    });
  }
  history.close();
});

it("counts a line that is too long once, and keeps the bound of what it holds", () => {
  const intake = new Intake("csv", "UTC", { bytes: 0, lines: 0 });
  const long = Buffer.from("x".repeat(50_000));
  for (let i = 0; i < 10; i++) intake.take(long);
  intake.take(Buffer.from("\n1,pv,1\n"));
  const { lines, refused, readings, complaints, bytes } = intake;
  assert.deepEqual({ lines, refused, readings, bytes }, { lines: 2, refused: 1, readings: 1, bytes: 500_008 });
  assert.match(complaints[0] ?? "", /^line 1: a line of more than/);
});

it("goes on where an import of the same file ended, packed or not", async () => {
  using folder = tempFolder();
  const lines = READINGS.map(({ channel, at, value }) => `${at},${channel},${JSON.stringify(value)}\n`);
  const plain = join(folder.path, "some.csv");
  writeFileSync(plain, lines.join(""));
  const packed = join(folder.path, "some.csv.gz");
  writeFileSync(packed, gzipSync(lines.join("")));
  for (const path of [plain, packed]) {
    await withKeeper(async (keeper, data) => {
      const file = openImportFile(path, "csv");
      let asked = 0;
      const options = { format: "csv", file: file.known_by } as const;
      // the packed file comes all at once: stops before the second, if there is one
      const first = await importReadings(keeper, file.text(0), { ...options, stopped: () => asked++ === 0 });
      const begun = markOf(data, file.known_by ?? "");
      assert.deepEqual(begun, { file: file.known_by, bytes: first.bytes, lines: first.lines });
      assert.ok(!first.complete && first.readings > 0);
      const second = await importReadings(keeper, file.text(begun?.bytes ?? 0), { ...options, begun });
      assert.equal(first.readings + second.readings, READINGS.length);
      assert.equal(second.lines, lines.length);
      assert.equal(markOf(data, file.known_by ?? "")?.bytes, Buffer.byteLength(lines.join("")));
      assert.equal(allOf(data).flat().length, READINGS.length);
    });
  }
  writeFileSync(packed, gzipSync(lines.join("")).subarray(0, 5_000));
  await withKeeper(async (keeper) => {
    await assert.rejects(importReadings(keeper, openImportFile(packed, "csv").text(0), { format: "csv" }));
  });
  assert.throws(() => openImportFile(join(folder.path, "nowhere"), "csv"), /is not there/);
});

it("backs up beside a writer and restores into an empty folder only", async () => {
  using folder = tempFolder();
  using other = tempFolder();
  await filled(folder.path);
  const expected = allOf(folder.path);
  const store = await openStore({ folder: folder.path });
  const file = join(folder.path, "backup", "of-today.db");
  assert.throws(() => backupData(folder.path, file), /There is no folder .*backup: plug its disk in/);
  mkdirSync(join(folder.path, "backup"));
  backupData(folder.path, file);
  assert.throws(() => backupData(folder.path, file), /is there already/);
  await store.commit({ readings: [{ channel: "pv", at: T - 1, value: 7 }], decisions: [] });
  await store.close();
  assert.deepEqual(readdirSync(join(folder.path, "backup")), ["of-today.db"]);
  const lock = lockFolder(other.path);
  const nonsense = join(folder.path, "nonsense.db");
  writeFileSync(nonsense, "x".repeat(9_000));
  assert.throws(() => restoreData(lock, nonsense), /is no backup of Gleaner: readings as text .*gleaner import/);
  assert.throws(() => restoreData(lock, join(folder.path, "nowhere.db")), /is not there/);
  assert.ok(!existsSync(join(other.path, "gleaner.db")));
  const report = restoreData(lock, file);
  assert.deepEqual(report.findings, []);
  assert.equal(report.readings, READINGS.length);
  assert.throws(() => restoreData(lock, file), /There is data in .* already/);
  await (await openStore({ folder: other.path, lock })).close();
  assert.deepEqual(allOf(other.path), expected);
});

it("restores a backup of an earlier Gleaner in the form of today", () => {
  using folder = tempFolder();
  const file = join(folder.path, "old.db");
  const db = new DatabaseSync(file);
  migrate(db, folder.path, readMigrations().slice(0, 5));
  // made before corrections had checksums
  db.exec(`INSERT INTO correction VALUES (1, 'pv', ${T}, ${T + 1}, NULL, NULL, 'spike', ${T}, NULL, 0)`);
  db.exec("INSERT INTO channel VALUES (1, 'pv', 'W')");
  db.close();
  const home = join(folder.path, "home");
  mkdirSync(home);
  copyFileSync(file, join(home, "gleaner.db"));
  const earlier = /has the form of an earlier Gleaner \(5, this one reads \d+\): start Gleaner on it once/;
  assert.throws(() => openHistory(home), earlier);
  assert.throws(() => checkData(home), earlier);
  rmSync(join(home, "gleaner.db"));
  const lock = lockFolder(home);
  const later = join(folder.path, "later.db");
  copyFileSync(file, later);
  const future = new DatabaseSync(later);
  future.exec("PRAGMA user_version = 99");
  future.close();
  assert.throws(() => restoreData(lock, later), /later\.db was written by a later Gleaner \(form 99.*install that one/);
  assert.deepEqual(restoreData(lock, file).findings, []);
  const history = openHistory(home);
  assert.equal(history.corrections("pv")[0]?.note, "spike");
  history.close();
  lock.release();
});
