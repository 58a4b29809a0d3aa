import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, startOfDay, zoneOffset } from "../model/index.ts";
import { WallClock } from "./zone.ts";

const ZONES = [
  "Europe/Paris",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "UTC",
];
const instants = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2030, 0) });

test("the wall clock of a span is that of the zone, whatever changes in it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      instants,
      fc.integer({ min: 0, max: 366 }),
      fc.nat(),
      (zone, from, days, n) => {
        const to = from + days * DAY;
        const clock = new WallClock(from, to, zone);
        const at = from + (n % (to - from + 1));
        assert.equal(clock.local(at), at + zoneOffset(at, zone));
        assert.equal(clock.startOfDay(at), startOfDay(at, zone));
        const back = clock.instant(clock.local(at));
        // an hour that comes twice is found the first time
        assert.ok(back === at || (back < at && zoneOffset(back, zone) > zoneOffset(at, zone)));
      },
    ),
    { numRuns: 500 },
  );
});

test("a time that the wall clock skips is the instant at which it jumps", () => {
  const clock = new WallClock(Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 30), "Europe/Paris");
  const jump = Date.UTC(2026, 2, 29, 1);
  assert.equal(clock.instant(Date.UTC(2026, 2, 29, 2, 30)), jump + 0);
  assert.equal(clock.instant(Date.UTC(2026, 2, 29, 3)), jump);
});
