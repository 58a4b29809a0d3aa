import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LANGUAGES, type Language, readerOf } from "../words/languages.ts";
import { niceStep } from "./nice.ts";
import { axisLabels, axisLabelsWithUnit, valueAxis } from "./value-axis.ts";

function labels(min: number, max: number, unit: string, intervals: number, language: Language): string[] {
  return axisLabelsWithUnit(valueAxis(min, max, unit, intervals), readerOf(language));
}

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([0.3, 1, 1.1, 21, 0.002, 6e7].map(niceStep), [0.5, 1, 2, 50, 0.002, 1e8]);
});

test("labels are written as the reader writes, the unit once, at the top", () => {
  assert.deepEqual(labels(0, 1_900, "W", 4, "fr"), ["0", "0,5", "1,0", "1,5", "2,0\u202fkW"]);
  assert.deepEqual(labels(0, 1_900, "W", 4, "en"), ["0", "0.5", "1.0", "1.5", "2.0\u202fkW"]);
  assert.deepEqual(labels(0, 2_900_000, "Wh", 3, "de"), ["0", "1", "2", "3\u202fMWh"]);
  assert.deepEqual(labels(-3_000, 1_000, "W", 4, "de"), ["−3", "−2", "−1", "0", "1\u202fkW"]);
  assert.deepEqual(labels(15, 83, "%", 5, "en"), ["0", "20", "40", "60", "80", "100\u202f%"]);
  assert.deepEqual(labels(0, 7_200 * 5, "s", 5, "en"), ["0", "2", "4", "6", "8", "10\u202fh"]);
  assert.deepEqual(labels(51.2, 54.1, "V", 3, "fr"), ["51", "52", "53", "54\u202fV"]);
});

test("labels without the unit have as many decimals as tell them apart", () => {
  const said = (min: number, max: number, unit: string, intervals: number, language: Language): string[] =>
    axisLabels(valueAxis(min, max, unit, intervals), readerOf(language));
  assert.deepEqual(said(-500, 1_000, "W", 3, "en"), ["−0.5", "0", "0.5", "1.0"]);
  assert.deepEqual(said(27.25, 27.5, "V", 2, "de"), ["27,0", "27,5", "28,0"]);
  assert.deepEqual(said(0, 4_000, "V", 2, "en"), ["0", "2,000", "4,000"]);
});

test("power holds 0, percent goes from 0 to 100, what trembles is not blown up", () => {
  const ends = (min: number, max: number, unit: string): number[] => {
    const { low, high } = valueAxis(min, max, unit, 4);
    return [low, high];
  };
  assert.deepEqual(ends(200, 1_000, "W"), [0, 1_000]);
  assert.deepEqual(ends(-800, -20, "W"), [-800, 0]);
  assert.deepEqual(ends(0, 0.3, "W"), [0, 10]);
  assert.deepEqual(ends(-0.3, 0, "W"), [-10, 0]);
  assert.deepEqual(ends(0, 3, "Wh"), [0, 3]);
  assert.deepEqual(ends(0, 0, "Wh"), [0, 1]);
  assert.deepEqual(ends(42, 61, "%"), [0, 100]);
  assert.deepEqual(ends(42, 161, "%"), [0, 200]);
  assert.deepEqual(ends(0, 0, "°C").map(Math.sign), [-1, 1]);
});

test("the axis ends at the values where they hardly go beyond a tick", () => {
  const { low, high, ticks } = valueAxis(-12, 2_050, "W", 5);
  assert.deepEqual([low, high], [-12, 2_050]);
  assert.deepEqual(ticks, [0, 500, 1_000, 1_500, 2_000]);
});

test("values that are all equal have an axis around them", () => {
  for (const [value, unit] of [
    [230, "V"],
    [0, "W"],
    [0, ""],
    [1, ""],
    [-5, "°C"],
    [1e12, ""],
    [5e-9, ""],
    [100, "%"],
  ] as const) {
    const { low, high, ticks } = valueAxis(value, value, unit, 4);
    assert.ok(low <= value && value <= high && low < high, `${value} in ${low} … ${high}`);
    assert.ok(ticks.length >= 2 && ticks.length <= 9);
  }
});

const values = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  fc.integer({ min: -100, max: 100 }),
);

test("any values: the axis holds them, ticks rise within it, no two labels are the same", () => {
  const units = fc.constantFrom("W", "V", "%", "°C", "s", "", "kWh");
  fc.assert(
    fc.property(
      values,
      values,
      units,
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(...LANGUAGES),
      (a, b, unit, n, language) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const axis = valueAxis(min, max, unit, n);
        const { low, high, ticks } = axis;
        assert.ok(Number.isFinite(low) && Number.isFinite(high) && low < high);
        const beyond = Math.max(Math.abs(min), Math.abs(max)) * 1e-6 + 1e-12;
        if (Math.abs(min) < 1e299 && Math.abs(max) < 1e299) assert.ok(low <= min + beyond && max - beyond <= high);
        assert.ok(ticks.length >= 2 && ticks.length <= n + 3, `${ticks.length} ticks for ${n}`);
        ticks.forEach((tick, i) => {
          assert.ok(tick >= low - beyond && tick <= high + beyond);
          if (i > 0) assert.ok(tick > (ticks[i - 1] ?? 0));
        });
        const said = axisLabelsWithUnit(axis, readerOf(language));
        assert.equal(new Set(said).size, ticks.length, said.join(" "));
        for (const label of said) assert.ok(label.length <= 24, label);
      },
    ),
    { numRuns: 2_000 },
  );
});
