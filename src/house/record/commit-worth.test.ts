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

test("a counter that begins anew is no rise, and counts from there", () => {
  const { worth, committed } = bench("Wh");
  worth(999_999);
  committed();
  assert.equal(worth(2), false);
  assert.equal(worth(7), true);
});

test("powers and states are left alone", () => {
  const { worth, other } = bench("Wh");
  assert.equal(other(0), false);
  assert.equal(other(5_000), false);
  assert.equal(worth("float"), false);
});
