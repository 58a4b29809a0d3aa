import assert from "node:assert/strict";
import { test } from "node:test";
import { fromLocal, HOUR, isoLocal, startOf, zoneOffset } from "./civil.ts";

const PARIS = "Europe/Paris";
const iso = (at: number): string => new Date(at).toISOString();
const at = (text: string): number => Date.parse(text);

test("the site's clock, in summer, in winter and west of Greenwich", () => {
  assert.equal(zoneOffset(at("2026-07-01T12:00:00Z"), PARIS), 2 * HOUR);
  assert.equal(zoneOffset(at("2026-12-01T12:00:00Z"), PARIS), HOUR);
  assert.equal(isoLocal(at("2026-11-20T13:05:09Z"), PARIS), "2026-11-20T14:05:09+01:00");
  assert.equal(isoLocal(at("2026-11-20T13:05:09Z"), "America/St_Johns"), "2026-11-20T09:35:09-03:30");
  assert.equal(isoLocal(at("2026-11-20T13:05:09Z"), "No/Where"), "2026-11-20T13:05:09+00:00");
});

test("civil units begin where the zone's clock says, also on days of 23 and 25 hours", () => {
  const noon = at("2026-03-29T12:00:00Z");
  assert.equal(iso(startOf("day", noon, PARIS)), "2026-03-28T23:00:00.000Z");
  assert.equal(iso(startOf("day", noon, PARIS, 1)), "2026-03-29T22:00:00.000Z");
  const autumn = at("2026-10-25T12:00:00Z");
  assert.equal(startOf("day", autumn, PARIS, 1) - startOf("day", autumn, PARIS), 25 * HOUR);
  assert.equal(iso(startOf("month", noon, PARIS)), "2026-02-28T23:00:00.000Z");
  assert.equal(iso(startOf("month", noon, PARIS, 1)), "2026-03-31T22:00:00.000Z");
  assert.equal(iso(startOf("month", noon, PARIS, -3)), "2025-11-30T23:00:00.000Z");
  assert.equal(iso(startOf("year", noon, PARIS, 1)), "2026-12-31T23:00:00.000Z");
});

test("each of the two hours that the clock calls the same is an hour of its own", () => {
  const first = at("2026-10-25T00:30:00Z");
  assert.equal(iso(startOf("hour", first, PARIS)), "2026-10-25T00:00:00.000Z");
  assert.equal(iso(startOf("hour", first, PARIS, 1)), "2026-10-25T01:00:00.000Z");
  assert.equal(iso(startOf("hour", at("2026-11-20T13:05:09Z"), "Asia/Kolkata")), "2026-11-20T12:30:00.000Z");
});

test("a midnight that is skipped is the end of the leap, one that comes twice the first", () => {
  // Beirut's clock went from 24:00 to 1:00 on 29 March 2026's night.
  const beirut = startOf("day", at("2026-03-29T12:00:00Z"), "Asia/Beirut");
  assert.equal(isoLocal(beirut, "Asia/Beirut").slice(0, 10), "2026-03-29");
  assert.notEqual(isoLocal(beirut - 1000, "Asia/Beirut").slice(0, 10), "2026-03-29");
  const havana = startOf("day", at("2026-11-01T17:00:00Z"), "America/Havana");
  assert.equal(iso(havana), "2026-11-01T04:00:00.000Z");
});

test("there and back again", () => {
  for (const zone of [PARIS, "Australia/Lord_Howe", "Pacific/Apia", "UTC"]) {
    for (let day = 0; day < 400; day += 7) {
      const instant = at("2026-01-01T05:00:00Z") + day * 24 * HOUR;
      assert.equal(fromLocal(instant + zoneOffset(instant, zone), zone), instant);
    }
  }
});
