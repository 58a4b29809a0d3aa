import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { checkData } from "./chores/check.ts";
import { DamagedBlock } from "./code/block.ts";
import { Encoder } from "./house-end/encode.ts";
import { type DiskHistory, newestOwn, openHistory } from "./index.ts";
import { bucketsOf, energyOver, newestOf } from "./testing/asking.ts";
import { tempFolder } from "./testing/child.ts";
import { Writer } from "./writing/writer.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T = Date.UTC(2026, 3, 1);

/** A folder with 40 days of `pv` by the minute, and what else is loaded. */
async function withFolder(use: (writer: Writer, history: DiskHistory, folder: string) => Promise<void>): Promise<void> {
  using folder = tempFolder();
  const writer = new Writer({ folder: folder.path });
  const count = 40 * 1_440;
  const at = Float64Array.from({ length: count }, (_, i) => T + i * 60_000);
  const values = at.map((_, i) => i % 1_000);
  writer.load([{ at, channels: [{ name: "pv", unit: "W", values }] }]);
  const history = openHistory(folder.path);
  try {
    await use(writer, history, folder.path);
  } finally {
    history.close();
    writer.close();
  }
}

function load(writer: Writer, name: string, ...points: readonly (readonly [at: number, value: number])[]): void {
  const at = Float64Array.from(points, ([instant]) => T + instant);
  const values = Float64Array.from(points, ([, value]) => value);
  writer.load([{ at, channels: [{ name, unit: "Wh", values }] }]);
}

it("counts what a register rose between edges, spread over the time from reading to reading", () =>
  withFolder(async (writer, history) => {
    load(writer, "meter", [0, 100], [HOUR, 110], [3 * HOUR, 150], [4 * HOUR, 2], [5 * HOUR, 12]);
    const edges = [0, 1, 2, 3, 4, 5, 6].map((hour) => T + hour * HOUR);
    assert.deepEqual([...(await history.rises("meter", edges))], [10, 20, 20, 2, 10, 0]);
    assert.deepEqual([...(await history.rises("meter", [T + 1.5 * HOUR, T + 2.5 * HOUR]))], [20]);
    assert.deepEqual([...(await history.rises("meter", [T - DAY, T]))], [0]);
    assert.deepEqual([...(await history.rises("nobody", edges))], [0, 0, 0, 0, 0, 0]);
    assert.equal(
      (await history.rises("meter", [T, T + DAY])).reduce((sum, rise) => sum + rise, 0),
      62,
    );
  }));

it("keeps the ledger of what was not recorded, each gap once", () =>
  withFolder(async (writer, history) => {
    const gaps = [
      { since: T, until: T + HOUR, why: "stopped" },
      { channel: "pv", since: T + 2 * HOUR, until: T + 3 * HOUR, why: "silent" },
    ] as const;
    const readings = { channel: new Uint32Array(0), at: new Float64Array(0), value: new Float64Array(0), states: [] };
    for (let i = 0; i < 2; i++) writer.write({ readings, journal: [], memory: null, gaps, paces: [] });
    assert.deepEqual(await history.gaps(T, T + DAY), gaps);
    assert.deepEqual(await history.gaps(T + HOUR, T + 2 * HOUR), []);
    assert.deepEqual(await history.gaps(T + HOUR, T + 2 * HOUR + 1), gaps.slice(1));
  }));

it("forgets what is older than asked for, to the reading, and nothing else", () =>
  withFolder(async (writer, history) => {
    load(writer, "other", [0, 1]);
    const before = await energyOver(history, "pv", T + 33 * DAY, T + 40 * DAY, 60_000);
    const end = T + 32 * DAY + 5.5 * HOUR;
    assert.equal(writer.prune("pv", end), 32 * 1_440 + 330);
    assert.equal(writer.prune("pv", end), 0);
    assert.equal(writer.prune("nobody", end), 0);
    assert.equal((await history.range("pv", 0, T * 2, 1))[0]?.at, end);
    assert.equal((await history.range("pv", 0, T * 2, 100_000)).length, 40 * 1_440 - 32 * 1_440 - 330);
    assert.equal(await energyOver(history, "pv", T + 33 * DAY, T + 40 * DAY, 60_000), before);
    assert.equal((await newestOf(history, "other"))?.value, 1);
    assert.equal(writer.prune("pv", T + 50 * DAY), 40 * 1_440 - 32 * 1_440 - 330);
    assert.equal(await newestOf(history, "pv"), undefined);
  }));

