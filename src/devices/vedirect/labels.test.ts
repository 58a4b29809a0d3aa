import assert from "node:assert/strict";
import { test } from "node:test";
import type { RawReading, Value } from "../../model/index.ts";
import { Identity } from "./identity.ts";
import { interpret, QUANTITIES } from "./labels.ts";
import { fieldsOf, MONITOR_LINE, MPPT_LINE, recordings } from "./testing/frames.ts";
import { type Fields, TextParser } from "./text.ts";

function read(line: string, converter_current = false): Record<string, Value | null> {
  const { readings } = interpret(new Map(fieldsOf(line)), { converter_current });
  return Object.fromEntries(readings.map(({ quantity, value }) => [quantity, value]));
}

test("a solar charger in SI units", () => {
  assert.deepEqual(read(MPPT_LINE), {
    voltage: 12.8,
    current: 1.5,
    panel_voltage: 34.6,
    panel_power: 21,
    state: "bulk",
    tracker: "active",
    off_reason: "none",
    error: "none",
    load: "on",
    load_current: 0.3,
    yield_total: 100,
    yield_today: 10,
    max_power_today: 21,
    yield_yesterday: 20,
    max_power_yesterday: 30,
    day: 12,
  });
});

test("a battery monitor in SI units", () => {
  assert.deepEqual(read(MONITOR_LINE), {
    voltage: 26.201,
    current: -1.2,
    power: -31,
    consumed_charge: -12.3,
    state_of_charge: 87.6,
    time_to_go: 207_000,
    alarm: "off",
    relay: "off",
    alarm_reason: "none",
  });
});

test("a monitor's history", () => {
  const line =
    "H1 -149322, H2 -82854, H3 0, H4 12, H5 3, H6 -5526294, H7 11733, H8 16161, H9 368003, H10 26, H11 1, H12 2, " +
    "H13 4, H14 5, H15 26, H16 9047, H17 6843, H18 8527";
  assert.deepEqual(read(line), {
    deepest_discharge: -149.322,
    last_discharge: -82.854,
    average_discharge: 0,
    charge_cycles: 12,
    full_discharges: 3,
    total_charge_drawn: -5526.294,
    min_voltage: 11.733,
    max_voltage: 16.161,
    time_since_full_charge: 368_003,
    synchronisations: 26,
    low_voltage_alarms: 1,
    high_voltage_alarms: 2,
    low_starter_voltage_alarms: 4,
    high_starter_voltage_alarms: 5,
    min_starter_voltage: 0.026,
    max_starter_voltage: 9.047,
    energy_discharged: 68_430,
    energy_charged: 85_270,
  });
});

test("a meter of a source or a load has produced and consumed, and charged nothing", () => {
  const fields = new Map([
    ["H17", "6843"],
    ["H18", "12"],
  ]);
  const named = (meters_dc: boolean | null) =>
    interpret(fields, { converter_current: false, meters_dc }).readings.map(({ quantity, value }) => [quantity, value]);
  assert.deepEqual(named(true), [
    ["energy_produced", 68_430],
    ["energy_consumed", 120],
  ]);
  assert.deepEqual(named(false), [
    ["energy_discharged", 68_430],
    ["energy_charged", 120],
  ]);
  // the history may come before the block that says what the device is
  assert.deepEqual(named(null), []);
});

test("a Phoenix inverter and a DC-DC converter", () => {
  assert.deepEqual(read("MODE 2, CS 9, AC_OUT_V 23005, AC_OUT_I 12, AC_OUT_S 276, WARN 256, OR 0x00000005"), {
    mode: "inverter",
    state: "inverting",
    ac_voltage: 230.05,
    ac_current: 1.2,
    ac_apparent_power: 276,
    warning_reason: "overload",
    off_reason: "no_input_power+device_mode",
  });
  assert.deepEqual(read("DC_IN_V 1325, DC_IN_I 101, DC_IN_P 134, VS 12801, VM 12750, DM -15, T 23, MON -9"), {
    input_voltage: 13.25,
    input_current: 10.1,
    input_power: 134,
    starter_voltage: 12.801,
    midpoint_voltage: 12.75,
    midpoint_deviation: -1.5,
    temperature: 23,
    monitor_mode: "solar_charger",
  });
});

