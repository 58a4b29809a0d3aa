/**
 * VE.Direct's numbers in words (Victron, "VE.Direct Protocol" 3.33; entries that are missing there come from Victron's
 * register header and its page of error codes). Words are snake_case, for scripts to compare with.
 */

type Words = Readonly<Record<number, string>>;

const STATE: Words = {
  0: "off",
  1: "low_power",
  2: "fault",
  3: "bulk",
  4: "absorption",
  5: "float",
  6: "storage",
  7: "equalise",
  8: "pass_through",
  9: "inverting",
  10: "power_assist",
  11: "power_supply",
  244: "sustain",
  245: "starting_up",
  246: "repeated_absorption",
  247: "auto_equalise",
  248: "battery_safe",
  249: "active",
  252: "external_control",
};

const TRACKER: Words = { 0: "off", 1: "limited", 2: "active" };

const MODE: Words = { 1: "charger", 2: "inverter", 3: "on", 4: "off", 5: "eco", 253: "hibernate" };

const MONITOR_MODE: Words = {
  [-9]: "solar_charger",
  [-8]: "wind_turbine",
  [-7]: "shaft_generator",
  [-6]: "alternator",
  [-5]: "fuel_cell",
  [-4]: "water_generator",
  [-3]: "dc_dc_charger",
  [-2]: "ac_charger",
  [-1]: "generic_source",
  0: "battery_monitor",
  1: "generic_load",
  2: "electric_drive",
  3: "fridge",
  4: "water_pump",
  5: "bilge_pump",
  6: "dc_system",
  7: "inverter",
  8: "water_heater",
};

/** Bit number → reason, for OR. */
const OFF_REASON: Words = {
  0: "no_input_power",
  1: "power_switch",
  2: "device_mode",
  3: "remote_input",
  4: "protection",
  5: "out_of_credit",
  6: "bms",
  7: "engine_shutdown",
  8: "analysing_input",
  9: "low_battery_temperature",
  10: "no_panel_power",
  11: "low_battery_voltage",
  12: "low_mains",
  13: "no_can_sync",
  14: "not_enough_inverters",
  15: "active_alarm",
};

/** Bit number → reason, for AR and WARN. */
const ALARM_REASON: Words = {
  0: "low_voltage",
  1: "high_voltage",
  2: "low_state_of_charge",
  3: "low_starter_voltage",
  4: "high_starter_voltage",
  5: "low_temperature",
  6: "high_temperature",
  7: "midpoint_voltage",
  8: "overload",
  9: "dc_ripple",
  10: "low_ac_voltage",
  11: "high_ac_voltage",
  12: "short_circuit",
  13: "bms_lockout",
  14: "bms_cable",
};

/** All words of the states whose words do not combine; a code that nobody knows is `code_99`. */
export const STATE_WORDS: readonly string[] = Object.values(STATE);
export const TRACKER_WORDS: readonly string[] = Object.values(TRACKER);
export const MODE_WORDS: readonly string[] = Object.values(MODE);
export const MONITOR_MODE_WORDS: readonly string[] = Object.values(MONITOR_MODE);

/** First code, last code, words. */
const ERRORS: readonly (readonly [number, number, string])[] = [
  [0, 0, "none"],
  [1, 1, "battery_too_hot"],
  [2, 2, "battery_voltage_high"],
  [3, 5, "temperature_sensor"],
  [6, 8, "voltage_sense"],
  [11, 11, "battery_ripple"],
  [14, 14, "battery_too_cold"],
  [17, 17, "charger_too_hot"],
  [18, 18, "charger_over_current"],
  [19, 19, "current_reversed"],
  [20, 20, "bulk_time_exceeded"],
  [21, 21, "current_sensor"],
  [22, 23, "internal_temperature_sensor"],
  [24, 24, "fan"],
  [26, 26, "terminals_too_hot"],
  [27, 27, "short_circuit"],
  [28, 28, "power_stage"],
  [29, 29, "over_charge"],
  [33, 33, "panel_voltage_high"],
  [34, 34, "panel_over_current"],
  [35, 35, "panel_over_power"],
  [38, 38, "input_shutdown_battery_voltage"],
  [39, 39, "input_shutdown_current"],
  [40, 40, "input_shutdown_failed"],
  [41, 43, "panel_insulation"],
  [50, 58, "inverter_fault"],
  [65, 65, "communication_lost"],
  [66, 66, "synchronised_charging"],
  [67, 67, "bms_lost"],
  [68, 71, "network_misconfigured"],
  [80, 87, "input_shutdown"],
  [114, 114, "cpu_too_hot"],
  [116, 116, "calibration_lost"],
  [117, 117, "firmware_incompatible"],
  [119, 119, "settings_invalid"],
  [121, 121, "tester_failed"],
  [200, 215, "internal_supply"],
];

export const ERROR_WORDS: readonly string[] = [...new Set(ERRORS.map(([, , words]) => words))];

function word(words: Words, code: number): string {
  return words[code] ?? `code_${code}`;
}

/** CS, the state of operation: 5 → `float`; 255 → `null`, unavailable; unknown → `code_99`. */
export function stateWord(code: number): string | null {
  return code === 255 ? null : word(STATE, code);
}

/** MPPT: 2 → `active`. */
export function trackerWord(code: number): string {
  return word(TRACKER, code);
}

/** MODE: 4 → `off`; 0 → `null`, not available. */
export function modeWord(code: number): string | null {
  return code === 0 ? null : word(MODE, code);
}

/** MON: what a DC monitor measures; -9 → `solar_charger`. */
export function monitorModeWord(code: number): string {
  return word(MONITOR_MODE, code);
}

/** ERR: 0 → `none`; unknown → `error_77`. */
export function errorWord(code: number): string {
  return ERRORS.find(([first, last]) => code >= first && code <= last)?.[2] ?? `error_${code}`;
}

/** Every bit that is set, by name, joined by `+`; none → `none`; a bit without a name → `bit_20`. */
function bitWords(words: Words, bits: number): string {
  const set: string[] = [];
  for (let bit = 0; bit < 32; bit += 1) {
    if (Math.floor(bits / 2 ** bit) % 2 === 1) set.push(words[bit] ?? `bit_${bit}`);
  }
  return set.join("+") || "none";
}

/** OR: why the device is off. */
export function offReasonWords(bits: number): string {
  return bitWords(OFF_REASON, bits);
}

/** AR and WARN: what raised the alarm or the warning. */
export function alarmReasonWords(bits: number): string {
  return bitWords(ALARM_REASON, bits);
}
