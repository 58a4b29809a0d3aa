import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalLine } from "../../../src/web/api.ts";
import { byDay, filterLines, LINES_KEPT, mergeLines } from "./journal.ts";
import { pageOf } from "./route.ts";

const line = (at: number, relay = "boiler", kind: JournalLine["kind"] = "switch"): JournalLine => ({
  at,
  kind,
  relay,
  reason: "why",
});

test("pages that overlap become one list, newest first, each line once", () => {
  const first = [line(30), line(20), line(20, "pump"), line(10)];
  const older = mergeLines(first, [line(20), line(20, "pump"), line(10), line(5)]);
  assert.deepEqual(
    older.map(({ at, relay }) => `${at} ${relay}`),
    ["30 boiler", "20 boiler", "20 pump", "10 boiler", "5 boiler"],
  );
  const newer = mergeLines(older, [line(40), line(30, "pump"), line(30)]);
  assert.deepEqual(
    newer.slice(0, 3).map(({ at, relay }) => `${at} ${relay}`),
    ["40 boiler", "30 pump", "30 boiler"],
  );
});

test("the list has a bound", () => {
  const many = Array.from({ length: LINES_KEPT + 50 }, (_, index) => line(10_000 - index));
  assert.equal(mergeLines([], many).length, LINES_KEPT);
});

test("filters by relay and by kind", () => {
  const lines = [line(3, "pump"), line(2, "boiler", "fault"), line(1)];
  assert.equal(filterLines(lines, "", "").length, 3);
  assert.deepEqual(
    filterLines(lines, "boiler", "").map(({ at }) => at),
    [2, 1],
  );
  assert.deepEqual(
    filterLines(lines, "boiler", "fault").map(({ at }) => at),
    [2],
  );
});

test("days are those of the site", () => {
  const lines = [Date.UTC(2026, 10, 20, 12), Date.UTC(2026, 10, 19, 23, 30), Date.UTC(2026, 10, 19, 22, 30)].map((at) =>
    line(at),
  );
  assert.deepEqual(
    byDay(lines, "Europe/Paris").map((day) => [day.key, day.lines.length]),
    [
      ["2026-11-20", 2],
      ["2026-11-19", 1],
    ],
  );
  assert.deepEqual(
    byDay(lines, "UTC").map((day) => day.lines.length),
    [1, 2],
  );
});

test("an unknown address is Now", () => {
  assert.equal(pageOf("#/journal"), "journal");
  assert.equal(pageOf("#/journals"), "now");
  assert.equal(pageOf(""), "now");
});
