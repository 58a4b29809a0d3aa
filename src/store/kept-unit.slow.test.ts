import assert from "node:assert/strict";
import { it } from "node:test";
import type { Unit, Value } from "../model/index.ts";
import { openHistory, openStore } from "./index.ts";
import { tempFolder } from "./testing/child.ts";
import { BulkLoader, openKeeper } from "./tools.ts";

/** A unit that changes between two runs, or between an import and a house, renames nothing that is there. */

const T = Date.UTC(2026, 4, 1);

type Told = readonly [channel: string, unit: Unit, value: Value];

/** One run of a house that tells each channel in a unit, with one reading. @returns how its store stood */
async function run(folder: string, at: number, told: readonly Told[]) {
  const store = await openStore({ folder });
  for (const [channel, unit] of told) store.describe(channel, unit);
  const readings = told.map(([channel, _unit, value]) => ({ channel, at, value }));
  await store.commit({ readings, decisions: [] });
  const { unfit, unfit_channels, stored_readings, dropped_readings } = store.health();
  await store.close();
  return { unfit, unfit_channels, stored_readings, dropped_readings };
}

async function imported(folder: string, channel: string, unit: Unit, value: number): Promise<void> {
  const keeper = await openKeeper(folder);
  const loader = new BulkLoader(keeper);
  loader.basket(channel, unit).add(T, value);
  try {
    await loader.store();
  } finally {
    await keeper.close();
  }
}

async function kept(folder: string, channel: string) {
  const history = openHistory(folder);
  try {
    const readings = await history.range(channel, 0, T * 2, 10);
    return { unit: await history.unit(channel), values: readings.map(({ value }) => value) };
  } finally {
    history.close();
  }
}

it("a channel that a later run tells in another unit keeps its own: converted, or left out and told", async () => {
  using folder = tempFolder();
  const { path } = folder;
  await run(path, T, [
    ["pv", "W", 1_500],
    ["plain", "", 7],
    ["mode", null, "error"],
    ["state", null, "float"],
  ]);
  const stood = await run(path, T + 1_000, [
    ["pv", "kW", 1.6],
    ["plain", "V", 8],
    ["mode", "A", 9],
    ["state", null, "bulk"],
  ]);
  assert.deepEqual(stood, { unfit: 0, unfit_channels: [], stored_readings: 4, dropped_readings: 0 });
  assert.deepEqual(await kept(path, "pv"), { unit: "W", values: [1_500, 1_600] });
  assert.deepEqual(await kept(path, "plain"), { unit: "V", values: [7, 8] });
  assert.equal((await kept(path, "mode")).unit, "A");
  for (const [unit, value, shown] of [
    ["V", 230, "pv: W ≠ V"],
    ["", 1.7, "pv: W ≠ –"],
    [null, "on", "pv: W ≠ –"],
  ] as const) {
    const unfit = await run(path, T + 2_000, [
      ["pv", unit, value],
      ["plain", "V", 9],
    ]);
    assert.deepEqual(unfit, { unfit: 1, unfit_channels: [shown], stored_readings: 1, dropped_readings: 1 });
    assert.deepEqual(await kept(path, "pv"), { unit: "W", values: [1_500, 1_600] });
  }
});

it("what was imported keeps its unit, whatever the house tells", async () => {
  using folder = tempFolder();
  const { path } = folder;
  await imported(path, "meter", "kWh", 12.5);
  await imported(path, "level", "m", 2);
  const { unfit_channels } = await run(path, T + 1_000, [
    ["meter", "Wh", 12_600],
    ["level", "W", 3],
  ]);
  assert.deepEqual(unfit_channels, ["level: m ≠ W"]);
  assert.deepEqual(await kept(path, "meter"), { unit: "kWh", values: [12.5, 12.6] });
  assert.deepEqual(await kept(path, "level"), { unit: "m", values: [2] });
});

it("what came into being after an import had begun is not renamed by it", async () => {
  using folder = tempFolder();
  const { path } = folder;
  await run(path, T + 1_000, [["pv", "W", 1_500]]);
  await imported(path, "pv", "kW", 1.4);
  assert.deepEqual(await kept(path, "pv"), { unit: "W", values: [1_400, 1_500] });
  await assert.rejects(imported(path, "pv", "V", 230), /"pv" is kept in W meanwhile, and this came in V/);
  assert.deepEqual(await kept(path, "pv"), { unit: "W", values: [1_400, 1_500] });
});

it("a channel whose history is gone takes another unit at once", async () => {
  using folder = tempFolder();
  await run(folder.path, T, [["pv", "W", 1_500]]);
  const store = await openStore({ folder: folder.path });
  store.describe("pv", "V");
  await store.commit({ readings: [{ channel: "pv", at: T + 1_000, value: 230 }], decisions: [] });
  assert.equal(store.health().unfit, 1);
  await store.prune("pv", T * 2);
  await store.commit({ readings: [{ channel: "pv", at: T + 2_000, value: 231 }], decisions: [] });
  await store.close();
  assert.deepEqual(await kept(folder.path, "pv"), { unit: "V", values: [231] });
});
