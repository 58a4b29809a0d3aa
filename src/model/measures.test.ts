import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDifference, parseMeasure, parseRange } from "./measures.ts";

test("a measure is read with its unit, in Gleaner's own", () => {
  assert.deepEqual(parseMeasure(" 85 °C "), { value: 85, unit: "°C" });
  assert.deepEqual(parseMeasure("-127"), { value: -127, unit: "" });
  assert.deepEqual(parseMeasure("−0.5 kW"), { value: -500, unit: "W" });
  assert.deepEqual(parseMeasure("185°F"), { value: 85, unit: "°C" });
  for (const words of ["", "W", "1 2 W", "1.2.3 V", "--1", "12 W 3", "1e3 W", "x".repeat(100), `1 ${"W".repeat(80)}`])
    assert.equal(parseMeasure(words), undefined, words);
});

test("a difference has no zero of its own", () => {
  assert.deepEqual(parseDifference("9 °F"), { value: 5, unit: "°C" });
  assert.deepEqual(parseDifference("2 kW"), { value: 2_000, unit: "W" });
  assert.deepEqual(parseDifference("3"), { value: 3, unit: "" });
});

test("a range has two ends, the unit of the last may stand for both", () => {
  assert.deepEqual(parseRange("-40 °C to 60 °C"), { least: -40, most: 60, unit: "°C" });
  assert.deepEqual(parseRange("0 to 100 %"), { least: 0, most: 100, unit: "%" });
  assert.deepEqual(parseRange("-1 to 1"), { least: -1, most: 1, unit: "" });
  assert.deepEqual(parseRange("500 mV to 60 V"), { least: 0.5, most: 60, unit: "V" });
  for (const words of [
    "",
    "1 to",
    "to 3",
    "1 to 2 to 3",
    "5 W to 5 W",
    "9 W to 2 W",
    "1 V to 2 W",
    "1 V to 2",
    "1-2 W",
  ])
    assert.equal(parseRange(words), undefined, words);
});
