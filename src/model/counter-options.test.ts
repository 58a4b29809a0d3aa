import assert from "node:assert/strict";
import { test } from "node:test";
import { counterRulesIn } from "./counter-options.ts";
import { parseDifference } from "./measures.ts";

test("a counter's options hold in whatever unit its readings have, and not for something else", () => {
  const options = {
    rollover: parseDifference("1000 kWh"),
    most_per_hour: parseDifference("20"),
    resolution: parseDifference("100 l"),
  };
  assert.deepEqual(counterRulesIn(options, "Wh"), { rollover: 1e6, most_per_hour: 20, resolution: undefined });
  assert.deepEqual(counterRulesIn(options, "kWh"), { rollover: 1e3, most_per_hour: 20, resolution: undefined });
  assert.deepEqual(counterRulesIn(options, "l"), { rollover: undefined, most_per_hour: 20, resolution: 100 });
  assert.deepEqual(counterRulesIn(options, null), { rollover: undefined, most_per_hour: 20, resolution: undefined });
});
