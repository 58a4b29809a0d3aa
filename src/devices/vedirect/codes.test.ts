import assert from "node:assert/strict";
import { test } from "node:test";
import {
  alarmReasonWords,
  errorWord,
  modeWord,
  monitorModeWord,
  offReasonWords,
  stateWord,
  trackerWord,
} from "./codes.ts";

/**
 * The words that people's scripts compare with, all of them, as `code word, code word …`: what a device says must not be
 * called otherwise one day.
 */
function table(text: string): [number, string][] {
  return text.split(/,\s+/).map((entry) => {
    const [code = "", word = ""] = entry.trim().split(" ");
    return [Number(code), word];
  });
}

function assertWords(wordOf: (code: number) => string | null, text: string): void {
  for (const [code, word] of table(text)) assert.equal(wordOf(code), word, String(code));
}

test("states of operation", () => {
  assertWords(
    stateWord,
    `0 off, 1 low_power, 2 fault, 3 bulk, 4 absorption, 5 float, 6 storage, 7 equalise, 8 pass_through, 9 inverting,
     10 power_assist, 11 power_supply, 244 sustain, 245 starting_up, 246 repeated_absorption, 247 auto_equalise,
     248 battery_safe, 249 active, 252 external_control, 12 code_12, 254 code_254`,
  );
  assert.equal(stateWord(255), null);
});

test("modes and trackers", () => {
  assertWords(modeWord, "1 charger, 2 inverter, 3 on, 4 off, 5 eco, 253 hibernate, 7 code_7, 255 code_255");
  assert.equal(modeWord(0), null);
  assertWords(trackerWord, "0 off, 1 limited, 2 active, 3 code_3");
});

test("what a monitor watches", () => {
  assertWords(
    monitorModeWord,
    `-9 solar_charger, -8 wind_turbine, -7 shaft_generator, -6 alternator, -5 fuel_cell, -4 water_generator,
     -3 dc_dc_charger, -2 ac_charger, -1 generic_source, 0 battery_monitor, 1 generic_load, 2 electric_drive, 3 fridge,
     4 water_pump, 5 bilge_pump, 6 dc_system, 7 inverter, 8 water_heater, 9 code_9, -10 code_-10`,
  );
});

test("errors, the first and the last of each row", () => {
  assertWords(
    errorWord,
    `0 none, 1 battery_too_hot, 2 battery_voltage_high, 3 temperature_sensor, 4 temperature_sensor, 5 temperature_sensor,
     6 voltage_sense, 8 voltage_sense, 9 error_9, 10 error_10, 11 battery_ripple, 12 error_12, 14 battery_too_cold,
     17 charger_too_hot, 18 charger_over_current, 19 current_reversed, 20 bulk_time_exceeded, 21 current_sensor,
     22 internal_temperature_sensor, 23 internal_temperature_sensor, 24 fan, 25 error_25, 26 terminals_too_hot,
     27 short_circuit, 28 power_stage, 29 over_charge, 33 panel_voltage_high, 34 panel_over_current, 35 panel_over_power,
     38 input_shutdown_battery_voltage, 39 input_shutdown_current, 40 input_shutdown_failed, 41 panel_insulation,
     43 panel_insulation, 50 inverter_fault, 58 inverter_fault, 59 error_59, 65 communication_lost,
     66 synchronised_charging, 67 bms_lost, 68 network_misconfigured, 71 network_misconfigured, 80 input_shutdown,
     87 input_shutdown, 88 error_88, 114 cpu_too_hot, 116 calibration_lost, 117 firmware_incompatible,
     119 settings_invalid, 121 tester_failed, 200 internal_supply, 215 internal_supply, 216 error_216`,
  );
});

test("reason bits, each alone", () => {
  const alone = (wordsOf: (bits: number) => string) => (bit: number) => wordsOf(2 ** bit);
  assertWords(
    alone(offReasonWords),
    `0 no_input_power, 1 power_switch, 2 device_mode, 3 remote_input, 4 protection, 5 out_of_credit, 6 bms,
     7 engine_shutdown, 8 analysing_input, 9 low_battery_temperature, 10 no_panel_power, 11 low_battery_voltage,
     12 low_mains, 13 no_can_sync, 14 not_enough_inverters, 15 active_alarm, 16 bit_16, 31 bit_31`,
  );
  assertWords(
    alone(alarmReasonWords),
    `0 low_voltage, 1 high_voltage, 2 low_state_of_charge, 3 low_starter_voltage, 4 high_starter_voltage,
     5 low_temperature, 6 high_temperature, 7 midpoint_voltage, 8 overload, 9 dc_ripple, 10 low_ac_voltage,
     11 high_ac_voltage, 12 short_circuit, 13 bms_lockout, 14 bms_cable, 15 bit_15`,
  );
});

test("reason bits, none and several", () => {
  assert.equal(alarmReasonWords(0), "none");
  assert.equal(alarmReasonWords(4 + 128), "low_state_of_charge+midpoint_voltage");
  assert.equal(offReasonWords(0x101), "no_input_power+analysing_input");
  assert.equal(offReasonWords(0x80000001), "no_input_power+bit_31");
  assert.equal(offReasonWords(2 ** 32), "none", "there are 32 bits");
});
