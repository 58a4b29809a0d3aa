import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, SECOND } from "../model/index.ts";
import { TICK_STEPS, type TickStep, tickTimes } from "./ticks.ts";
import { isoLocal, wallClock } from "./wall-clock.ts";

const PARIS = wallClock("Europe/Paris");
const at = (text: string): number => Date.parse(text);
const noon = at("2026-11-20T11:00:00Z");

function step(unit: TickStep["unit"], count: number): TickStep {
  const found = TICK_STEPS.find((one) => one.unit === unit && one.count === count);
  assert(found);
  return found;
}

function times(one: TickStep, from: number, to: number): string[] {
  return tickTimes(one, from, to, PARIS).map((tick) => isoLocal(tick, PARIS).slice(0, 16));
}

test("steps grow, and their ticks lie within, in order, about so far apart", () => {
  let before = 0;
  for (const one of TICK_STEPS) {
    assert.ok(one.about_ms > before);
    before = one.about_ms;
    if (one.about_ms > 2_000 * DAY) continue;
    const from = noon - 7.3 * one.about_ms;
    const found = tickTimes(one, from, noon, PARIS);
    assert.ok(found.length >= 6 && found.length <= 10, `${one.count} ${one.unit}: ${found.length}`);
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
    );
    assert.ok(found.every((tick) => tick >= from && tick <= noon));
  }
});

test("parts of a day are round times of the site's clock, both ends included", () => {
  assert.deepEqual(times(step("minute", 360), noon - DAY, noon), [
    "2026-11-19T12:00",
    "2026-11-19T18:00",
    "2026-11-20T00:00",
    "2026-11-20T06:00",
    "2026-11-20T12:00",
  ]);
  assert.equal(tickTimes(step("second", 5), noon, noon + 60 * SECOND, PARIS).length, 13);
});

test("the hour that the clock shows twice has two ticks, the one that it skips none", () => {
  const hours = (from: string, to: string): string[] =>
    times(step("minute", 60), at(from), at(to)).map((text) => text.slice(11));
  assert.deepEqual(hours("2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z"), ["01:00", "02:00", "02:00", "03:00"]);
  assert.deepEqual(hours("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"), ["01:00", "03:00", "04:00"]);
});

test("weeks, months, quarters and years begin where the calendar says", () => {
  const days = (one: TickStep, from: number): string[] => times(one, from, noon).map((text) => text.slice(0, 10));
  assert.deepEqual(days(step("day", 7), noon - 21 * DAY), ["2026-11-02", "2026-11-09", "2026-11-16"]);
  assert.deepEqual(days(step("day", 2), noon - 5 * DAY), ["2026-11-17", "2026-11-19"]);
  assert.deepEqual(days(step("month", 3), noon - 300 * DAY), ["2026-04-01", "2026-07-01", "2026-10-01"]);
  assert.deepEqual(days(step("year", 5), noon - 4_000 * DAY), ["2020-01-01", "2025-01-01"]);
});

test("every second day is an odd one: after the 31st comes the 1st", () => {
  const days = times(step("day", 2), at("2026-10-26T12:00:00Z"), at("2026-11-04T12:00:00Z"));
  assert.deepEqual(
    days.map((text) => text.slice(5, 10)),
    ["10-27", "10-29", "11-01", "11-03"],
  );
  assert.equal(tickTimes(step("minute", 30), noon, noon + HOUR, PARIS).length, 3);
});
