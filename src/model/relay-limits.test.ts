import assert from "node:assert/strict";
import { test } from "node:test";
import { relayLimits } from "./relay-limits.ts";

test("each limit of the configuration has its name in the rules, with its unit; what is absent does not limit, or is 0", () => {
  const values = { min_on: 60_000, max_on_per_day: 5, max_starts_per_hour: 4, without_data: "off" };
  assert.deepEqual(relayLimits(values), {
    min_on_ms: 60_000,
    min_off_ms: 0,
    max_on_ms: undefined,
    max_on_per_day_ms: 5,
    max_starts_per_hour: 4,
    max_starts_per_day: undefined,
  });
});
