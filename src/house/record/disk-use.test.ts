import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { DiskUse } from "./disk-use.ts";

/** 10:00 in Paris. */
const T = Date.UTC(2026, 5, 15, 8);

function bench(saved?: unknown) {
  let written: number | null = 0;
  const use = new DiskUse(() => ({ written_bytes: written, database_bytes: 5 }), "Europe/Paris", saved, {
    at: T,
    mono: 0,
  });
  return {
    use,
    at(ms: number, bytes: number | null, off_ms?: number) {
      written = bytes;
      return use.look({ at: T + ms + (off_ms ?? 0), mono: ms }, T, off_ms === undefined);
    },
  };
}

test("counts since the site's midnight", () => {
  const { at } = bench();
  assert.equal(at(HOUR, 1_000).written_today_bytes, 1_000);
  assert.equal(at(13 * HOUR, 1_500).written_today_bytes, 1_500);
  assert.equal(at(14 * HOUR, 1_600).written_today_bytes, 100, "midnight in Paris");
});

test("says what a day comes to, after ten minutes, from the last 24 hours", () => {
  const { at } = bench();
  assert.equal(at(9 * MINUTE, 100).written_per_day_bytes, null);
  assert.equal(at(HOUR / 2, 500).written_per_day_bytes, 24_000);
  for (let hour = 1; hour <= 72; hour++) at(hour * HOUR, 500 + hour * 10);
  const rate = at(72.5 * HOUR, 1_225).written_per_day_bytes ?? 0;
  assert(Math.abs(rate - 240) <= 10, `${rate} bytes a day`);
});

test("counts the ten minutes since its start, however long the machine has run", () => {
  const use = new DiskUse(() => ({ written_bytes: 600, database_bytes: 5 }), "Europe/Paris", undefined, {
    at: T,
    mono: DAY,
  });
  const rate = (ms: number) => use.look({ at: T + ms, mono: DAY + ms }, T, true).written_per_day_bytes;
  assert.deepEqual([rate(9 * MINUTE), rate(10 * MINUTE)], [null, 600 * 6 * 24]);
});

test("today goes on after a restart, yesterday's does not", () => {
  const first = bench();
  first.at(HOUR, 1_000);
  const saved = JSON.parse(JSON.stringify(first.use.plain()));
  assert.equal(bench(saved).at(2 * HOUR, 50).written_today_bytes, 1_050);
  assert.equal(bench({ ...saved, day: "2026-06-14" }).at(2 * HOUR, 50).written_today_bytes, 50);
  for (const strange of [null, 7, { day: 1 }, { day: "2026-06-15", bytes: "x" }, { day: "2026-06-15", bytes: -1 }]) {
    assert.equal(bench(strange).at(0, 3).written_today_bytes, 3);
  }
});

test("today goes on while nobody knows what day it is", () => {
  const { at, use } = bench({ day: "2026-06-15", bytes: 1_000 });
  assert.equal(at(HOUR, 40, -20_000 * DAY).written_today_bytes, 40);
  assert.deepEqual(use.plain(), { day: "2026-06-15", bytes: 1_000 }, "of what is saved nothing is lost");
  assert.equal(at(2 * HOUR, 50).written_today_bytes, 1_050);
  const other = bench({ day: "2026-06-14", bytes: 1_000 });
  other.at(HOUR, 40, -20_000 * DAY);
  assert.equal(other.at(2 * HOUR, 50).written_today_bytes, 50);
});

test("where nobody counts, nothing is claimed", () => {
  const { at } = bench();
  assert.deepEqual(at(2 * DAY, null), {
    written_today_bytes: null,
    written_per_day_bytes: null,
    database_bytes: 5,
    last_commit_at: T,
  });
});
