import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Reading, Value } from "../../model/index.ts";
import { Gathering } from "../code/runs.ts";
import { changesOf, type KnownChanges } from "./changes.ts";
import { type Part, partOf } from "./part.ts";

function partWith(readings: readonly Reading[]): Part {
  const gathering = new Gathering();
  for (const { at, value } of readings) {
    if (typeof value === "number") gathering.add(at, value);
    else gathering.add(at, Number.NaN, value);
  }
  return partOf(gathering.run());
}

function plainly(readings: readonly Reading[], from: number, to: number): Reading[] {
  const within = readings.filter(({ at }) => at >= from && at < to);
  return within.filter(({ value }, i) => i === 0 || value !== within[i - 1]?.value);
}

const series = (values: readonly Value[]): Reading[] => values.map((value, i) => ({ channel: "s", at: 10 * i, value }));

test("changes are those that a plain loop finds, wherever the span cuts, at first and again", () => {
  const value = fc.constantFrom<Value>("off", "on", "float", 0, 1, "", "1");
  const values = fc.array(value, { minLength: 1, maxLength: 60 });
  const edge = fc.integer({ min: -2, max: 62 });
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.tuple(edge, edge, fc.nat(8))),
      (all, size, asked) => {
        const readings = series(all);
        const parts: Part[] = [];
        for (let i = 0; i < readings.length; i += size) parts.push(partWith(readings.slice(i, i + size)));
        const kept: KnownChanges = new WeakMap();
        for (const [a, b, limit] of asked) {
          const [from, to] = [10 * a, 10 * b];
          const within = parts.filter(({ first, last }) => first < to && last >= from);
          const expected = plainly(readings, from, to);
          assert.deepEqual(changesOf("s", within, from, to, limit, kept), expected.slice(0, limit));
          assert.deepEqual(changesOf("s", within, from, to, 1e6, kept), expected);
        }
      },
    ),
  );
});

test("what a whole part said once is not read again, unless it changes all the time", () => {
  let read = 0;
  const counted = (values: readonly Value[]): Part => {
    const part = partWith(series(values));
    return {
      ...part,
      chunk: () => {
        read++;
        return part.chunk();
      },
    };
  };
  const calm = counted(["off", "off", "on", "on"]);
  const kept: KnownChanges = new WeakMap();
  for (let i = 0; i < 3; i++) assert.equal(changesOf("s", [calm], 0, 100, 10, kept).length, 2);
  assert.equal(read, 1);
  assert.equal(changesOf("s", [calm], 5, 100, 10, kept)[0]?.at, 10);
  assert.equal(read, 2);
  const restless = counted(Array.from({ length: 40 }, (_, i) => `${i % 3}`));
  for (let i = 0; i < 3; i++) assert.equal(changesOf("s", [restless], 0, 1_000, 100, kept).length, 40);
  assert.equal(read, 5);
});
