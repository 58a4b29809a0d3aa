import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR, MINUTE, SECOND } from "../../model/index.ts";
import { barsPlan, curvePlan, nightsOf, type Plan, SPAN_NAMES } from "./plan.ts";

const PARIS = "Europe/Paris";
const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

test("steps are whole ones, hardly wider than a pixel, and end with the one that holds the end", () => {
  const until = at("2026-11-20T09:07:03Z");
  const steps = SPAN_NAMES.map((span) => curvePlan(span, until, 720, PARIS).step_ms);
  assert.deepEqual(steps, [5 * SECOND, MINUTE, 2 * MINUTE, 15 * MINUTE, 2 * HOUR, DAY, DAY]);
  const hour = curvePlan("1h", until, 720, PARIS);
  assert.deepEqual([iso(hour.from), hour.to - hour.from, hour.to - until], ["2026-11-20T08:07", HOUR, 2_000]);
});

test("a picture stays the same until its step is over", () => {
  const of = (until: string): Plan => curvePlan("1y", at(until), 720, PARIS);
  assert.deepEqual(of("2026-11-20T00:00:00Z"), of("2026-11-20T22:59:59Z"));
  assert.notDeepEqual(of("2026-11-20T22:59:59Z"), of("2026-11-20T23:00:01Z"));
});

test("a year is 365 of the site's days, today the last, on both sides of the changes", () => {
  const { edges } = curvePlan("1y", at("2026-11-20T09:00:00Z"), 720, PARIS);
  assert.equal(edges.length, 366);
  assert.equal(iso(edges[0] ?? 0), "2025-11-20T23:00");
  assert.equal(iso(edges.at(-1) ?? 0), "2026-11-20T23:00");
  const lengths = edges.slice(1).map((edge, i) => (edge - (edges[i] ?? 0)) / HOUR);
  assert.deepEqual(
    lengths.filter((hours) => hours !== 24),
    [23, 25],
  );
});

test("a counter's steps are those that people count in", () => {
  const until = at("2026-11-20T09:07:00Z");
  const of = (span: (typeof SPAN_NAMES)[number]): [number, string, string, string | undefined] => {
    const { edges, each } = barsPlan(span, until, PARIS);
    return [edges.length - 1, iso(edges[0] ?? 0), iso(edges.at(-1) ?? 0), each];
  };
  assert.deepEqual(of("1h"), [12, "2026-11-20T08:10", "2026-11-20T09:10", "minutes"]);
  assert.deepEqual(of("24h"), [24, "2026-11-19T10:00", "2026-11-20T10:00", "hour"]);
  assert.deepEqual(of("1w"), [7, "2026-11-13T23:00", "2026-11-20T23:00", "day"]);
  assert.deepEqual(of("1y"), [12, "2025-11-30T23:00", "2026-11-30T23:00", "month"]);
});

test("any plan: edges grow, hold the end, and are no more than pixels", () => {
  const instants = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") });
  const zones = fc.constantFrom(PARIS, "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo");
  fc.assert(
    fc.property(
      fc.constantFrom(...SPAN_NAMES),
      instants,
      fc.integer({ min: 100, max: 1_900 }),
      zones,
      (span, until, width, zone) => {
        const curve = curvePlan(span, until, width, zone);
        assert.ok(curve.edges.length - 1 <= width);
        for (const { from, to, edges, step_ms } of [curve, barsPlan(span, until, zone)]) {
          assert.deepEqual([edges[0], edges.at(-1)], [from, to]);
          assert.ok(until <= to && until > to - 32 * DAY && until - from >= 0);
          assert.ok(edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0)));
          assert.ok(edges.length >= 2 && edges.length <= 1_900 && step_ms > 0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("nights last from sunset to the next sunrise; none without a place, a sun that rises, or room for them", () => {
  const sun = (day: number): { sunrise: number; sunset: number } => {
    const noon = Math.floor(day / DAY) * DAY + DAY / 2;
    return { sunrise: noon - 5 * HOUR, sunset: noon + 5 * HOUR };
  };
  const span = { from: at("2026-11-19T09:00:00Z"), to: at("2026-11-20T09:00:00Z") };
  const nights = nightsOf(span, sun, "UTC").filter(({ to, from }) => to > span.from && from < span.to);
  assert.deepEqual(
    nights.map(({ from, to }) => [iso(from), iso(to)]),
    [["2026-11-19T17:00", "2026-11-20T07:00"]],
  );
  assert.deepEqual(nightsOf(span, null, "UTC"), []);
  assert.deepEqual(
    nightsOf(span, () => ({ sunrise: null, sunset: null }), "UTC"),
    [],
  );
  // where the long night of the north begins, the sun sets and does not rise
  assert.deepEqual(
    nightsOf(span, (day) => ({ sunrise: null, sunset: sun(day).sunset }), "UTC"),
    [],
  );
  assert.deepEqual(nightsOf({ from: span.to - 92 * DAY, to: span.to }, sun, "UTC"), []);
});
