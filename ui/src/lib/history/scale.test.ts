import assert from "node:assert/strict";
import { test } from "node:test";
import { axisLabels, axisUnit } from "./scale.ts";

test("powers and energies step to kilo and mega by the largest value, others stay", () => {
  assert.deepEqual(axisUnit("W", [0, 999]), { factor: 1, unit: "W" });
  assert.deepEqual(axisUnit("W", [-1_500, 200]), { factor: 1_000, unit: "kW" });
  assert.deepEqual(axisUnit("Wh", [0, 2.5e6]), { factor: 1e6, unit: "MWh" });
  assert.deepEqual(axisUnit("V", [0, 4_000]), { factor: 1, unit: "V" });
});

test("labels have as many decimals as tell them apart, in the reader's way", () => {
  const kilo = { factor: 1_000, unit: "kW" };
  assert.deepEqual(axisLabels([-500, 0, 500, 1_000], kilo, "en-GB"), ["−0.5", "0.0", "0.5", "1.0"]);
  assert.deepEqual(axisLabels([0, 1_000], kilo, "en-GB"), ["0", "1"]);
  assert.deepEqual(axisLabels([27.25, 27.5], { factor: 1, unit: "V" }, "de"), ["27,25", "27,50"]);
  assert.deepEqual(axisLabels([5], { factor: 1, unit: "V" }, "de"), ["5"]);
});
