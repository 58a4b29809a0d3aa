import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_ROWS, tableRows } from "./table.ts";

test("the view in parts, at most 48, none shorter than a bucket, empty ones left out", () => {
  const at = Array.from({ length: 1_000 }, (_, index) => index * 10).filter((time) => time < 2_000 || time >= 5_000);
  const series = { unit: "W", at, min: at, mean: at, max: at };
  const pieces = [[{ from: 0, to: 10_000, step: 10, series }], []];
  const rows = tableRows(pieces, { from: 0, to: 10_000 }, 10);
  assert.ok(rows.length < MOST_ROWS && rows.length > 30, `${rows.length}`);
  assert.ok(rows.every(({ from, to }) => to <= 2_200 || from >= 4_700));
  assert.deepEqual(rows[0]?.values[0], { min: 0, mean: 100, max: 200 });
  assert.equal(rows[0]?.values[1], undefined);
  assert.equal(tableRows(pieces, { from: 0, to: 40 }, 10).length, 4);
  assert.deepEqual(tableRows([[]], { from: 0, to: 40 }, 10), []);
});
