import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, HOUR, MINUTE, type RawReading, SECOND, type Value } from "../../model/index.ts";
import { efficiency } from "./battery.ts";
import { FLOOR, ModelHouse, type ModelHouseOptions } from "./model-house.ts";
import { ModelState } from "./model-state.ts";

const SUMMER = Date.UTC(2026, 5, 20);
const HOME: ModelHouseOptions = {
  latitude: 44.93,
  longitude: 0.72,
  time_zone: "Europe/Paris",
  seed: 1,
  step_ms: MINUTE,
  start: SUMMER,
};
const house = (change: Partial<ModelHouseOptions> = {}): ModelHouse => new ModelHouse({ ...HOME, ...change });

function values(of: ModelHouse): Record<string, Value | null> {
  return Object.fromEntries(of.readings().map(({ quantity, value }: RawReading) => [quantity, value]));
}

function number(of: ModelHouse, quantity: string): number {
  const value = values(of)[quantity];
  assert.equal(typeof value, "number", `${quantity} is a number`);
  return Number(value);
}

/** Goes on minute by minute until it is so; fails after `limit_ms`. */
function until(of: ModelHouse, so: () => boolean, limit_ms: number): void {
  const end = of.at + limit_ms;
  while (!so()) {
    assert.ok(of.at < end, "it never came to that");
    of.advance(of.at + MINUTE);
  }
}

