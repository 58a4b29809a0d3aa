import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CHANNELS, House, YEAR_TICKS } from "../bench/house-year/index.ts";

/** The year that stores are measured with: as restless as that of a house, and always the same. */

/** As bench/README.md tells it: mean, share of the ticks that bring another value (%). */
const TOLD: Readonly<Record<string, readonly [mean: number, changed: number]>> = {
  pv_power: [734, 44.6],
  battery_voltage: [52.03, 61.1],
  battery_current: [0.16, 65.5],
  battery_soc: [66, 11.9],
  load_power: [556, 89.4],
  grid_power: [-148, 94.8],
  temp_outdoor: [10.1, 15.1],
  temp_battery: [19.1, 9.4],
  s0_power: [556, 96],
  relay_heater: [0.196, 0.02],
  relay_pump: [0.04, 0.05],
  mppt_state: [1.78, 0.06],
};

function isNear(actual: number, told: number): boolean {
  return Math.abs(actual - told) <= 0.01 + 0.01 * Math.abs(told);
}

describe("the house-year", () => {
  test("is the same for the same seed, and another for another", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => ({
      house: new House(seed),
      row: new Int32Array(CHANNELS.length),
    }));
    assert.ok(one && same && other);
    let differences = 0;
    for (let tick = 0; tick < 5_000; tick++) {
      for (const { house, row } of [one, same, other]) house.next(row);
      assert.deepEqual(same.row, one.row);
      if (other.row.some((value, c) => value !== one.row[c])) differences++;
    }
    assert.ok(differences > 4_000);
  });

  test("has the means and changes that its page tells", () => {
    const house = new House(1);
    const row = new Int32Array(CHANNELS.length);
    const before = new Int32Array(CHANNELS.length);
    const sums = new Float64Array(CHANNELS.length);
    const changes = new Int32Array(CHANNELS.length);
    for (let tick = 0; tick < YEAR_TICKS; tick++) {
      house.next(row);
      for (let c = 0; c < row.length; c++) {
        sums[c] = (sums[c] ?? 0) + (row[c] ?? 0);
        if (row[c] !== before[c]) changes[c] = (changes[c] ?? 0) + 1;
      }
      before.set(row);
    }
    for (const [c, { name, scale }] of CHANNELS.entries()) {
      const [mean = 0, changed = 0] = TOLD[name] ?? [];
      const found = [(sums[c] ?? 0) / scale / YEAR_TICKS, ((changes[c] ?? 0) * 100) / YEAR_TICKS] as const;
      assert.ok(isNear(found[0], mean) && isNear(found[1], changed), `${name}: ${found} instead of ${[mean, changed]}`);
    }
  });
});
