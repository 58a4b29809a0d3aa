import assert from "node:assert/strict";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type DiskStore, openHistory, openStore } from "../index.ts";
import { startChild, tempFolder } from "../testing/child.ts";
import { backupData, checkData, type Keeper, openKeeper } from "../tools.ts";
import type { Lot } from "./chore.ts";
import { SocketPath } from "./door.ts";
import { BadFrame, choreOf, Frames, frameOf } from "./frames.ts";

const T = Date.UTC(2026, 4, 1);
const MINUTE = 60_000;

function lot(name: string, from: number, count: number, value = 0): Lot {
  const at = Float64Array.from({ length: count }, (_, i) => T + (from + i) * MINUTE);
  return { name, unit: "W", at, values: at.map((_, i) => value + i) };
}

/** A running store and somebody who asks it for chores. */
async function beside(
  use: (keeper: Keeper, store: DiskStore, folder: string) => Promise<void>,
  folder = tempFolder(),
): Promise<void> {
  using place = folder;
  const store = await openStore({ folder: place.path });
  const keeper = await openKeeper(place.path);
  try {
    assert.ok(keeper.beside_a_house);
    await use(keeper, store, place.path);
  } finally {
    await keeper.close();
    await store.close();
  }
}

async function values(folder: string, channel: string): Promise<unknown[]> {
  const history = openHistory(folder);
  const all = (await history.range(channel, 0, T * 2, 100_000)).map(({ value }) => value);
  history.close();
  return all;
}

it("loads, corrects, undoes and prunes beside a house that goes on writing", () =>
  beside(async (keeper, store, folder) => {
    await store.commit({ readings: [{ channel: "pv", at: T + MINUTE, value: 500 }], decisions: [] });
    const load = keeper.do({ do: "load", lot: lot("pv", 0, 3) });
    await store.commit({ readings: [{ channel: "pv", at: T + 5 * MINUTE, value: 600 }], decisions: [] });
    assert.ok((await load) >= 0);
    // what the house wrote came first
    assert.deepEqual(await values(folder, "pv"), [0, 500, 2, 600]);
    const states = ["float", undefined, "bulk"];
    await keeper.do({ do: "load", lot: { ...lot("charger", 0, 3), states } });
    assert.deepEqual(await values(folder, "charger"), ["float", 1, "bulk"]);
    const span = { channel: "pv", since: T, until: T + 2 * MINUTE };
    const id = await keeper.do({ do: "correct", correction: { ...span, change: "remove", note: "é ö" } });
    assert.deepEqual(await values(folder, "pv"), [2, 600]);
    assert.equal(await keeper.do({ do: "undo", id }), 1);
    assert.equal(await keeper.do({ do: "undo", id }), 0);
    assert.equal(await keeper.do({ do: "prune", channel: "pv", before: T + 2 * MINUTE }), 2);
    assert.equal(await store.prune("pv", T + 4 * MINUTE), 1);
    assert.equal(await store.prune("nobody", T), 0);
    assert.deepEqual(await values(folder, "pv"), [600]);
  }));

it("loads states of any characters", () =>
  beside(async (keeper, _store, folder) => {
    const states = ["\uFEFFfloat", "half \ud83d", "\0"];
    await keeper.do({ do: "load", lot: { ...lot("charger", 0, 3), states } });
    assert.deepEqual(await values(folder, "charger"), ["\uFEFFfloat", "half \ufffd", "\0"]);
  }));

it("answers in the order in which it was asked, and says what is wrong", () =>
  beside(async (keeper, _store, folder) => {
    const correction = { channel: "pv", since: T, until: T, change: "remove", note: "" } as const;
    const answers = await Promise.allSettled([
      keeper.do({ do: "load", lot: lot("pv", 0, 20_000) }),
      keeper.do({ do: "correct", correction }),
      keeper.do({ do: "mark", mark: { file: "a", bytes: 1, lines: 1, refused: 0 } }),
      keeper.do({ do: "load", lot: { ...lot("pv", 0, 2), at: Float64Array.of(0.5, 1) } }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "rejected"],
    );
    assert.match(String(answers[3].status === "rejected" && answers[3].reason), /nothing of them was taken/);
    assert.match(String(answers[1].status === "rejected" && answers[1].reason), /ends after it begins/);
    assert.equal((await values(folder, "pv")).length, 20_000);
  }));

it("is told when the house ends, and works by itself afterwards", () =>
  beside(async (keeper, store, folder) => {
    assert.equal(statSync(join(folder, "gleaner.sock")).mode & 0o777, 0o600);
    await store.commit({ readings: [], decisions: [], memory: 1 });
    await store.close();
    await assert.rejects(keeper.do({ do: "undo", id: 1 }), /The house ended the connection/);
    assert.ok(!existsSync(join(folder, "gleaner.sock")));
    const own = await openKeeper(folder);
    assert.ok(!own.beside_a_house);
    await own.do({ do: "load", lot: lot("pv", 0, 3) });
    await own.close();
    assert.deepEqual(await values(folder, "pv"), [0, 1, 2]);
  }));

it("finds the house in a folder with a long name, and where another one died", async () => {
  const temp = tempFolder();
  const path = join(temp.path, "a-folder-with-a-long-name-".repeat(4), "and-another-one-".repeat(4));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "gleaner.sock"), "");
  await beside(
    async (keeper) => {
      assert.equal(await keeper.do({ do: "undo", id: 1 }), 0);
    },
    { path, [Symbol.dispose]: () => temp[Symbol.dispose]() },
  );
});

