import assert from "node:assert/strict";
import { test } from "node:test";
import { bcmOfHeader, bcmOfWiringPi } from "./raspberry.ts";

test("PvMonit's eight relays and wiringPi's other numbers are where they always were", () => {
  assert.deepEqual([4, 5, 10, 21, 22, 27, 28, 29].map(bcmOfWiringPi), [23, 24, 8, 5, 6, 16, 20, 21]);
  assert.deepEqual([0, 14, 15, 16, 31].map(bcmOfWiringPi), [17, 11, 14, 15, 1]);
  assert.deepEqual([-1, 32, 1.5].map(bcmOfWiringPi), [undefined, undefined, undefined]);
});

test("the header's pins lead to 28 lines, each once; power and ground to none", () => {
  const lines = Array.from({ length: 41 }, (_nothing, pin) => bcmOfHeader(pin)).filter((bcm) => bcm !== undefined);
  assert.deepEqual(
    lines.toSorted((a, b) => a - b),
    Array.from({ length: 28 }, (_nothing, bcm) => bcm),
  );
  assert.deepEqual([11, 16, 18, 3, 40].map(bcmOfHeader), [17, 23, 24, 2, 21]);
  assert.deepEqual([1, 2, 4, 6, 9, 14, 17, 20, 25, 30, 34, 39].map(bcmOfHeader), Array(12).fill(undefined));
});
