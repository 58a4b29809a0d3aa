import assert from "node:assert/strict";
import { test } from "node:test";
import { Timers } from "./timers.ts";

const HOUR = 3_600_000;

test("timers go over a restart of the program as they are", () => {
  const one = new Timers(undefined, { at: 0, mono: 100 }, "a");
  one.put("boiler", { timers: [["rest", 5_000]], holds: [["MpptFlo", 90]] }, { at: 1_000, mono: 200 });
  const two = new Timers(structuredClone(one.plain()), { at: 9 * HOUR, mono: 300 }, "a");
  assert.equal(two.text("boiler"), one.text("boiler"));
  assert.deepEqual(two.plain(), one.plain());
});

test("after a restart of the machine they go on by the wall clock", () => {
  const one = new Timers(undefined, { at: 0, mono: 0 }, "a");
  one.put(
    "boiler",
    {
      timers: [["rest", 900_000 + 60_000]],
      holds: [
        ["x", "in"],
        ["y", 900_000],
      ],
    },
    { at: HOUR, mono: 900_000 },
  );
  const two = new Timers(one.plain(), { at: HOUR + 20_000, mono: 7_000 }, "b");
  assert.deepEqual(JSON.parse(two.text("boiler")), {
    timers: [["rest", 7_000 + 40_000]],
    holds: [
      ["x", "in"],
      ["y", 7_000 - 20_000],
    ],
  });
  const back = new Timers(one.plain(), { at: HOUR - 50_000, mono: 7_000 }, "b");
  assert.deepEqual(
    JSON.parse(back.text("boiler")).timers,
    [["rest", 67_000]],
    "a wall clock set back counts as no time",
  );
});

test("a memory that is not ours begins anew; what does not change stays the same", () => {
  for (const memory of [
    null,
    3,
    "x",
    [],
    {},
    { boot: 1 },
    { boot: "a", saved: { at: 0, mono: 0 }, relays: { boiler: { timers: [[1, 2]], holds: [] } } },
  ]) {
    const one = new Timers(memory, { at: 5, mono: 6 }, "a");
    assert.deepEqual(one.plain(), { boot: "a", saved: { at: 5, mono: 6 }, relays: {} });
  }
});
