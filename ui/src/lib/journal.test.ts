import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalLine } from "../../../src/web/api.ts";
import { byDay, filterLines, LINES_KEPT, mergeLines } from "./journal.ts";
import { pageOf } from "./route.ts";

/** A line whose id is its instant, unless told otherwise. */
const line = (at: number, relay = "boiler", kind: JournalLine["kind"] = "switch", id = at): JournalLine => ({
  id,
  at,
  kind,
  relay,
  reason: "why",
});

const ids = (lines: readonly JournalLine[]): number[] => lines.map(({ id }) => id);

test("pages that overlap become one list, the last recorded first, each line once", () => {
  const at = (id: number, instant: number): JournalLine => line(instant, "boiler", "switch", id);
  // three share a millisecond and say the same; the clock was set back before the fifth
  const first = [at(5, 10), at(4, 20), at(3, 20)];
  const older = mergeLines(first, [at(3, 20), at(2, 20), at(1, 5)]);
  assert.deepEqual(ids(older), [5, 4, 3, 2, 1]);
  assert.deepEqual(ids(mergeLines(older, [at(7, 30), at(6, 30), at(5, 10)])), [7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(ids(mergeLines(older, [])), [5, 4, 3, 2, 1]);
});

test("a journal that begins anew takes the old one's place", () => {
  const known = [line(30, "boiler", "switch", 2), line(20, "boiler", "switch", 1)];
  const read = [line(50, "boiler", "switch", 1)];
  assert.deepEqual(mergeLines(known, read), read);
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

test("a day that comes again after the clock was set back has a key of its own", () => {
  const lines = [20, 19, 20, 20, 19].map((day) => line(Date.UTC(2026, 10, day, 12)));
  assert.deepEqual(
    byDay(lines, "UTC").map((day) => [day.key, day.lines.length]),
    [
      ["2026-11-20", 1],
      ["2026-11-19", 1],
      ["2026-11-20-2", 2],
      ["2026-11-19-2", 1],
    ],
  );
});

test("an unknown address is Now", () => {
  assert.equal(pageOf("#/journal"), "journal");
  assert.equal(pageOf("#/journals"), "now");
  assert.equal(pageOf(""), "now");
});
