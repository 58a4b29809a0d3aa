import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseInstant } from "./instants.ts";

test("numbers and ISO 8601 with a zone", () => {
  assert.equal(parseInstant("0"), 0);
  assert.equal(parseInstant("1795168800000"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T10:00:00Z"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T10:00z"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T05:30:00.250-04:30"), 1_795_168_800_250);
  assert.equal(parseInstant("2026-11-20T11:00:00 01:00"), 1_795_168_800_000);
  for (const words of ["", " 5", "-1", "1e3", "0x10", "8640000000000001", "2026-11-20", "2026-11-20T10:00:00"]) {
    assert.equal(parseInstant(words), undefined, words);
  }
  assert.equal(parseInstant("2026-02-29T00:00:00Z"), undefined);
  assert.equal(parseInstant("2028-02-29T00:00:00Z"), Date.UTC(2028, 1, 29));
  assert.equal(parseInstant("2026-11-20T25:00:00Z"), undefined);
});

test("every instant reads back from its ISO form, and nothing throws", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => parseInstant(new Date(at).toISOString()) === at));
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (words) => {
      const at = parseInstant(words);
      return at === undefined || (Number.isInteger(at) && at >= -8.64e15 && at <= 8.64e15);
    }),
  );
});
