import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type CivilUnit, civil, civilEdges, DAY, HOUR, MINUTE, startOf, startOfDay, zoneOffset } from "./time.ts";

const at = (iso: string): number => Date.parse(iso);

test("an instant reads as the clock on the wall", () => {
  assert.deepEqual(civil(at("2026-11-20T13:05:09Z"), "Europe/Paris"), {
    year: 2026,
    month: 11,
    day: 20,
    hour: 14,
    minute: 5,
    second: 9,
    weekday: 5,
    date: "2026-11-20",
  });
  assert.equal(civil(at("2026-11-22T12:00:00Z"), "Europe/Paris").weekday, 7);
  assert.equal(civil(at("2026-11-20T23:30:00Z"), "Europe/Paris").date, "2026-11-21");
  assert.equal(civil(at("2026-01-01T03:00:00Z"), "America/New_York").date, "2025-12-31");
});

test("a zone that does not exist is a RangeError", () => {
  assert.throws(() => civil(0, "Europe/Pariss"), RangeError);
});

describe("the offset of a zone", () => {
  for (const [zone, before, after, from, to] of [
    ["Europe/Paris", "2026-03-29T00:59:59.999Z", "2026-03-29T01:00:00Z", 1, 2],
    ["Europe/Paris", "2026-10-25T00:59:59.999Z", "2026-10-25T01:00:00Z", 2, 1],
    ["America/New_York", "2026-03-08T06:59:59.999Z", "2026-03-08T07:00:00Z", -5, -4],
    ["America/New_York", "2026-11-01T05:59:59.999Z", "2026-11-01T06:00:00Z", -4, -5],
    ["Australia/Lord_Howe", "2026-04-04T14:59:59.999Z", "2026-04-04T15:00:00Z", 11, 10.5],
    ["Australia/Lord_Howe", "2026-10-03T15:29:59.999Z", "2026-10-03T15:30:00Z", 10.5, 11],
  ] as const) {
    test(`${zone} changes at ${after}`, () => {
      assert.equal(zoneOffset(at(before), zone), from * HOUR);
      assert.equal(zoneOffset(at(after), zone), to * HOUR);
    });
  }

  test("odd zones and the time before 1970", () => {
    assert.equal(zoneOffset(at("2026-06-01T00:00:00Z"), "Asia/Kathmandu"), 5.75 * HOUR);
    assert.equal(zoneOffset(at("2026-06-01T00:00:00Z"), "UTC"), 0);
    assert.equal(zoneOffset(at("1969-07-20T20:17:40.5Z"), "Europe/Paris"), HOUR);
  });

  test("is remembered for a bounded number of quarters, and rightly so", () => {
    for (let day = 0; day < 400; day++) {
      const noon = at("2026-01-01T12:00:00Z") + day * DAY;
      assert.equal((zoneOffset(noon, "Europe/Paris") + noon) % HOUR, 0);
      assert.equal(zoneOffset(noon, "Europe/Paris"), zoneOffset(noon, "Europe/Berlin"));
    }
  });
});

