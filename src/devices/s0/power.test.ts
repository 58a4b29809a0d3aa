import assert from "node:assert/strict";
import { test } from "node:test";
import { PulsePower, powerOf } from "./power.ts";

const SETTINGS = { pulses_per_kwh: 1_000, zero_after_ms: 600_000 };

test("the table of the standard meters", () => {
  const near = (pulses_per_kwh: number, seconds: number, watts: number) =>
    assert.ok(Math.abs(powerOf(pulses_per_kwh, seconds * 1_000) - watts) < 1e-9 * watts);
  near(500, 720, 10);
  near(1_000, 3.6, 1_000);
  near(2_000, 0.18, 10_000);
  near(10_000, 0.036, 10_000);
});

test("nobody knows before the second pulse, or a long silence", () => {
  const power = new PulsePower(SETTINGS, 0);
  assert.equal(power.at(1_000), null);
  power.pulse(2_000);
  assert.equal(power.at(2_000), null);
  power.pulse(5_600);
  assert.equal(power.at(5_600), 1_000);
  const silent = new PulsePower(SETTINGS, 0);
  assert.equal(silent.at(599_999), null);
  assert.equal(silent.at(600_000), 0, "less than 6 W");
});

test("between pulses the power is at most what would have brought the next one", () => {
  const power = new PulsePower(SETTINGS, 0);
  power.pulse(0);
  power.pulse(3_600);
  assert.equal(power.at(3_600 + 3_600), 1_000);
  assert.equal(power.at(3_600 + 7_200), 500);
  assert.equal(power.at(3_600 + 36_000), 100);
  assert.equal(power.at(3_600 + 600_000), 0);
  power.pulse(3_600 + 601_200);
  assert.ok(
    Math.abs((power.at(3_600 + 601_200) ?? 0) - 5.988) < 0.001,
    "the time between two pulses says it all the same",
  );
});

test("after missed pulses the next one tells no power", () => {
  const power = new PulsePower(SETTINGS, 0);
  power.pulse(0);
  power.pulse(3_600);
  power.forget(10_000);
  power.pulse(12_000);
  assert.equal(power.at(12_000), null);
  power.pulse(15_600);
  assert.equal(power.at(15_600), 1_000);
});

test("two pulses at one instant tell no power", () => {
  const power = new PulsePower(SETTINGS, 0);
  power.pulse(10);
  power.pulse(10);
  assert.equal(power.at(10), null);
});

test("instants that are not fine tell the power of as many pulses as take far longer", () => {
  const power = new PulsePower(SETTINGS, 0);
  // 7,200 W, told in whole seconds
  for (let pulse = 0; pulse <= 100; pulse += 1) power.pulse(Math.floor(pulse / 2) * 1_000, 1_000);
  const watts = power.at(50_000) ?? 0;
  assert.ok(Math.abs(watts - 7_200) <= 7_200 / 39, `${watts} W`);
});
