import assert from "node:assert/strict";
import { test } from "node:test";
import { gapFrom, joined, usualDistance } from "./gaps.ts";

test("the usual distance is the middle one: a few long silences do not change it", () => {
  assert.equal(usualDistance([0, 10, 20, 500, 510]), 10);
  assert.equal(usualDistance([7]), 0);
  assert.equal(usualDistance([]), 0);
});

test("a gap begins at two and a half usual distances, or widths where these are wider", () => {
  assert.equal(gapFrom(10, 60), 150);
  assert.equal(gapFrom(60, 10), 150);
});

test("spans that overlap or nearly touch are one, in whatever order they come", () => {
  const spans = [
    { from: 100, to: 110 },
    { from: 0, to: 50 },
    { from: 10, to: 20 },
    { from: 52, to: 60 },
    { from: 63, to: 70 },
  ];
  assert.deepEqual(joined(spans, 3), [
    { from: 0, to: 60 },
    { from: 63, to: 70 },
    { from: 100, to: 110 },
  ]);
  assert.deepEqual(joined([], 3), []);
});
