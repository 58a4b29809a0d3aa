import assert from "node:assert/strict";
import { test } from "node:test";
import { CommitWorth } from "./commit-worth.ts";

function bench(unit: string) {
  const worth = new CommitWorth();
  worth.describe("meter.energy", unit);
  worth.describe("meter.power", "W");
  return {
    worth: (value: number | string) => worth.worth([{ channel: "meter.energy", at: 0, value }]),
    other: (value: number) => worth.worth([{ channel: "meter.power", at: 0, value }]),
    committed: () => worth.committed(),
  };
}

test("5 Wh since the last commit are worth one, also when they came in small steps", () => {
  const { worth, committed } = bench("Wh");
  assert.equal(worth(100_000), false, "the first value says nothing of a rise");
  committed();
  assert.deepEqual([100_001, 100_003, 100_004.9].map(worth), [false, false, false]);
  assert.equal(worth(100_005), true);
  committed();
  assert.equal(worth(100_009), false);
  assert.equal(worth(100_010), true);
});

test("in kWh too, at the meter's last digit", () => {
  const { worth, committed } = bench("kWh");
  worth(1234.56);
  committed();
  assert.equal(worth(1234.564), false);
  assert.equal(worth(1234.565), true);
});

test("a counter that begins anew and stays there is no rise, and counts from there", () => {
  const { worth, committed } = bench("Wh");
  worth(999_999);
  committed();
  for (let i = 0; i < 60; i++) assert.equal(worth(2), false);
  assert.deepEqual([worth(6), worth(7)], [false, true]);
});

test("one that trembles, starts again and again, or shows garbage makes no commit each second", () => {
  const shown: readonly ((i: number) => number)[] = [
    (i) => 500 + (i % 2) / 100,
    (i) => (i % 2) * 15_508.5,
    (i) => (i % 3) * 1_000,
    (i) => 500 - (i % 50),
    (i) => (i % 7 === 0 ? 400_000 : 500),
  ];
  for (const value of shown) {
    const { worth, committed } = bench("kWh");
    let commits = 0;
    for (let i = 0; i < 6_000; i++) {
      if (!worth(value(i))) continue;
      commits++;
      committed();
    }
    assert.ok(commits <= 100, `${commits}: ${value}`);
  }
});

test("powers and states are left alone", () => {
  const { worth, other } = bench("Wh");
  assert.equal(other(0), false);
  assert.equal(other(5_000), false);
  assert.equal(worth("float"), false);
});