it("gives no more than its bound to whoever knocks, and the house goes on", () =>
  beside(async (keeper, store, folder) => {
    for (const bytes of [
      Buffer.alloc(8, 255),
      Buffer.from("\x04\0\0\0\0\0\0\0nope"),
      Buffer.from("\x02\0\0\0\0\0\0\0{}"),
    ]) {
      using place = new SocketPath(folder);
      const socket = createConnection(place.path);
      const ended = new Promise((resolve) => socket.once("close", resolve));
      socket.on("error", () => undefined);
      socket.write(bytes);
      await ended;
    }
    await store.commit({ readings: [], decisions: [], memory: 2 });
    assert.equal(await keeper.do({ do: "undo", id: 7 }), 0);
  }));

it("has no patience with a folder whose owner takes no chores", async () => {
  using folder = tempFolder();
  using holder = startChild("holder", [folder.path]);
  assert.ok(await holder.printed(1));
  await assert.rejects(openKeeper(folder.path, 200), /Another Gleaner runs on .*It takes no chores/);
});

it("puts frames together from any bytes", () => {
  const chores = [
    { do: "undo", id: 3 },
    { do: "load", lot: { ...lot("pv", 0, 5), states: [undefined, "a", "a", undefined, "b"] } },
    { do: "prune", channel: "pv", before: T },
  ] as const;
  const bytes = Buffer.concat(chores.map(frameOf));
  for (const length of [1, 3, 7, 8, 9, 100, bytes.length]) {
    const frames = new Frames();
    const found = [];
    for (let from = 0; from < bytes.length; from += length) {
      found.push(...frames.take(bytes.subarray(from, from + length)).map(choreOf));
    }
    assert.deepEqual(found, chores);
  }
  assert.throws(() => choreOf({ words: { do: "load", name: "pv", count: 3 }, columns: new Uint8Array(8) }), BadFrame);
});

it("steps aside for each commit while a long chore is under way", () =>
  beside(async (keeper, store) => {
    for (let span = 0; span < 6; span++) await keeper.do({ do: "load", lot: lot("pv", span * 43_200, 2_000) });
    let done = false;
    const pruning = store.prune("pv", T + 400 * 1_440 * MINUTE).then((count) => {
      done = true;
      return count;
    });
    let between = 0;
    while (!done) {
      await store.commit({ readings: [], decisions: [], memory: between });
      if (!done) between++;
      await turn();
    }
    assert.equal(await pruning, 12_000);
    assert.ok(between >= 3, `${between} commits`);
  }));

it("answers, checks and backs up while all that is read is being written anew", () =>
  beside(async (keeper, store, folder) => {
    const count = 6_000;
    // instants off any grid, which channels share
    const at = Float64Array.from({ length: count }, (_, i) => T + i * MINUTE + ((i * 7_919) % 977));
    const half = (part: number, name: string): Lot => {
      const some = at.filter((_, i) => i % 2 === part);
      return { name, unit: "W", at: some, values: some.map((_, i) => 2 * i + part) };
    };
    for (const name of ["a", "b"]) await keeper.do({ do: "load", lot: half(0, name) });
    const history = openHistory(folder);
    let writing = true;
    const written = (async () => {
      for (let round = 0; round < 40; round++) {
        const lot = {
          name: round % 2 === 0 ? "a" : "b",
          unit: "W",
          at: at.slice(round, round + 1),
          values: Float64Array.of(round),
        };
        await keeper.do({ do: "load", lot });
        if (round === 20) for (const name of ["a", "b"]) await keeper.do({ do: "load", lot: half(1, name) });
        await store.commit({ readings: [{ channel: "c", at: T + round, value: round }], decisions: [] });
      }
      writing = false;
    })();
    let asked = 0;
    while (writing) {
      const readings = await history.range(asked % 2 === 0 ? "a" : "b", 0, T * 2, 100_000);
      assert.ok(readings.length >= count / 2);
      if (asked % 5 === 0) assert.deepEqual(checkData(folder).findings, []);
      if (asked === 3) backupData(folder, join(folder, "copy.db"));
      asked++;
      await turn();
    }
    await written;
    assert.ok(asked > 3, `${asked} questions`);
    assert.equal((await history.range("a", 0, T * 2, 100_000)).length, count);
    history.close();
  }));

it("makes roll-ups anew beside a house, and none of what is damaged", () =>
  beside(async (keeper, _store, folder) => {
    await keeper.do({ do: "load", lot: lot("pv", 0, 3_000) });
    const damage = (column: "contents" | "data"): number => {
      const db = new DatabaseSync(join(folder, "gleaner.db"));
      const row = db.prepare(`SELECT id, ${column} AS bytes FROM segment`).get();
      assert.ok(row?.bytes instanceof Uint8Array);
      const bytes = row.bytes.slice();
      bytes[12] = (bytes[12] ?? 0) ^ 4;
      db.prepare(`UPDATE segment SET ${column} = ?`).run(bytes);
      db.close();
      return Number(row.id);
    };
    const segment = damage("contents");
    assert.deepEqual(
      checkData(folder).findings.map(({ rebuild }) => rebuild),
      [segment],
    );
    assert.equal(await keeper.do({ do: "rebuild", segment }), 0);
    assert.deepEqual(checkData(folder).findings, []);
    damage("data");
    await assert.rejects(keeper.do({ do: "rebuild", segment }), /wrong checksum/);
    assert.equal(await keeper.do({ do: "undo", id: 1 }), 0);
  }));
