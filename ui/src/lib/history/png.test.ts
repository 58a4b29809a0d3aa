import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName } from "./download.ts";
import { placeEntries } from "./png.ts";

const entry = (text: string) => ({ text, role: "solar", dash: [] }) as const;

test("a legend breaks into lines where there is no room, and never within an entry", () => {
  const width = (text: string): number => text.length * 10;
  const { placed, lines } = placeEntries([entry("aaaa"), entry("bbbb"), entry("c".repeat(90))], 200, width);
  assert.equal(lines, 2);
  assert.deepEqual(
    placed.map(({ x, line }) => [x, line]),
    [
      [0, 0],
      [94, 0],
      [0, 1],
    ],
  );
  assert.equal(placeEntries([], 200, width).lines, 0);
});

test("a file is named after its span", () => {
  assert.equal(
    fileName("2026-11-20T08:00:00+01:00", "2026-11-20T20:05:09+01:00", "csv"),
    "gleaner-2026-11-20T0800-2026-11-20T2005.csv",
  );
});