it("shows corrected readings until the correction is undone, and never alters the raw ones", () =>
  withFolder(async (writer, history) => {
    const [from, to] = [T, T + 2 * DAY];
    const answers = async () => [
      await history.range("pv", from, to, 10_000),
      await bucketsOf(history, "pv", from, to, 9),
      await energyOver(history, "pv", from, to, 60_000),
    ];
    const raw = await answers();
    const span = { channel: "pv", since: T + HOUR, until: T + 2 * HOUR };
    const spike = writer.correct({ ...span, change: "remove", note: "spike" }, T);
    assert.equal((await history.range("pv", from, to, 10_000)).length, 2 * 1_440 - 60);
    const ninety = Array.from({ length: 60 }, (_, i) => 60 + i).reduce((sum, value) => sum + value, 0);
    // the reading before the hole holds for its minute only
    assert.ok(Math.abs((await energyOver(history, "pv", from, to, 60_000)) - (Number(raw[2]) - ninety / 60)) < 1e-6);
    for (const change of [
      { factor: 1e13, shift: 0 },
      { factor: 1e308, shift: 0 },
      { factor: 1, shift: -1e16 },
    ]) {
      assert.throws(() => writer.correct({ ...span, change, note: "" }, T), /takes a factor up to/);
    }
    const twice = writer.correct({ ...span, since: T, until: T + HOUR, change: { factor: 2, shift: 1 }, note: "" }, T);
    assert.equal((await history.range("pv", T + 5 * 60_000, to, 1))[0]?.value, 11);
    assert.ok(writer.undo(spike, T + 1));
    assert.ok(!writer.undo(spike, T + 1));
    assert.ok(writer.undo(twice, T + 1));
    assert.deepEqual(await answers(), raw);
    assert.deepEqual(
      (await history.corrections("pv")).map(({ note, undone_at }) => [note, undone_at]),
      [
        ["spike", T + 1],
        ["", T + 1],
      ],
    );
    writer.correct({ channel: "pv", since: T + 39 * DAY, until: T + 50 * DAY, change: "remove", note: "" }, T);
    assert.equal((await newestOf(history, "pv"))?.at, T + 39 * DAY - 60_000);
  }));

it("takes a thousand corrections over one another, and none that makes numbers of no size", () =>
  withFolder(async (writer, history) => {
    const correct = (change: { factor: number; shift: number }, since = T, until = T + 2 * DAY) =>
      writer.correct({ channel: "pv", since, until, change, note: "" }, T);
    const far = { factor: -1e12, shift: 0 };
    const made = Array.from({ length: 8 }, () => correct(far));
    for (const [since, until] of [
      [T, T + 2 * DAY],
      [T - DAY, T + 1],
      [T + 2 * DAY - 1, T + 9 * DAY],
    ]) {
      assert.throws(() => correct(far, since, until), /pv has 8 corrections over one another there.*undo some first/);
    }
    correct(far, T + 2 * DAY, T + 9 * DAY);
    correct({ factor: 1, shift: 1e15 });
    writer.correct({ channel: "pv", since: T, until: T + DAY, change: "remove", note: "" }, T);
    const [first] = await history.range("pv", T + DAY, T + 2 * DAY, 1);
    assert.equal(first?.value, 440 * 1e96 + 1e15);
    assert.ok(Number.isFinite(await energyOver(history, "pv", T, T + 40 * DAY, 60_000)));
    // what was undone is in nobody's way
    writer.undo(made[0] ?? 0, T);
    correct(far);
  }));

it("shows readings through a thousand corrections, each where it goes", () =>
  withFolder(async (writer, history) => {
    const change = { factor: 1, shift: 1 };
    for (let i = 0; i < 1_000; i++) {
      writer.correct({ channel: "pv", since: T + i * 60_000, until: T + DAY, change, note: "" }, T);
    }
    const shown = await history.range("pv", T, T + 2 * DAY, 10_000);
    const wanted = Array.from({ length: 2_880 }, (_, i) => (i % 1_000) + (i < 1_440 ? Math.min(i + 1, 1_000) : 0));
    assert.deepEqual(
      shown.map(({ value }) => value),
      wanted,
    );
    assert.throws(
      () => writer.correct({ channel: "pv", since: T, until: T + DAY, change, note: "" }, T),
      /1000 corrections already/,
    );
  }));

it("checks everything, makes roll-ups anew from sound blocks, and none from damaged ones", () =>
  withFolder(async (writer, history, folder) => {
    const buckets = await bucketsOf(history, "pv", T, T + 40 * DAY, 7);
    const report = checkData(folder);
    assert.deepEqual(report.findings, []);
    assert.equal(report.readings, 40 * 1_440);
    const db = new DatabaseSync(join(folder, "gleaner.db"));
    const damage = (column: "contents" | "data", byte: number): number => {
      const row = db.prepare(`SELECT id, ${column} AS bytes FROM segment ORDER BY id LIMIT 1`).get();
      assert.ok(row?.bytes instanceof Uint8Array);
      const bytes = row.bytes.slice();
      bytes[byte] = (bytes[byte] ?? 0) ^ 16;
      db.prepare(`UPDATE segment SET ${column} = ? WHERE id = ?`).run(bytes, Number(row.id));
      return Number(row.id);
    };
    const segment = damage("contents", 9);
    const found = checkData(folder).findings;
    assert.deepEqual(
      found.map(({ channel, rebuild }) => [channel, rebuild]),
      [["pv", segment]],
    );
    writer.rebuild(segment);
    assert.deepEqual(checkData(folder).findings, []);
    assert.deepEqual(await bucketsOf(history, "pv", T, T + 40 * DAY, 7), buckets);
    damage("data", 50);
    const [finding] = checkData(folder).findings;
    assert.equal(finding?.rebuild, null);
    assert.equal(finding?.from, T);
    assert.throws(() => writer.rebuild(segment), DamagedBlock);
    db.close();
  }));

