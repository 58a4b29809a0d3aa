import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, isoLocal, wallClock } from "../../../../src/chart/wall-clock.ts";
import type { ChannelEntry } from "../../../../src/web/api.ts";

import { barLabels, barsAxis, barsOf, coveredOf, energyChannels, energySpan } from "./energy.ts";

const PARIS = "Europe/Paris";
const now = Date.parse("2026-11-20T12:00:00Z");
const view = { from: now - DAY, to: now, live: true };
const day = (at: number): string => isoLocal(at, wallClock(PARIS)).slice(0, 10);

test("a month of days, a year of months, some years: more where the view shows more, within bounds", () => {
  assert.deepEqual(Object.values(energySpan("day", view, now, PARIS)).map(day), ["2026-10-21", "2026-11-20"]);
  assert.equal(day(energySpan("month", view, now, PARIS).from), "2025-12-01");
  assert.equal(day(energySpan("year", view, now, PARIS).from), "2022-01-01");
  const quarter = { ...view, from: now - 91 * DAY };
  assert.equal(day(energySpan("day", quarter, now, PARIS).from), "2026-08-21");
  const years = { ...view, from: now - 9_000 * DAY };
  const { from, to } = energySpan("day", years, now, PARIS);
  assert.ok((to - from) / DAY < 401);
});

test("a moment that passes asks for nothing new within the same day", () => {
  const later = { ...view, from: view.from + 5_000, to: view.to + 5_000 };
  assert.deepEqual(energySpan("day", view, view.to, PARIS), energySpan("day", later, later.to, PARIS));
});

test("powers and counters of energy can be summed, those that people know first", () => {
  const entry = (name: string, unit: string, kind: ChannelEntry["kind"] = "number", named = true): ChannelEntry => ({
    name,
    display_name: name,
    unit,
    kind,
    named,
  });
  const names = energyChannels([
    entry("roof.power", "W", "number", false),
    entry("meter.energy", "kWh", "counter"),
    entry("battery.voltage", "V"),
    entry("grid.power", "W"),
    entry("solar.power", "W"),
  ]).map(({ name }) => name);
  assert.deepEqual(names, ["solar.power", "grid.power", "meter.energy", "roof.power"]);
});

test("bars go up and down from 0, on a scale of round numbers that holds them", () => {
  const bars = barsOf({
    unit: "Wh",
    by: "day",
    edges: [0, 1, 2],
    net: [900, -1_500],
    positive: [1_900, 500],
    negative: [-1_000, -2_000],
    covered: [1, 0.25],
    now: false,
  });
  assert.deepEqual(bars, [
    { from: 0, to: 1, up: 1_900, down: -1_000, covered: 1 },
    { from: 1, to: 2, up: 500, down: -2_000, covered: 0.25 },
  ]);
  assert.deepEqual(barsAxis(bars).ticks, [-2_000, -1_000, 0, 1_000, 2_000]);
  assert.deepEqual(barsAxis([{ from: 0, to: 1, up: 9.4, down: 0, covered: 1 }]).ticks, [0, 5, 10]);
  assert.deepEqual([barsAxis([]).low, barsAxis([]).high], [0, 1]);
});

test("few bars are labelled by their days, many by their months, and never more than there is room for", () => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ from: wallClock(PARIS).startOf("day", now, index - count + 1) }));
  const month = barLabels(days(31), "day", 16, PARIS);
  assert.equal(month.name, "day");
  assert.deepEqual([...month.places].slice(-3), [26, 28, 30]);
  const year = barLabels(days(365), "day", 20, PARIS);
  assert.equal(year.name, "month");
  assert.equal(year.places.size, 12);
  assert.equal(barLabels(days(365), "day", 6, PARIS).places.size, 6);
  assert.equal(barLabels([], "year", 6, PARIS).places.size, 0);
});

test("of all bars so much is known, those from before the first reading left out", () => {
  const bar = (from: number, to: number, covered: number) => ({ from, to, up: 0, down: 0, covered });
  assert.equal(coveredOf([bar(0, 10, 0), bar(10, 30, 1), bar(30, 50, 0.5)]), 0.75);
  assert.equal(coveredOf([bar(0, 10, 0)]), 1);
});
