import assert from "node:assert/strict";
import { it } from "node:test";
import { riseOf } from "./counter.ts";

const HOUR = 3_600_000;

it("knows a counter's rise from its reset, its rollover and a misreading", () => {
  const cases = [
    [10, 15, {}, 5],
    [10, 10, {}, 0],
    // a new meter begins at nothing
    [500, 3, {}, 3],
    [998, 3, { rollover: 1_000 }, 5],
    // half a round back is no rollover
    [400, 3, { rollover: 1_000 }, 3],
    [10, 90_000, { most_per_hour: 1_000 }, 0],
    [90_000, 20, { most_per_hour: 1_000 }, 20],
    [90_000, 5_000, { most_per_hour: 1_000 }, 0],
  ] as const;
  for (const [before, now, rules, rise] of cases) {
    assert.equal(riseOf(before, now, HOUR, rules), rise, `${before} → ${now}`);
  }
});