describe("model house", () => {
  it("is the same for the same seed, another for another", () => {
    const trace = (seed: number): string => {
      const one = house({ seed });
      const days: unknown[] = [];
      for (let day = 1; day <= 5; day += 1) {
        one.advance(SUMMER + day * DAY + 10 * HOUR);
        days.push(values(one));
      }
      return JSON.stringify(days);
    };
    assert.equal(trace(1), trace(1));
    assert.notEqual(trace(1), trace(2));
  });

  it("comes to the same in many small calls as in one", () => {
    const one = house({ step_ms: 10 * SECOND });
    const many = house({ step_ms: 10 * SECOND });
    one.advance(SUMMER + 6 * HOUR);
    for (let at = SUMMER; at < SUMMER + 6 * HOUR; at += 777) many.advance(at);
    many.advance(SUMMER + 6 * HOUR);
    assert.deepEqual(many.state(), one.state());
    assert.deepEqual(many.readings(), one.readings());
  });

  it("goes on after a pause as if there had been none", () => {
    const whole = house();
    whole.set("boiler", true);
    whole.advance(SUMMER + DAY);
    const first = house();
    first.set("boiler", true);
    first.advance(SUMMER + 11 * HOUR);
    const saved = ModelState.parse(JSON.parse(JSON.stringify(first.state())));
    const second = new ModelHouse(HOME, saved);
    second.advance(SUMMER + DAY);
    assert.deepEqual(second.state(), whole.state());
  });

  it("balances solar = load + battery to the watt, all year, and the charge follows the flows", () => {
    for (const chemistry of ["lifepo4", "lead"] as const) {
      const battery = { capacity_wh: 10_000, chemistry };
      const one = house({ start: Date.UTC(2026, 0, 1), battery });
      for (let week = 0; week < 52; week += 4) {
        one.advance(Date.UTC(2026, 0, 1 + 7 * week), 5 * MINUTE);
        one.set("boiler", week % 8 === 0);
        one.set("freezer", true);
        for (let minute = 0; minute < 1440; minute += 1) {
          const before = one.state().charge;
          one.advance(one.at + MINUTE);
          const now = values(one);
          const power = Number(now.battery_power);
          assert.equal(Number(now.solar_power), Number(now.load_power) + power);
          assert.equal(Number(now.solar_power), Number(now.roof_power) + Number(now.garage_power));
          assert.ok(Number(now.roof_power) >= 0 && Number(now.garage_power) >= 0);
          assert.ok(Number(now.load_power) >= 0);
          const stored = power > 0 ? power * efficiency(battery) : power;
          const gained_wh = (one.state().charge - before) * battery.capacity_wh;
          assert.ok(Math.abs(gained_wh - stored / 60) < 1e-6, `${gained_wh} Wh kept of ${stored / 60} Wh`);
        }
      }
    }
  });

  it("passes through bulk, absorption and float on sunny days, and is off at night", () => {
    const one = house();
    const seen: string[] = [];
    until(
      one,
      () => {
        const state = String(values(one).charger_state);
        if (seen.at(-1) !== state) seen.push(state);
        return seen.length >= 2 && state === "off";
      },
      3 * DAY,
    );
    assert.deepEqual(seen, ["off", "bulk", "absorption", "float", "off"]);
  });

  it("raises the solar power when the boiler comes on in float", () => {
    const one = house();
    until(one, () => values(one).charger_state === "float" && one.available_w > 1700, 10 * DAY);
    const before = number(one, "solar_power");
    assert.ok(before < one.available_w - 200, "throttled");
    one.set("boiler", true);
    const after = number(one, "solar_power");
    assert.ok(after > before + 300, `${before} W, then ${after} W`);
    assert.equal(number(one, "boiler_power"), 1200);
    assert.ok(after <= one.available_w);
  });

  it("opens the thermostat at 65 °C: the boiler then draws nothing although its relay is closed", () => {
    const one = house();
    one.set("boiler", true);
    until(one, () => number(one, "boiler_power") === 0, DAY);
    assert.ok(number(one, "tank_temperature") >= 64.9);
    assert.equal(one.isOn("boiler"), true);
    until(one, () => number(one, "boiler_power") === 1200, DAY);
    assert.ok(number(one, "tank_temperature") <= 60.1);
  });

  it("says that it is not fed while the battery is too empty", () => {
    const one = house();
    assert.equal(one.isFed, true);
    const empty = new ModelHouse(HOME, { ...one.state(), charge: 0.1 });
    empty.advance(empty.at + MINUTE);
    assert.equal(empty.isFed, false);
  });

  it("lets the tank cool and the freezer thaw while their relays are open", () => {
    const one = house();
    one.advance(SUMMER + DAY);
    assert.ok(number(one, "tank_temperature") < 42);
    assert.ok(number(one, "freezer_temperature") > -15);
    one.set("freezer", true);
    one.advance(one.at + DAY);
    const cold = number(one, "freezer_temperature");
    assert.ok(cold < -16 && cold > -21, `${cold} °C`);
  });

  it("keeps the charge between its floor and full, sheds the load when empty and comes back", () => {
    const one = house({ start: Date.UTC(2026, 11, 1) });
    for (const load of ["boiler", "pump", "workshop", "freezer"]) one.set(load, true);
    let low = 1;
    let high = 0;
    let outages = 0;
    let ran = true;
    for (let minute = 0; minute < 20 * 1440; minute += 1) {
      one.advance(one.at + MINUTE);
      const { charge, inverter } = one.state();
      low = Math.min(low, charge);
      high = Math.max(high, charge);
      if (ran && !inverter) outages += 1;
      if (!inverter && !ran) assert.equal(number(one, "load_power"), 0);
      ran = inverter;
    }
    assert.ok(low >= FLOOR, `sank to ${low}`);
    assert.ok(high <= 1);
    assert.ok(outages >= 2, `${outages} outages: it went off and came back`);
    const full = house({ latitude: 0, longitude: 0, time_zone: "UTC" });
    for (let minute = 0; minute < 5 * 1440; minute += 1) {
      full.advance(full.at + MINUTE);
      assert.ok(full.state().charge <= 1);
    }
  });

  it("runs where the sun does not rise or does not set, and at the ends of the world", () => {
    for (const latitude of [90, 78.2, -78.2, -90]) {
      const one = house({ latitude, longitude: 180, time_zone: "UTC", step_ms: 5 * MINUTE });
      one.advance(SUMMER + 10 * DAY);
      for (const { quantity, value } of one.readings()) {
        assert.ok(typeof value === "string" || Number.isFinite(value), `${quantity} is ${value}`);
      }
    }
  });

  it("runs through the 23-hour and the 25-hour day", () => {
    for (const day of [Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 9, 24, 12)]) {
      const one = house({ start: day });
      one.advance(day + 2 * DAY);
      assert.equal(one.at, day + 2 * DAY);
      assert.ok(number(one, "battery_soc") >= 15);
    }
  });

  it("never goes back and names its loads when asked for another", () => {
    const one = house();
    one.advance(SUMMER + HOUR);
    one.advance(SUMMER);
    assert.equal(one.at, SUMMER + HOUR);
    assert.throws(() => one.set("sauna", true), /no load "sauna".*boiler, pump/);
    assert.throws(() => one.set("__proto__", true), /no load/);
  });

  it("rounds as its meters do", () => {
    const one = house();
    one.advance(SUMMER + 9 * HOUR);
    const step: Record<string, number> = { W: 1, V: 100, A: 10, "%": 10, "°C": 10 };
    for (const { quantity, value, unit } of one.readings()) {
      if (typeof value !== "number" || unit === null) continue;
      const scaled = value * (step[unit] ?? Number.NaN);
      assert.ok(Math.abs(scaled - Math.round(scaled)) < 1e-6, `${quantity}: ${value}`);
    }
  });

  it("makes thirty days in minute steps in well under a second", () => {
    const began = performance.now();
    house().advance(SUMMER + 30 * DAY);
    assert.ok(performance.now() - began < 1_000);
  });
});
