import assert from "node:assert/strict";
import { test } from "node:test";
import { Belief } from "./beliefs.ts";
import { MINUTE, parseDifference, parseRange, SECOND } from "./index.ts";

/** A tank that is believed to change by so much within a minute; takes values at instants in seconds. */
function tank(most: string): (seconds: number, value: number) => string {
  const belief = new Belief("tank.temperature", { most_per_minute: parseDifference(most) });
  return (seconds, value) => belief.take(value, "°C", seconds * SECOND) ?? "believed";
}

test("what leaps is not believed, what follows is measured by what was", () => {
  const take = tank("5 °C");
  assert.deepEqual(
    [take(0, 20), take(10, 85), take(20, 20.5), take(30, -50), take(40, 21)],
    ["believed", "too_fast", "believed", "too_fast", "believed"],
  );
});

test("small steps that run away within a minute are a leap, too; the trembling of a sensor is none", () => {
  const take = tank("5 °C");
  assert.deepEqual([take(0, 20), take(10, 23), take(20, 26)], ["believed", "believed", "too_fast"]);
  const quiet = tank("0.5 °C");
  for (let i = 0; i < 600; i++) assert.equal(quiet(i / 10, 20 + (i % 2) / 10), "believed");
});

test("after a silence so much more may have changed, and what stays is believed in the end", () => {
  const take = tank("5 °C");
  assert.deepEqual([take(0, 20), take(180, 34), take(1_000, 34)], ["believed", "believed", "believed"]);
  const heated = tank("5 °C");
  assert.equal(heated(0, 20), "believed");
  const first = Array.from({ length: 20 }, (_, i) => i + 1).find((minute) => heated(minute * 60, 60) === "believed");
  assert.equal(first, 8);
});

test("a difference is compared in the channel's unit", () => {
  const belief = new Belief("oven.temperature", { most_per_minute: parseDifference("5 °C") });
  assert.equal(belief.take(68, "°F", 0), undefined);
  assert.equal(belief.take(77, "°F", SECOND), undefined);
  assert.equal(belief.take(60, "°F", 2 * SECOND), "too_fast");
  // values of another unit begin anew; of another kind nothing is known
  assert.equal(belief.take(230, "V", 3 * SECOND), undefined);
  assert.equal(belief.take(12, "V", 4 * SECOND), undefined);
});

test("without limits of its own a channel has those of its quantity", () => {
  const belief = new Belief("bmv.state_of_charge.battery.soc");
  assert.equal(belief.take(255, "%", 0), "outside");
  assert.equal(belief.take(96, "%", MINUTE), undefined);
  assert.equal(belief.take("float", "%", MINUTE), undefined);
  assert.equal(belief.take(null, "%", MINUTE), undefined);
  const own = new Belief("bmv.state_of_charge.battery.soc", { range: parseRange("0 to 300 %") });
  assert.equal(own.take(255, "%", 0), undefined);
});
