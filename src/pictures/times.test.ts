import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { wallClock } from "../chart/wall-clock.ts";
import { DAY, HOUR } from "../model/index.ts";
import { LANGUAGES, type Language, readerOf } from "../words/languages.ts";
import { textWidth } from "./text.ts";
import { type TimeAxis, type TimeLabel, timeAxis } from "./times.ts";

const at = (iso: string): number => Date.parse(iso);

function axis(from: number, to: number, language: Language = "en", width = 800, zone = "Europe/Paris"): TimeAxis {
  const clock = wallClock(zone);
  return timeAxis({ from, to, clock, reader: readerOf(language), left: 50, right: width - 15, width, font_px: 12 });
}

const words = (row: readonly TimeLabel[]): string[] => row.map(({ text }) => text);
/** Where an instant stands on an axis of 735 px from 50 on. */
const place = (from: number, to: number, instant: number): number => 50 + (735 * (instant - from)) / (to - from);

test("hours, days and months in the reader's language", () => {
  const now = at("2026-11-20T09:00:00Z");
  const day = (language: Language): string[] => words(axis(now - DAY, now, language).second);
  assert.match(day("en")[0] ?? "", /^Thursday,? 19 November 2026$/);
  assert.match(day("fr")[1] ?? "", /^vendredi 20 novembre 2026$/);
  assert.match(day("de")[1] ?? "", /^Freitag, 20\. November 2026$/);
  const year = axis(now - 365 * DAY, now, "de");
  assert.ok(words(year.first).includes("Mär"));
  assert.deepEqual(words(year.second), ["2025", "2026"]);
  const week = axis(now - 7 * DAY, now, "fr");
  assert.ok(
    words(week.first).includes("12:00") ||
      words(week.first).some((text) => /^(lun|mar|mer|jeu|ven|sam|dim)/.test(text)),
  );
});

test("the day of the long night has two o'clock twice, that of the short one none", () => {
  const [from, to] = [at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")];
  const autumn = axis(from, to, "en", 2_000);
  assert.equal(words(autumn.first).filter((text) => text === "02:00").length, 2);
  const spring = words(axis(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), "en", 2_000).first);
  assert.ok(!spring.includes("02:00") && spring.includes("01:00") && spring.includes("03:00"));
});

test("around a change of the clock days begin at the site's midnights", () => {
  const [from, to] = [at("2026-10-21T10:00:00Z"), at("2026-10-28T11:00:00Z")];
  const { heavy } = axis(from, to);
  const midnights = ["21T22", "22T22", "23T22", "24T22", "25T23", "26T23", "27T23"].map((hour) =>
    at(`2026-10-${hour}:00:00Z`),
  );
  assert.deepEqual(
    heavy.map(Math.round),
    midnights.map((midnight) => Math.round(place(from, to, midnight))),
  );
});

test("months and quarters begin on their first day", () => {
  const [from, to] = [at("2026-01-09T23:00:00Z"), at("2027-01-10T23:00:00Z")];
  const months = axis(from, to);
  assert.equal(months.light.length + months.heavy.length, 12);
  assert.deepEqual(months.heavy.map(Math.round), [Math.round(place(from, to, at("2026-12-31T23:00:00Z")))]);
  const narrow = axis(from, to, "fr", 220);
  assert.deepEqual(words(narrow.first), ["avr.", "juil.", "oct.", "janv."]);
});

const spans = fc.constantFrom(HOUR, 12 * HOUR, DAY, 7 * DAY, 31 * DAY, 92 * DAY, 365 * DAY);
const starts = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") });

test("whatever the span, the width and the language: labels stand apart, within the picture, beside ticks", () => {
  fc.assert(
    fc.property(
      spans,
      starts,
      fc.integer({ min: 120, max: 2_000 }),
      fc.constantFrom(...LANGUAGES),
      (span, from, width, language) => {
        const { first, second, light, heavy } = axis(from, from + span, language, width);
        for (const row of [first, second]) {
          let end = 0;
          for (const { x, text } of row) {
            const half = textWidth(text, 12) / 2;
            assert.ok(x - half >= end, `${text} touches the one before`);
            end = x + half;
          }
          assert.ok(end <= width);
        }
        assert.ok(first.length >= (width > 300 ? 2 : 0), `${first.length} labels at ${width} px`);
        for (const x of [...light, ...heavy]) assert.ok(x >= 50 && x <= width - 15);
      },
    ),
    { numRuns: 400 },
  );
});
