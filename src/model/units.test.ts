import assert from "node:assert/strict";
import { test } from "node:test";
import { inOwnUnit } from "./units.ts";

test("values come in Gleaner's units without noise", () => {
  assert.deepEqual(inOwnUnit(370.48, "kWh"), { value: 370480, unit: "Wh" });
  assert.deepEqual(inOwnUnit(12530, "mV"), { value: 12.53, unit: "V" });
  assert.deepEqual(inOwnUnit(68, "°F"), { value: 20, unit: "°C" });
  assert.deepEqual(inOwnUnit(20.5, "C"), { value: 20.5, unit: "°C" });
  assert.deepEqual(inOwnUnit(7, "lux"), { value: 7, unit: "lux" });
});
