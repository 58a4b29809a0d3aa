import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bucket, Reading } from "../../model/index.ts";
import { packBuckets, packReadings, unpackBuckets, unpackReadings } from "./packed.ts";

const VALUES: readonly (readonly [what: string, values: readonly (number | string)[]])[] = [
  ["nothing", []],
  ["numbers", [1, -0, 0.1, Number.MAX_VALUE, -5]],
  ["states", ["on", "", "off"]],
  ["both", [1, "on", 2]],
];

for (const [what, values] of VALUES) {
  test(`${what}: what crosses is what was read`, () => {
    const readings = values.map((value, i): Reading => ({ channel: "a", at: 1_700_000_000_000 + i, value }));
    const crossed = structuredClone(packReadings("a", readings));
    assert.deepEqual(unpackReadings(crossed), readings);
  });
}

test("buckets, also where there is none", () => {
  const bucket: Bucket = { at: 5, min: -1.5, mean: 0.25, max: 7, count: 3, last: 2 };
  for (const buckets of [[], [undefined], [bucket, undefined, { ...bucket, at: 6, last: 0 }]]) {
    assert.deepEqual(unpackBuckets(structuredClone(packBuckets(buckets))), buckets);
  }
});