test("further channels of a device, and its words", () => {
  assert.deepEqual(read("V2 12001, V3 12002, I2 -3, I3 4, WARN 2, H6 1000, AR 0x4, MODE 3, ERR 33"), {
    voltage_2: 12.001,
    voltage_3: 12.002,
    current_2: -0.003,
    current_3: 0.004,
    warning_reason: "high_voltage",
    total_charge_drawn: 1,
    alarm_reason: "low_state_of_charge",
    mode: "on",
    error: "panel_voltage_high",
  });
});

test("what the device does not know is null; a time that never ends too", () => {
  assert.deepEqual(read("V 13000, CE ---, SOC ---, TTG ---, T ---, P 5"), {
    voltage: 13,
    consumed_charge: null,
    state_of_charge: null,
    time_to_go: null,
    temperature: null,
    power: 5,
  });
  assert.deepEqual(read("TTG -1"), { time_to_go: null });
  assert.deepEqual(read("TTG 0"), { time_to_go: 0 });
  assert.deepEqual(read("CS 255, MODE 0"), { state: null, mode: null });
});

test("BMV-600: mixed case, and the power from voltage and current", () => {
  const line = "V 12530, VS 12000, I -1999, CE -5000, SOC 950, TTG 600, Alarm Off, Relay On, AR 1, BMV 602S, FW 208";
  const values = read(line);
  assert.equal(values.power, -25);
  assert.equal(values.alarm, "off");
  assert.equal(values.relay, "on");
  assert.equal(values.alarm_reason, "low_voltage");
  assert.ok(!("power" in read("V 12530, I 2000, VPV 30000, PPV 25, CS 3")), "a charger has no battery power");
  assert.ok(!("power" in read("V 12530, I ---, SOC 950")), "nothing to compute it from");
  assert.ok(Object.is(read("V 12530, I -1, SOC 950").power, 0), "no minus zero");
  assert.ok(Object.is(read("I -0").current, 0), "no minus zero");
});

test("the power of a monitor that does not tell it, whatever shows that it is one", () => {
  for (const mark of ["SOC 950", "CE 0", "BMV 602S"]) {
    assert.equal(read(`V 12530, I 2000, ${mark}`).power, 25.1, mark);
  }
  assert.equal(read("V 12530, I 2000, SOC 950, P 30").power, 30, "what it tells counts");
  for (const line of ["I 2000, SOC 950", "V 12530, SOC 950", "V ---, I 2000, SOC 950"]) {
    assert.ok(!("power" in read(line)), line);
  }
});

test("junk in a good block is left out and counted", () => {
  const lines = [
    "V 12a",
    "V ",
    "V 1e3",
    "V +5",
    "V 0x10",
    "V 12.5",
    "V 99999999999",
    "LOAD maybe",
    "OR 12z",
    "CS NaN",
    "TTG x",
  ];
  lines.push("OR 0x123456789", "OR 0x", "OR 1x5", "OR a0x5", "AR 12345678901", "V x5", "V --5", "LOAD --");
  for (const line of lines) {
    const { readings, junk, unknown } = interpret(new Map(fieldsOf(line)), { converter_current: false });
    assert.deepEqual([readings, junk, unknown], [[], 1, 0], line);
  }
  for (const line of ["XYZ 1", "constructor 1", "__proto__ 1", "toString 1"]) {
    const { readings, unknown } = interpret(new Map(fieldsOf(line)), { converter_current: false });
    assert.deepEqual([readings, unknown], [[], 1], line);
  }
});

test("what tells what the device is, is no reading and nothing unknown", () => {
  const line = "PID 0xA053, FW 159, FWE 0159FF, SER# HQ2132QY2KR, BMV 702, CAP_BLE 0, V 12000";
  const { readings, junk, unknown } = interpret(new Map(fieldsOf(line)), { converter_current: false });
  assert.deepEqual([readings, junk, unknown], [[{ quantity: "voltage", unit: "V", value: 12 }], 0, 0]);
});

