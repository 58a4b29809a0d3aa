import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR } from "../../../../src/chart/wall-clock.ts";
import { ticks } from "./ticks.ts";

const PARIS = "Europe/Paris";
const at = (text: string): number => Date.parse(text);
const noon = at("2026-11-20T11:00:00Z");

test("a day is labelled at even hours of the site's clock, its date at the first of each day", () => {
  const labels = ticks(noon - DAY, noon, 12, PARIS, "en-GB");
  assert.deepEqual(labels.map(({ main }) => main).slice(0, 8), [
    "12:00",
    "14:00",
    "16:00",
    "18:00",
    "20:00",
    "22:00",
    "00:00",
    "02:00",
  ]);
  assert.deepEqual(
    labels.flatMap(({ sub }) => (sub === "" ? [] : [sub])),
    ["Thu 19 Nov", "Fri 20 Nov"],
  );
});

test("every span has some labels, not more than there is room for, in order and within", () => {
  for (const span of [
    10_000,
    60_000,
    7 * 60_000,
    HOUR,
    5 * HOUR,
    DAY,
    3 * DAY,
    20 * DAY,
    90 * DAY,
    400 * DAY,
    9_000 * DAY,
  ]) {
    for (const most of [3, 8, 15]) {
      const times = ticks(noon - span, noon, most, PARIS, "en-GB").map(({ at }) => at);
      assert.ok(times.length <= most + 2, `${span} ms: ${times.length} for ${most}`);
      assert.ok(times.length >= 1 || most === 3, `${span} ms: none for ${most}`);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.ok(times.every((time) => time >= noon - span && time <= noon));
    }
  }
});

test("weeks, months and years begin where the calendar says", () => {
  const days = ticks(noon - 7 * DAY, noon, 8, PARIS, "en-GB").map(({ main }) => main);
  assert.deepEqual(days, ["Sat 14", "Sun 15", "Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20"]);
  const months = ticks(noon - 365 * DAY, noon, 14, PARIS, "de");
  assert.deepEqual(
    months.map(({ main, sub }) => `${main} ${sub}`.trim()),
    ["Dez 2025", "Jan 2026", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov"],
  );
});

test("second lines do not touch: the one at midnight stays", () => {
  const from = at("2026-11-19T12:26:00Z");
  const subs = ticks(from, from + DAY, 4, PARIS, "en-GB").map(({ main, sub }) => `${main} ${sub}`.trim());
  assert.deepEqual(subs, ["18:00", "00:00 Fri 20 Nov", "06:00", "12:00"]);
});
