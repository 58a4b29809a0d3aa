import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { hasOpenReplacement } from "../database/replacement-row.ts";
import { type DiskHistory, openHistory, openStore } from "../index.ts";
import { tempFolder } from "../testing/child.ts";
import { checkData, type Keeper, mendFolder, openKeeper, Writer } from "../tools.ts";
import type { Lot } from "./chore.ts";
import { perform } from "./perform.ts";

/** Imports that take the place of what was there, and stretches that are forgotten. */

const T = Date.UTC(2026, 4, 1);

function lot(name: string, from: number, values: readonly number[], step = MINUTE): Lot {
  const at = Float64Array.from(values, (_, i) => from + i * step);
  return { name, unit: "W", at, values: Float64Array.from(values) };
}

async function withKeeper(use: (keeper: Keeper, history: DiskHistory, folder: string) => Promise<void>): Promise<void> {
  using folder = tempFolder();
  const keeper = await openKeeper(folder.path);
  await keeper.load(lot("pv", T, [1, 2, 3, 4, 5, 6]));
  const history = openHistory(folder.path);
  try {
    await use(keeper, history, folder.path);
  } finally {
    history.close();
    await keeper.close();
  }
}

async function valuesOf(history: DiskHistory, channel = "pv"): Promise<unknown[]> {
  return (await history.range(channel, T - DAY, T + 400 * DAY, 100_000)).map(({ value }) => value);
}

it("says how many readings were there already, and how many with another value", () =>
  withKeeper(async (keeper) => {
    const { met } = await keeper.load(lot("pv", T + 4 * MINUTE, [5, 7, 8]));
    assert.deepEqual(met, { same: 1, other: 1 });
    assert.deepEqual((await keeper.load(lot("pv", T + HOUR, [1]))).met, { same: 0, other: 0 });
    const states = { ...lot("charger", T, [0, 0]), unit: null };
    await keeper.load({ ...states, values: Float64Array.of(Number.NaN, 1), states: ["float", undefined] });
    const again = { ...states, values: Float64Array.of(Number.NaN, Number.NaN), states: ["float", "bulk"] };
    assert.deepEqual((await keeper.load(again)).met, { same: 1, other: 1 });
  }));

it("puts aside what an import replaces, and brings it back", () =>
  withKeeper(async (keeper, history, folder) => {
    const stretches = [{ channel: "pv", since: T + MINUTE, until: T + 3 * MINUTE + 1 }];
    const id = await keeper.do({ do: "replace", replacement: { stretches, note: "Replaced by x.csv" } });
    assert.deepEqual(await valuesOf(history), [1, 5, 6]);
    await keeper.load(lot("pv", T + MINUTE, [20, 30], 90_000));
    assert.deepEqual(await valuesOf(history), [1, 20, 30, 5, 6]);
    const [listed] = await history.replacements();
    assert.deepEqual([listed?.id, listed?.stretches, listed?.undone_at], [id, stretches, null]);
    assert.deepEqual(checkData(folder).findings, []);
    assert.equal(await keeper.do({ do: "undo", id }), 1);
    assert.deepEqual(await valuesOf(history), [1, 2, 3, 4, 5, 6]);
    assert.equal(await keeper.do({ do: "undo", id }), 0, "once");
    assert.ok((await history.replacements())[0]?.undone_at);
    assert.deepEqual(checkData(folder).findings, []);
  }));

const MIDDLE = { channel: "pv", since: T + MINUTE, until: T + 3 * MINUTE + 1 };
const BEGIN = { do: "replace", replacement: { stretches: [MIDDLE], note: "" } } as const;

it("an import that was broken off while it took the place of something is undone by whoever writes next", async () => {
  using folder = tempFolder();
  const opened = async (use: (keeper: Keeper) => Promise<unknown>): Promise<unknown[]> => {
    const keeper = await openKeeper(folder.path);
    const history = openHistory(folder.path);
    try {
      await use(keeper);
      return await valuesOf(history);
    } finally {
      history.close();
      await keeper.close();
    }
  };
  await opened((keeper) => keeper.load(lot("pv", T, [1, 2, 3, 4, 5, 6])));
  const half = async (keeper: Keeper): Promise<void> => {
    await keeper.do(BEGIN);
    await keeper.load(lot("pv", T + MINUTE, [20, 30], 90_000));
  };
  assert.deepEqual(await opened(half), [1, 20, 30, 5, 6]);
  assert.equal(await mendFolder(folder.path), true);
  assert.deepEqual(await opened(async () => undefined), [1, 2, 3, 4, 5, 6]);
  const whole = await opened(async (keeper) => {
    const id = await keeper.do(BEGIN);
    await keeper.load(lot("pv", T + MINUTE, [20, 30], 90_000));
    assert.equal(await mendFolder(folder.path), true, "who is at work there does it");
    assert.equal(await keeper.do({ do: "settle", id }), 1);
    assert.equal(await keeper.do({ do: "settle", id }), 0, "once");
  });
  assert.deepEqual(whole, [1, 20, 30, 5, 6]);
  assert.deepEqual(await opened(async () => undefined), [1, 20, 30, 5, 6], "and stays");
});

it("one that was broken off while it put aside what was there loses nothing of the rest", async () => {
  using folder = tempFolder();
  const days = Array.from({ length: 300 }, (_, i) => i);
  const writer = new Writer({ folder: folder.path });
  for (const _ of perform(writer, { do: "load", lot: lot("pv", T, days, DAY) }, T));
  const stretches = [{ channel: "pv", since: T, until: T + 200 * DAY }];
  const steps = perform(writer, { do: "replace", replacement: { stretches, note: "" } }, T);
  for (let i = 0; i < 4; i++) steps.next();
  writer.close();
  const history = openHistory(folder.path);
  try {
    assert.ok((await valuesOf(history)).length < days.length);
    await (await openKeeper(folder.path)).close();
    assert.deepEqual(await valuesOf(history), days);
    assert.deepEqual(checkData(folder.path).findings, []);
  } finally {
    history.close();
  }
});

