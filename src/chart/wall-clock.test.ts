import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR, startOf, startOfDay, zoneOffset } from "../model/index.ts";
import { isoLocal, WallClock, wallClock } from "./wall-clock.ts";

const ZONES = [
  "Europe/Paris",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "UTC",
];
const instants = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2030, 0) });
const PARIS = new WallClock("Europe/Paris");
const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

test("one clock, asked for times near and far in any order, is that of the zone", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.array(instants, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: -400, max: 400 }),
      (zone, asked, days) => {
        const clock = new WallClock(zone);
        for (const instant of asked.flatMap((one) => [one, one + days * DAY])) {
          assert.equal(clock.local(instant), instant + zoneOffset(instant, zone));
          assert.equal(clock.startOf("day", instant), startOfDay(instant, zone));
          const back = clock.instant(clock.local(instant));
          // an hour that comes twice is found the first time
          assert.ok(back === instant || (back < instant && zoneOffset(back, zone) > zoneOffset(instant, zone)));
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("months and years begin where the house's own reckoning has them", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instants, (zone, instant) => {
      const clock = new WallClock(zone);
      for (const unit of ["month", "year"] as const) {
        assert.equal(clock.startOf(unit, instant), startOf(unit, instant, zone));
      }
    }),
    { numRuns: 200 },
  );
});

test("a time that the wall clock skips is the instant at which it jumps", () => {
  const jump = Date.UTC(2026, 2, 29, 1);
  assert.equal(PARIS.instant(Date.UTC(2026, 2, 29, 2, 30)), jump);
  assert.equal(PARIS.instant(Date.UTC(2026, 2, 29, 3)), jump);
});

test("civil units ahead and before, also over days of 23 and 25 hours", () => {
  const noon = at("2026-03-29T12:00:00Z");
  assert.equal(iso(PARIS.startOf("day", noon)), "2026-03-28T23:00:00.000Z");
  assert.equal(iso(PARIS.startOf("day", noon, 1)), "2026-03-29T22:00:00.000Z");
  const autumn = at("2026-10-25T12:00:00Z");
  assert.equal(PARIS.startOf("day", autumn, 1) - PARIS.startOf("day", autumn), 25 * HOUR);
  assert.equal(iso(PARIS.startOf("month", noon, 1)), "2026-03-31T22:00:00.000Z");
  assert.equal(iso(PARIS.startOf("month", noon, -3)), "2025-11-30T23:00:00.000Z");
  assert.equal(iso(PARIS.startOf("year", noon, 1)), "2026-12-31T23:00:00.000Z");
});

test("a midnight that is skipped is the end of the leap, one that comes twice the first", () => {
  // Beirut's clock went from 24:00 to 1:00 on 29 March 2026's night
  const beirut = new WallClock("Asia/Beirut");
  const start = beirut.startOf("day", at("2026-03-29T12:00:00Z"));
  assert.equal(isoLocal(start, beirut).slice(0, 10), "2026-03-29");
  assert.notEqual(isoLocal(start - 1_000, beirut).slice(0, 10), "2026-03-29");
  const havana = new WallClock("America/Havana").startOf("day", at("2026-11-01T17:00:00Z"));
  assert.equal(iso(havana), "2026-11-01T04:00:00.000Z");
});

test("an instant as the clock says it, east and west of Greenwich", () => {
  const instant = at("2026-11-20T13:05:09Z");
  assert.equal(isoLocal(instant, PARIS), "2026-11-20T14:05:09+01:00");
  assert.equal(isoLocal(instant, new WallClock("America/St_Johns")), "2026-11-20T09:35:09-03:30");
});

test("a zone that is not known is refused; who asks for its clock all the same is given UTC's", () => {
  assert.throws(() => new WallClock("No/Where"), RangeError);
  assert.equal(isoLocal(at("2026-11-20T13:05:09Z"), wallClock("No/Where")), "2026-11-20T13:05:09+00:00");
  assert.equal(wallClock("Europe/Paris"), wallClock("Europe/Paris"));
});