/** Flips a bit in the newest segment. */
function damageNewest(folder: string, column: "contents" | "data", at: (length: number) => number): void {
  const db = new DatabaseSync(join(folder, "gleaner.db"));
  const row = db.prepare(`SELECT id, ${column} AS bytes FROM segment ORDER BY id DESC LIMIT 1`).get();
  assert.ok(row?.bytes instanceof Uint8Array);
  const bytes = row.bytes.slice();
  const place = at(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ 4;
  db.prepare(`UPDATE segment SET ${column} = ? WHERE id = ?`).run(bytes, row.id ?? null);
  db.close();
}

/** Commits `pv` as the house does, so that it lies in the head. */
function append(writer: Writer, instants: readonly number[]): void {
  const at = Float64Array.from(instants);
  const readings = { channel: new Uint32Array(at.length), at, value: at.map((_, i) => i), states: [] };
  writer.learn({ names: ["pv"], units: [] });
  writer.write({ readings, journal: [], memory: null, gaps: [], paces: [] });
}

it("answers of the newest readings, each time, although the newest contents page is damaged", () =>
  withFolder(async (writer, _history, folder) => {
    const later = T + 100 * DAY;
    append(writer, [later, later + 1_000]);
    damageNewest(folder, "contents", () => 12);
    const history = openHistory(folder);
    for (let attempt = 0; attempt < 2; attempt++) {
      assert.equal((await history.range("pv", later, later + DAY, 10)).length, 2);
      assert.equal((await newestOf(history, "pv"))?.at, later + 1_000);
      await assert.rejects(history.range("pv", T + 39 * DAY, later + DAY, 10), /damaged/);
      assert.equal((await history.range("pv", T, T + HOUR, 100)).length, 60);
    }
    history.close();
  }));

it("seals what follows a damaged block; only what falls into it waits", () =>
  withFolder(async (writer, history, folder) => {
    damageNewest(folder, "data", (length) => length - 3);
    const end = T + 40 * DAY;
    for (let round = 0; round < 3; round++) {
      append(
        writer,
        Array.from({ length: 500 }, (_, i) => end + (round * 500 + i) * 60_000),
      );
      writer.seal(Number.POSITIVE_INFINITY);
    }
    append(writer, [end - 90_000]);
    writer.seal(Number.POSITIVE_INFINITY);
    const db = new DatabaseSync(join(folder, "gleaner.db"));
    assert.ok(Number(db.prepare("SELECT sum(length(data)) AS bytes FROM head").get()?.bytes) < 30);
    db.close();
    assert.equal((await history.range("pv", end, end + 2 * DAY, 10_000)).length, 1_500);
    await assert.rejects(history.range("pv", end - HOUR, end, 10_000), /damaged/);
  }));

it("knows what the house recorded last itself: nothing imported, and what a correction leaves out too", () =>
  withFolder(async (writer, history, folder) => {
    const encoder = new Encoder();
    const readings = [1, 2, 3, 4].map((hour) => ({ channel: "sun", at: T + hour * HOUR, value: hour }));
    const wire = encoder.encode({ readings, decisions: [] });
    writer.learn(encoder.takeNews());
    writer.write(wire);
    const all = (end: number): unknown => [...newestOwn(folder, end)];
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(all(T * 2), [["sun", T + 4 * HOUR]]);
      assert.deepEqual(all(T + 4 * HOUR), [["sun", T + 3 * HOUR]]);
      assert.deepEqual(all(T + HOUR), []);
      const spike = { channel: "sun", since: T + 3.5 * HOUR, until: T * 2, change: "remove", note: "" } as const;
      if (round === 0) writer.correct(spike, T);
      writer.seal(Number.POSITIVE_INFINITY);
    }
    assert.equal((await newestOf(history, "sun"))?.value, 3, "which is not shown");
  }));

it("takes nothing that an import brought from later for recorded by the house", () =>
  withFolder(async (writer, _history, folder) => {
    const encoder = new Encoder();
    const record = (...hours: readonly number[]): void => {
      const readings = hours.map((hour) => ({ channel: "sun", at: T + hour * HOUR, value: hour }));
      const wire = encoder.encode({ readings, decisions: [] });
      writer.learn(encoder.takeNews());
      writer.write(wire);
    };
    record(1, 2);
    load(writer, "sun", [2.5 * HOUR, 7], [3.9 * HOUR, 8]);
    const newest = (): unknown => newestOwn(folder, T * 2).get("sun");
    assert.equal(newest(), T + 2 * HOUR, "from the head");
    writer.seal(Number.POSITIVE_INFINITY);
    assert.equal(newest(), T + 2 * HOUR, "and when all is sealed");
    // an import that meets the head seals it first
    record(2.6);
    load(writer, "sun", [2.55 * HOUR, 7], [3.8 * HOUR, 8]);
    assert.equal(newest(), T + 2.6 * HOUR);
    record(3);
    assert.equal(newest(), T + 3 * HOUR);
  }));
