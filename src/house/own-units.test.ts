import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnUnits } from "./own-units.ts";

test("what does not fit is counted, and the first three channels are named with what their devices said", () => {
  const units = new OwnUnits([]);
  for (const channel of ["a", "b", "c", "d"]) units.fit(channel, 1, "W");
  assert.deepEqual(units.faults(), []);
  assert.equal(units.fit("a", "disconnected from mains", null), undefined);
  assert.equal(units.fit("b", 7, "A"), undefined);
  assert.equal(units.fit("c", 7, ""), undefined);
  for (let i = 0; i < 3; i++) assert.equal(units.fit("d", 7, "V"), undefined);
  assert.deepEqual(units.faults(), [
    { code: "unit_changed", values: { count: 6, channels: "a: W ≠ disconnected fro, b: W ≠ A, c: W ≠ no unit" } },
  ]);
});

test("words have no unit, and take none from a channel that may get one", () => {
  const units = new OwnUnits([]);
  assert.deepEqual(units.fit("mode", "heat", null), { value: "heat", unit: null });
  assert.deepEqual(units.fit("mode", 5, "°C"), { value: 5, unit: "°C" });
  assert.equal(units.fit("mode", "heat", null), undefined);
});

test("who does not know its value keeps its unit", () => {
  const units = new OwnUnits([{ name: "meter", unit: "kWh", isOwn: true }]);
  assert.deepEqual(units.fit("meter", null, ""), { value: null, unit: "Wh" });
  assert.deepEqual(units.fit("other", null, "V"), { value: null, unit: "V" });
});
