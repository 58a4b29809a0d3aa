import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { StoreError } from "../model/index.ts";
import { openHistory, openStore, pastChannels } from "./index.ts";
import { tempFolder } from "./testing/child.ts";
import { openKeeper } from "./tools.ts";

/** What a history does with names and units: those that it may keep, those that it has kept, and too many. */

const T = Date.UTC(2026, 4, 1);

/** A folder with a history, to whose channels others were added as an earlier Gleaner would have done. */
async function folderWith(channels: Iterable<readonly [name: string, unit: string | null]>) {
  const folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  await store.commit({ readings: [{ channel: "pv", at: T, value: 1 }], decisions: [] });
  await store.close();
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  const add = db.prepare("INSERT INTO channel (name, unit) VALUES (?, ?)");
  db.exec("BEGIN");
  for (const [name, unit] of channels) add.run(name, unit);
  db.exec("COMMIT");
  db.close();
  return folder;
}

const names = function* (count: number): Generator<readonly [string, string]> {
  for (let i = 0; i < count; i++) yield [`name${i}`, "W"];
};

it("a history that holds names and units of any kind is read all the same, units cut short", async () => {
  using folder = await folderWith([
    ["", "W"],
    ["a\nb", "u".repeat(60_000)],
    ["relay.ghost", ""],
    ["__proto__", null],
    ...Array.from({ length: 2_500 }, (_, i) => [`unit${i}`, "u".repeat(60_000)] as const),
  ]);
  const history = openHistory(folder.path);
  try {
    const some = await history.channels(undefined, 3);
    assert.deepEqual(some, [
      { name: "", unit: "W" },
      { name: "__proto__", unit: null },
      { name: "a\nb", unit: `${"u".repeat(15)}…` },
    ]);
    assert.equal(await history.unit("a\nb"), `${"u".repeat(15)}…`);
    const all = await history.channels();
    assert.equal(all.length, 2_505);
    const characters = all.reduce((sum, { name, unit }) => sum + name.length + (unit?.length ?? 0), 0);
    assert.ok(characters < 100_000, `${characters} characters`);
    assert.deepEqual(await history.range("a\nb", 0, T * 2, 10), []);
  } finally {
    history.close();
  }
  assert.deepEqual(
    pastChannels(folder.path).filter(({ isOwn }) => isOwn),
    [{ name: "pv", unit: "", isOwn: true }],
  );
});

it("takes no more than 10,000 channels; what finds no room is counted, and what is known goes on", async () => {
  using folder = await folderWith(names(9_998));
  const store = await openStore({ folder: folder.path });
  try {
    const readings = ["pv", "new1", "new2", "name7"].map((channel, i) => ({ channel, at: T + 1_000 + i, value: i }));
    store.describe("new2", "V");
    await store.commit({ readings, decisions: [] });
    const states = ["new3", "new1"].map((channel) => ({ channel, at: T + 2_000, value: "on" }));
    await store.commit({ readings: [...states, { channel: "pv", at: T + 2_000, value: "off" }], decisions: [] });
    const { no_room, dropped_readings, stored_readings } = store.health();
    assert.deepEqual([no_room, dropped_readings, stored_readings], [3, 3, 4]);
  } finally {
    await store.close();
  }
  const history = openHistory(folder.path);
  const values = async (channel: string): Promise<unknown[]> =>
    (await history.range(channel, 0, T * 2, 10)).map(({ value }) => value);
  assert.deepEqual(await values("pv"), [1, 0, "off"]);
  assert.deepEqual(await values("name7"), [3]);
  assert.deepEqual(await values("new2"), [2], "whose unit was told first has the last place");
  for (const name of ["new1", "new3"]) assert.deepEqual(await values(name), []);
  history.close();
});

it("imports fill it up to 8,000, and are told so", async () => {
  using folder = await folderWith(names(7_998));
  const keeper = await openKeeper(folder.path);
  const load = (name: string, unit: string | null = "W"): Promise<number> =>
    keeper.do({ do: "load", lot: { name, unit, at: Float64Array.of(T), values: Float64Array.of(1) } });
  try {
    await load("last");
    await assert.rejects(load("one more"), (error) => {
      assert.ok(error instanceof StoreError && !error.fatal);
      assert.match(
        error.message,
        /takes 8000 channels from imports and has as many: "one more" found no room\. Look whether/,
      );
      return true;
    });
    await load("name5");
    for (const [name, unit] of [
      ["", "W"],
      ["a\nb", "W"],
      ["relay.heater", "W"],
      ["name6", "u".repeat(17)],
    ] as const) {
      await assert.rejects(load(name, unit), /cannot be kept as they are: nothing of them was taken/);
    }
    const correction = { channel: "x".repeat(201), since: T, until: T + 1, change: "remove", note: "" } as const;
    await assert.rejects(keeper.do({ do: "correct", correction }), /No channel has a name of 201 characters/);
  } finally {
    await keeper.close();
  }
  const store = await openStore({ folder: folder.path });
  await store.commit({ readings: [{ channel: "own", at: T, value: 1 }], decisions: [] });
  assert.equal(store.health().no_room, 0, "there is room for the house's own");
  await store.close();
});