describe("the start of the civil day", () => {
  for (const [name, zone, instant, start] of [
    ["an ordinary day", "Europe/Paris", "2026-06-15T10:00:00Z", "2026-06-14T22:00:00Z"],
    ["midnight itself", "Europe/Paris", "2026-06-14T22:00:00Z", "2026-06-14T22:00:00Z"],
    ["a millisecond before midnight", "Europe/Paris", "2026-06-14T21:59:59.999Z", "2026-06-13T22:00:00Z"],
    ["the day of 23 hours", "Europe/Paris", "2026-03-29T20:00:00Z", "2026-03-28T23:00:00Z"],
    ["the day of 25 hours, early", "Europe/Paris", "2026-10-25T00:30:00Z", "2026-10-24T22:00:00Z"],
    ["the day of 25 hours, late", "Europe/Paris", "2026-10-25T20:00:00Z", "2026-10-24T22:00:00Z"],
    ["New York, 23 hours", "America/New_York", "2026-03-08T20:00:00Z", "2026-03-08T05:00:00Z"],
    ["Lord Howe, 24 and a half hours", "Australia/Lord_Howe", "2026-04-05T10:00:00Z", "2026-04-04T13:00:00Z"],
    ["São Paulo, midnight skipped", "America/Sao_Paulo", "2017-10-15T15:00:00Z", "2017-10-15T03:00:00Z"],
    ["São Paulo, 23:00 twice the day before", "America/Sao_Paulo", "2018-02-18T15:00:00Z", "2018-02-18T03:00:00Z"],
    ["São Paulo, the day with 23:00 twice", "America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z"],
    ["Cairo, midnight skipped", "Africa/Cairo", "2024-04-26T12:00:00Z", "2024-04-25T22:00:00Z"],
    ["Cairo, 23:00 twice the day before", "Africa/Cairo", "2024-11-01T12:00:00Z", "2024-10-31T22:00:00Z"],
    ["the Azores, midnight twice", "Atlantic/Azores", "2026-10-25T12:00:00Z", "2026-10-25T00:00:00Z"],
    ["Havana, midnight twice", "America/Havana", "2024-11-03T12:00:00Z", "2024-11-03T04:00:00Z"],
    ["Samoa, after a day that never was", "Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T10:00:00Z"],
  ] as const) {
    test(name, () =>
      assert.equal(new Date(startOfDay(at(instant), zone)).toISOString(), new Date(start).toISOString()),
    );
  }

  test("is the first instant of its date, in any zone at any time", () => {
    const zones = ["Europe/Paris", "America/Sao_Paulo", "Africa/Cairo", "Atlantic/Azores", "Australia/Lord_Howe"];
    const instants = fc.integer({ min: at("2000-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones, "America/Havana", "Asia/Kathmandu"), (instant, zone) => {
        const start = startOfDay(instant, zone);
        const today = civil(instant, zone).date;
        assert(start <= instant && instant - start < 25 * HOUR + MINUTE);
        assert.equal(civil(start, zone).date, today);
        assert.notEqual(civil(start - 1, zone).date, today);
        assert.equal(startOfDay(start, zone), start);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the edges of civil units", () => {
  const edges = (unit: CivilUnit, from: string, to: string, zone = "Europe/Paris", most = 100): string[] =>
    (civilEdges(unit, at(from), at(to), zone, most) ?? []).map((edge) =>
      new Date(edge).toISOString().replace(":00.000Z", "Z"),
    );

  test("days around both changes have 23 and 25 hours", () => {
    assert.deepEqual(edges("day", "2026-03-28T12:00:00Z", "2026-03-29T22:00:01Z"), [
      "2026-03-27T23:00Z",
      "2026-03-28T23:00Z",
      "2026-03-29T22:00Z",
      "2026-03-30T22:00Z",
    ]);
    assert.deepEqual(edges("day", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), [
      "2026-10-24T22:00Z",
      "2026-10-25T23:00Z",
    ]);
  });

  test("an hour that comes twice is two hours, and half-hour changes make half an hour", () => {
    assert.deepEqual(edges("hour", "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z"), [
      "2026-10-24T23:00Z",
      "2026-10-25T00:00Z",
      "2026-10-25T01:00Z",
      "2026-10-25T02:00Z",
    ]);
    // at 02:00 the clock goes back to 01:30
    assert.deepEqual(edges("hour", "2026-04-04T14:10:00Z", "2026-04-04T16:00:00Z", "Australia/Lord_Howe"), [
      "2026-04-04T14:00Z",
      "2026-04-04T15:00Z",
      "2026-04-04T15:30Z",
      "2026-04-04T16:30Z",
    ]);
    assert.deepEqual(edges("hour", "2026-06-01T00:20:00Z", "2026-06-01T01:00:00Z", "Asia/Kathmandu"), [
      "2026-06-01T00:15Z",
      "2026-06-01T01:15Z",
    ]);
  });

  test("months and years begin at the site's midnight", () => {
    assert.deepEqual(edges("month", "2028-01-31T23:30:00Z", "2028-03-31T23:00:00Z"), [
      "2028-01-31T23:00Z",
      "2028-02-29T23:00Z",
      "2028-03-31T22:00Z",
      "2028-04-30T22:00Z",
    ]);
    assert.deepEqual(edges("year", "2026-12-31T22:59:59.999Z", "2026-12-31T23:00:00.001Z"), [
      "2025-12-31T23:00Z",
      "2026-12-31T23:00Z",
      "2027-12-31T23:00Z",
    ]);
  });

  test("midnights that were skipped, and a day that never was", () => {
    assert.deepEqual(edges("day", "2017-10-14T12:00:00Z", "2017-10-16T02:00:01Z", "America/Sao_Paulo"), [
      "2017-10-14T03:00Z",
      "2017-10-15T03:00Z",
      "2017-10-16T02:00Z",
      "2017-10-17T02:00Z",
    ]);
    assert.deepEqual(edges("day", "2011-12-30T09:00:00Z", "2011-12-30T11:00:00Z", "Pacific/Apia"), [
      "2011-12-29T10:00Z",
      "2011-12-30T10:00Z",
      "2011-12-31T10:00Z",
    ]);
  });

  test("no more than were allowed", () => {
    assert.equal(civilEdges("day", 0, 100 * DAY, "UTC", 100)?.length, 101);
    assert.equal(civilEdges("day", 0, 100 * DAY + 1, "UTC", 100), undefined);
    assert.equal(civilEdges("hour", 0, 1e14, "UTC", 2_000), undefined);
  });

  test("any unit in any zone: no gap, no overlap, each edge begins its unit and each unit is whole", () => {
    const zones = ["Europe/Paris", "America/Sao_Paulo", "Atlantic/Azores", "Australia/Lord_Howe", "America/Havana"];
    const instants = fc.integer({ min: at("2000-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") });
    const longest = { hour: HOUR, day: 25 * HOUR, month: 31 * DAY + HOUR, year: 366 * DAY + HOUR };
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones, "Asia/Kathmandu", "Pacific/Apia"),
        fc.constantFrom<CivilUnit>("hour", "day", "month", "year"),
        (from, zone, unit) => {
          const to = from + 5 * longest[unit];
          const found = civilEdges(unit, from, to, zone, 20) ?? [];
          assert((found[0] ?? to) <= from && (found[1] ?? 0) > from);
          assert((found.at(-1) ?? 0) >= to && (found.at(-2) ?? to) < to);
          for (const [i, edge] of found.entries()) {
            assert.equal(startOf(unit, edge, zone), edge);
            assert.notEqual(startOf(unit, edge - 1, zone), edge);
            if (i === 0) continue;
            const before = found[i - 1] ?? 0;
            assert(edge > before && edge - before <= longest[unit]);
            assert.equal(startOf(unit, edge - 1, zone), before);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