it("beside a house it is undone when whoever began it goes away, and by the house's next start", async () => {
  using folder = tempFolder();
  const history = async (): Promise<unknown[]> => {
    const opened = openHistory(folder.path);
    try {
      return await valuesOf(opened);
    } finally {
      opened.close();
    }
  };
  const isMended = async (): Promise<void> => {
    while (hasOpenReplacement(folder.path)) await turn();
    assert.deepEqual(await history(), [1, 2, 3, 4, 5, 6]);
  };
  const store = await openStore({ folder: folder.path });
  const keeper = await openKeeper(folder.path);
  await keeper.load(lot("pv", T, [1, 2, 3, 4, 5, 6]));
  await keeper.do(BEGIN);
  assert.deepEqual(await history(), [1, 5, 6]);
  await keeper.close();
  await isMended();
  await store.close();
  const writer = new Writer({ folder: folder.path });
  for (const _ of perform(writer, BEGIN, T));
  writer.close();
  assert.deepEqual(await history(), [1, 5, 6]);
  const next = await openStore({ folder: folder.path });
  await isMended();
  await next.close();
});

it("numbers corrections and replacements in one row, and undoes the later replacement first", () =>
  withKeeper(async (keeper, history) => {
    const correction = { channel: "pv", since: T, until: T + MINUTE, change: "remove", note: "" } as const;
    const replacement = { stretches: [{ channel: "pv", since: T, until: T + HOUR }], note: "" };
    assert.equal(await keeper.do({ do: "correct", correction }), 1);
    assert.equal(await keeper.do({ do: "replace", replacement }), 2);
    await keeper.load(lot("pv", T, [9]));
    assert.equal(await keeper.do({ do: "replace", replacement }), 3);
    await keeper.load(lot("pv", T + MINUTE, [8]));
    assert.equal(await keeper.do({ do: "correct", correction }), 4);
    await assert.rejects(keeper.do({ do: "undo", id: 2 }), /Import 3 replaced the same channels later: undo it first/);
    for (const id of [4, 3, 2, 1]) assert.equal(await keeper.do({ do: "undo", id }), 1);
    assert.deepEqual(await valuesOf(history), [1, 2, 3, 4, 5, 6]);
  }));

it("keeps states, and readings of many days", () =>
  withKeeper(async (keeper, history) => {
    const days = Array.from({ length: 300 }, (_, i) => i);
    await keeper.load(lot("meter", T, days, DAY));
    const charger = lot("charger", T, [Number.NaN, Number.NaN]);
    await keeper.load({ ...charger, unit: null, states: ["float", "bulk"] });
    const stretches = ["meter", "charger"].map((channel) => ({ channel, since: T, until: T + 200 * DAY }));
    const id = await keeper.do({ do: "replace", replacement: { stretches, note: "" } });
    assert.equal((await valuesOf(history, "meter")).length, 100);
    await keeper.do({ do: "undo", id });
    assert.deepEqual(await valuesOf(history, "meter"), days);
    assert.deepEqual(await valuesOf(history, "charger"), ["float", "bulk"]);
  }));

it("refuses stretches that make no sense, and changes nothing", () =>
  withKeeper(async (keeper, history) => {
    for (const stretches of [
      [],
      [{ channel: "pv", since: T, until: T }],
      [{ channel: "x".repeat(201), since: T, until: T + 1 }],
    ]) {
      await assert.rejects(keeper.do({ do: "replace", replacement: { stretches, note: "" } }), /nothing was changed/);
    }
    assert.deepEqual(await valuesOf(history), [1, 2, 3, 4, 5, 6]);
  }));

it("forgets nothing of other channels, whatever it is asked for", () =>
  withKeeper(async (keeper, history) => {
    for (const name of ["a", "b"]) await keeper.load(lot(name, T, [1, 2]));
    assert.equal(await keeper.do({ do: "prune", channel: "a", since: -1e300, before: 1e300 }), 2);
    assert.equal(await keeper.do({ do: "prune", channel: "a", before: 1e300 }), 0);
    assert.deepEqual(
      [await valuesOf(history), await valuesOf(history, "b")],
      [
        [1, 2, 3, 4, 5, 6],
        [1, 2],
      ],
    );
  }));

it("forgets any stretch, beside a house too, and nothing around it", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  const keeper = await openKeeper(folder.path);
  const history = openHistory(folder.path);
  try {
    await keeper.load(
      lot(
        "pv",
        T,
        Array.from({ length: 10_000 }, (_, i) => i),
      ),
    );
    await store.commit({ readings: [{ channel: "pv", at: T + 20_000 * MINUTE, value: 7 }], decisions: [] });
    const forget = (since: number, before: number) => keeper.do({ do: "prune", channel: "pv", since, before });
    assert.equal(await forget(T + 100 * MINUTE, T + 9_900 * MINUTE), 9_800);
    assert.equal(await forget(T + 19_000 * MINUTE, T + 30_000 * MINUTE), 1, "also what was not sealed yet");
    assert.equal(await forget(T + 100 * MINUTE, T + 9_900 * MINUTE), 0);
    const left = await valuesOf(history);
    assert.deepEqual([left.length, left[99], left[100]], [200, 99, 9_900]);
    assert.deepEqual(checkData(folder.path).findings, []);
  } finally {
    history.close();
    await keeper.close();
    await store.close();
  }
});