test("every milli-unit is the nearest double: what is written is what is read", () => {
  for (let raw = -20_000; raw <= 60_000; raw += 7) {
    const text = (Math.abs(raw) / 1000).toFixed(3);
    const { voltage } = read(`V ${raw}`);
    assert.equal(Math.abs(Number(voltage)), Number(text));
    assert.ok(String(voltage).length <= 7, `${voltage}`);
  }
});

test("the oldest small chargers report the converter's current", () => {
  assert.deepEqual(read("I 620", true), { converter_current: 0.62 });
  assert.deepEqual(read("V 620", true), { voltage: 0.62 });
});

test("the list of quantities: unique, snake_case, and complete", () => {
  const names = QUANTITIES.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[a-z][a-z0-9_]*$/);
  assert.ok(names.includes("converter_current"));
  assert.deepEqual(
    QUANTITIES.filter(({ unit }) => unit !== null && !/^[VAW]$/.test(unit))
      .map(({ name, unit }) => `${name} ${unit}`.trim())
      .join(", "),
    "midpoint_deviation %, temperature °C, consumed_charge Ah, state_of_charge %, time_to_go s, deepest_discharge Ah, " +
      "last_discharge Ah, average_discharge Ah, charge_cycles, full_discharges, total_charge_drawn Ah, " +
      "time_since_full_charge s, synchronisations, low_voltage_alarms, high_voltage_alarms, " +
      "low_starter_voltage_alarms, high_starter_voltage_alarms, energy_discharged Wh, energy_charged Wh, " +
      "yield_total Wh, yield_today Wh, yield_yesterday Wh, day, ac_apparent_power VA, " +
      "energy_produced Wh, energy_consumed Wh",
  );
  const units = new Map(QUANTITIES.map(({ name, unit }) => [name, unit]));
  for (const line of [MPPT_LINE, MONITOR_LINE]) {
    for (const { quantity, unit } of interpret(new Map(fieldsOf(line)), { converter_current: false }).readings) {
      assert.equal(units.get(quantity), unit);
    }
  }
});

test("an editor offers for a state the words that a device may say, all of them and no other", () => {
  const labels = ["LOAD", "Alarm", "Relay", "ERR", "CS", "MODE", "MPPT", "MON"];
  const texts = [...Array.from({ length: 280 }, (_, i) => String(i - 20)), "ON", "OFF"];
  const said = new Map<string, Set<string>>();
  for (const line of labels.flatMap((label) => texts.map((text) => `${label} ${text}`))) {
    for (const [name, word] of Object.entries(read(line))) {
      if (typeof word !== "string" || /^(code|error)_/.test(word)) continue;
      said.set(name, (said.get(name) ?? new Set()).add(word));
    }
  }
  const offered = QUANTITIES.flatMap(({ name, words }): [string, Set<string>][] =>
    words === undefined ? [] : [[name, new Set(words)]],
  );
  assert.deepEqual(new Map(offered), said);
});

/** The readings of one good block of a recording, which must all be sound. */
function soundReadings(fields: Fields, name: string): RawReading[] {
  const { readings, junk, unknown } = interpret(fields, { converter_current: false });
  assert.deepEqual([junk, unknown], [0, 0], name);
  for (const { quantity, value } of readings) {
    assert.ok(value === null || typeof value === "string" || Number.isFinite(value), `${name} ${quantity}`);
    if (quantity === "voltage") assert.ok(typeof value === "number" && value > 5 && value < 70, `${name} ${value}`);
    if (quantity === "state") assert.doesNotMatch(String(value), /^code_/);
  }
  return readings;
}

test("real recordings: every field is known and makes sense", () => {
  for (const { name, bytes } of recordings()) {
    const identity = new Identity();
    for (const event of new TextParser().feed(bytes)) {
      if (event.kind !== "block") continue;
      identity.learn(event.fields);
      assert.ok(soundReadings(event.fields, name).length > 0);
    }
    assert.match(identity.facts().product ?? "", /BlueSolar MPPT 75\/15|BMV-7/);
  }
});
