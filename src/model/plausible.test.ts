import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMeasure, parseRange } from "./measures.ts";
import { doubtOf, type Plausible, unfitLimit, usualRange } from "./plausible.ts";

const TANK: Plausible = {
  range: parseRange("-40 °C to 60 °C"),
  not: ["85 °C", "-127"].flatMap((words) => parseMeasure(words) ?? []),
};

test("a value lies within its range, whatever unit it comes in", () => {
  assert.equal(doubtOf(TANK, 60, "°C"), undefined);
  assert.equal(doubtOf(TANK, -40, "°C"), undefined);
  assert.equal(doubtOf(TANK, 60.1, "°C"), "outside");
  assert.equal(doubtOf(TANK, 140, "°F"), undefined);
  assert.equal(doubtOf(TANK, 141, "°F"), "outside");
  assert.equal(doubtOf({ range: parseRange("-5 kW to 20 kW") }, 21_000, "W"), "outside");
  assert.equal(doubtOf({ range: parseRange("0 to 5") }, 6, "lx"), "outside");
  assert.equal(doubtOf(TANK, Number.NaN, "°C"), "outside");
});

test("a value that stands for a fault is none", () => {
  const wide: Plausible = { not: TANK.not };
  assert.equal(doubtOf(wide, 85, "°C"), "fault_value");
  assert.equal(doubtOf(wide, 185, "°F"), "fault_value");
  assert.equal(doubtOf(wide, 85.1, "°C"), undefined);
  assert.equal(doubtOf(wide, -127, "°C"), "fault_value");
});

test("a limit of another kind says nothing", () => {
  assert.equal(doubtOf(TANK, 500, "V"), undefined);
  assert.deepEqual([unfitLimit(TANK, "V"), unfitLimit(TANK, "°F"), unfitLimit(TANK, "")], ["°C", undefined, undefined]);
});

test("a value without a unit is meant in that of the limit", () => {
  assert.equal(doubtOf(TANK, 500, ""), "outside");
  assert.equal(doubtOf(TANK, 21, ""), undefined);
});

/** What a house of any size has, and what only broken registers show. */
const QUANTITIES: readonly (readonly [name: string, unit: string, has: number[], never: number[]])[] = [
  ["tank.temperature", "°C", [-45, 0, 85, 1_000], [-127, 6_553.5, 3_276.7]],
  ["outside.temperature", "°F", [-50, 120], [-200]],
  ["roof.panel_voltage", "V", [0, 12.6, -0.1, 400, 1_500], [6_553.5, 65_535]],
  ["cell.voltage", "mV", [3_300], [4_294_967_295]],
  ["battery.current", "A", [-800, 1_200], [6_553.5, 32_767]],
  ["grid.power", "W", [-1e6, 0, 3e6], [429_496_729.5, -2_147_483_648]],
  ["grid.power", "kW", [3_000], [4_294_967]],
  ["battery.soc", "%", [0, 100, 100.4], [-1, 101, 255]],
  ["monitor.state_of_charge", "%", [0, 100], [6_553.5]],
  ["battery.soc", "", [0, 0.5, 100], [6_553.5, 255, -1]],
  ["inverter.load", "%", [0, 180], [6_553.5]],
  ["grid.frequency", "Hz", [0, 50, 60, 400], [6_553.5]],
];

for (const [name, unit, has, never] of QUANTITIES) {
  test(`what a house has of ${name} in ${unit} is believed, what none has is not`, () => {
    const range = usualRange(name, unit);
    for (const value of has) assert.equal(doubtOf({ range }, value, unit), undefined, `${value}`);
    for (const value of never) assert.equal(doubtOf({ range }, value, unit), "outside", `${value}`);
  });
}

test("of other quantities nobody knows what can be", () => {
  for (const unit of ["", null, "lx", "Wh", "hPa", "constructor"])
    assert.equal(usualRange("any.thing", unit), undefined);
});
