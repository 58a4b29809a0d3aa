import assert from "node:assert/strict";
import { test } from "node:test";
import { isLit, SEGMENTS } from "./segments.ts";

test("seven segments, each a path of its own that ends where it began", () => {
  assert.equal(SEGMENTS.length, 7);
  assert.equal(new Set(SEGMENTS).size, 7);
  for (const path of SEGMENTS) assert.match(path, /^M[-\d.]+ [-\d.]+l.*z$/);
});

test("top and bottom are where they belong, and bits say which are lit", () => {
  const y = (bit: number): number => Number(/^M[-\d.]+ ([-\d.]+)/.exec(SEGMENTS[bit] ?? "")?.[1]);
  assert.ok(y(0) < y(6) && y(6) < y(3));
  assert.deepEqual(
    [0, 3, 7].map((bit) => isLit(0x81, bit)),
    [true, false, true],
  );
});
