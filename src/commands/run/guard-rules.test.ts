import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUSE, read } from "../../config/testing/house.ts";
import { guardRules, relaysThatRest } from "./guard-rules.ts";

const GUARD = "guard: { min_on: 10 min, min_off: 5 min, max_starts_per_day: 12, without_data: off }";

/** The house with these limits of its boiler, and of the whole. */
function limited(boiler: string, house = "{}"): ReturnType<typeof read> {
  return read(`${HOUSE.replace(GUARD, `guard: ${boiler}`)}\nguard: ${house}\n`);
}

test("a relay with neither minimum time rests, one that sets any of them does as it says", () => {
  for (const [limits, rest_ms] of [
    ["{}", 60_000],
    ["{ max_starts_per_day: 12 }", 60_000],
    ["{ min_off: 0 s }", 0],
    ["{ min_on: 0 s }", 0],
    ["{ min_off: 5 min }", 0],
  ] as const) {
    const config = limited(limits);
    assert.equal(guardRules(config).relays[0]?.limits.rest_ms, rest_ms, limits);
    assert.deepEqual(relaysThatRest(config), rest_ms === 0 ? [] : ["boiler"], limits);
  }
  assert.equal(guardRules(limited("{}", "{ default_rest: 0 s }")).relays[0]?.limits.rest_ms, 0);
});

test("what is not set of a limit is 0", () => {
  const limits = guardRules(limited("{ min_off: 5 min }")).relays[0]?.limits;
  assert.deepEqual([limits?.min_on_ms, limits?.min_off_ms, limits?.max_on_ms], [0, 300_000, undefined]);
});

test("loads keep their distance on one meter; a person waits for the inrush only, unless it is configured", () => {
  const rests = (house: string): unknown[] => {
    const { stagger_ms, stagger_by_hand_ms, between_stops_ms } = guardRules(limited("{}", house));
    return [stagger_ms, stagger_by_hand_ms, between_stops_ms];
  };
  assert.deepEqual(rests("{}"), [10_000, 2_000, 10_000]);
  assert.deepEqual(rests("{ between_starts: 30 s, between_stops: 0 s }"), [30_000, 30_000, 0]);
});

test("what somebody does at the device stands as configured", () => {
  const limits = (boiler: string): unknown[] => {
    const { on_at_device_ms, off_at_device_ms } = guardRules(limited(boiler)).relays[0]?.limits ?? {};
    return [on_at_device_ms, off_at_device_ms];
  };
  assert.deepEqual(limits("{}"), [undefined, undefined]);
  assert.deepEqual(limits("{ by_hand: allow 2 h, off_by_hand: 30 min }"), [7_200_000, 1_800_000]);
  assert.deepEqual(limits("{ by_hand: undo, off_by_hand: until asked anew }"), [undefined, undefined]);
});
