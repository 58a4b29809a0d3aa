import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR } from "../../../../src/chart/wall-clock.ts";
import { namesOf } from "../names.ts";
import { type Reader, sayGap, sayMoment, sayRange, saySpan, saySummary, sayUnit } from "./say.ts";

const english: Reader = { language: "en", locale: "en-GB", zone: "Europe/Paris", names: namesOf(undefined, "en") };
const french: Reader = { language: "fr", locale: "fr", zone: "Europe/Paris", names: namesOf(undefined, "fr") };
const at = Date.parse("2026-11-20T11:00:00Z");

test("a span names its day once, two days without their weekdays, months without the time", () => {
  assert.equal(saySpan(at, at + 2 * HOUR, english), "Fri, 20 Nov 2026, 12:00 – 14:00");
  assert.equal(saySpan(at - DAY, at, english), "19 Nov, 12:00 to 20 Nov 2026, 12:00");
  assert.equal(saySpan(at - 365 * DAY, at, english), "20 Nov 2025 to 20 Nov 2026");
  assert.match(saySpan(at - 60_000, at, english), /11:59:00 – 12:00:00$/);
  assert.equal(saySpan(at - 365 * DAY, at, french), "du 20 nov. 2025 au 20 nov. 2026");
});

test("a moment has seconds only where buckets are that short", () => {
  assert.equal(sayMoment(at, 60_000, english), "Fri, 20 Nov 2026, 12:00");
  assert.equal(sayMoment(at + 5_000, 5_000, english), "Fri, 20 Nov 2026, 12:00:05");
});

test("a range says its unit once where it is one", () => {
  assert.equal(sayRange(12, 84, "W", english), "12 – 84\u202fW");
  assert.equal(sayRange(12, 1_840, "W", english), "12\u202fW – 1.84\u202fkW");
  assert.equal(sayRange(5, 5, "V", english), "5\u202fV");
  assert.equal(sayRange(-211, -199, "W", english), "−211 – −199\u202fW");
});

test("sentences for those who do not see, in the reader's language", () => {
  const summary = { min: 0, mean: 640, max: 1_840 };
  assert.equal(
    saySummary("Solar power", summary, "W", english),
    "Solar power: least 0\u202fW, mean 640\u202fW, most 1.84\u202fkW",
  );
  const gap = { since: at, until: at + HOUR, why: "silent", channel: "battery.soc" } as const;
  assert.equal(sayGap(gap, english), "Not recorded from 20 Nov, 12:00 to 20 Nov, 13:00: State of charge sent nothing.");
  for (const why of ["stopped", "clock_unset", "dropped", "uncounted"] as const) {
    assert.match(sayGap({ since: at, until: at + HOUR, why }, french), /\u202f: .*\.$/);
  }
});

test("civil units by their names", () => {
  assert.equal(sayUnit(at, "day", english), "Friday, 20 November 2026");
  assert.equal(sayUnit(at, "month", french), "novembre 2026");
  assert.equal(sayUnit(at, "year", english), "2026");
  assert.equal(sayUnit(at, "month", english, true), "Nov");
});
