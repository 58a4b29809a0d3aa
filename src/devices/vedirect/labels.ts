import type { Quantity, RawReading, Unit, Value } from "../../model/index.ts";
import {
  alarmReasonWords,
  ERROR_WORDS,
  errorWord,
  MODE_WORDS,
  MONITOR_MODE_WORDS,
  modeWord,
  monitorModeWord,
  offReasonWords,
  STATE_WORDS,
  stateWord,
  TRACKER_WORDS,
  trackerWord,
} from "./codes.ts";
import type { Fields } from "./text.ts";

/**
 * The fields of a block as quantities in SI units (Victron, "VE.Direct Protocol" 3.33).
 * Numbers are whole on the line; one division or multiplication gives the nearest double: 12530 mV → 12.53 V.
 */

/** Reads a field's text; `undefined` when it makes no sense, `null` when the device says that it does not know. */
type Read = (text: string) => Value | null | undefined;

interface Label {
  readonly quantity: string;
  readonly unit: Unit;
  readonly read: Read;
  readonly words?: readonly string[];
}

function whole(text: string): number | undefined {
  // Adding 0 turns "-0" into 0.
  return /^-?\d{1,10}$/.test(text) ? Number(text) + 0 : undefined;
}

function bits(text: string): number | undefined {
  if (/^0x[0-9A-Fa-f]{1,8}$/.test(text)) return Number.parseInt(text.slice(2), 16);
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function quantity(name: string, unit: Unit, convert: (raw: number) => number): Label {
  return {
    quantity: name,
    unit,
    read: (text) => {
      const raw = whole(text);
      return raw === undefined ? undefined : convert(raw);
    },
  };
}

const same = (raw: number) => raw;
const thousandth = (raw: number) => raw / 1000;

const volts = (name: string) => quantity(name, "V", thousandth);
const amperes = (name: string) => quantity(name, "A", thousandth);
const ampereHours = (name: string) => quantity(name, "Ah", thousandth);
const watts = (name: string) => quantity(name, "W", same);
/** On the line in 0.01 kWh. */
const wattHours = (name: string) => quantity(name, "Wh", (raw) => raw * 10);
const count = (name: string) => quantity(name, "", same);

function code(name: string, words: (raw: number) => string | null, all: readonly string[]): Label {
  return {
    quantity: name,
    unit: null,
    words: all,
    read: (text) => {
      const raw = whole(text);
      return raw === undefined ? undefined : words(raw);
    },
  };
}

function reasons(name: string, words: (raw: number) => string): Label {
  return {
    quantity: name,
    unit: null,
    read: (text) => {
      const raw = bits(text);
      return raw === undefined ? undefined : words(raw);
    },
  };
}

/** BMV-60x write `On` and `Off`, all others `ON` and `OFF`. */
function onOff(name: string): Label {
  return {
    quantity: name,
    unit: null,
    words: ["on", "off"],
    read: (text) => {
      const word = text.toLowerCase();
      return word === "on" || word === "off" ? word : undefined;
    },
  };
}

const LABELS: Readonly<Record<string, Label>> = {
  V: volts("voltage"),
  V2: volts("voltage_2"),
  V3: volts("voltage_3"),
  VS: volts("starter_voltage"),
  VM: volts("midpoint_voltage"),
  DM: quantity("midpoint_deviation", "%", (raw) => raw / 10),
  VPV: volts("panel_voltage"),
  PPV: watts("panel_power"),
  I: amperes("current"),
  I2: amperes("current_2"),
  I3: amperes("current_3"),
  IL: amperes("load_current"),
  LOAD: onOff("load"),
  T: quantity("temperature", "°C", same),
  P: watts("power"),
  CE: ampereHours("consumed_charge"),
  SOC: quantity("state_of_charge", "%", (raw) => raw / 10),
  // Minutes; -1 says "never at this current", for which there is no number of seconds: unknown.
  TTG: {
    quantity: "time_to_go",
    unit: "s",
    read: (text) => {
      const minutes = whole(text);
      if (minutes === undefined) return undefined;
      return minutes < 0 ? null : minutes * 60;
    },
  },
  Alarm: onOff("alarm"),
  Relay: onOff("relay"),
  AR: reasons("alarm_reason", alarmReasonWords),
  WARN: reasons("warning_reason", alarmReasonWords),
  OR: reasons("off_reason", offReasonWords),
  H1: ampereHours("deepest_discharge"),
  H2: ampereHours("last_discharge"),
  H3: ampereHours("average_discharge"),
  H4: count("charge_cycles"),
  H5: count("full_discharges"),
  H6: ampereHours("total_charge_drawn"),
  H7: volts("min_voltage"),
  H8: volts("max_voltage"),
  H9: quantity("time_since_full_charge", "s", same),
  H10: count("synchronisations"),
  H11: count("low_voltage_alarms"),
  H12: count("high_voltage_alarms"),
  H13: count("low_starter_voltage_alarms"),
  H14: count("high_starter_voltage_alarms"),
  H15: volts("min_starter_voltage"),
  H16: volts("max_starter_voltage"),
  H17: wattHours("energy_discharged"),
  H18: wattHours("energy_charged"),
  H19: wattHours("yield_total"),
  H20: wattHours("yield_today"),
  H21: watts("max_power_today"),
  H22: wattHours("yield_yesterday"),
  H23: watts("max_power_yesterday"),
  ERR: code("error", errorWord, ERROR_WORDS),
  CS: code("state", stateWord, STATE_WORDS),
  HSDS: count("day"),
  MODE: code("mode", modeWord, MODE_WORDS),
  MPPT: code("tracker", trackerWord, TRACKER_WORDS),
  MON: code("monitor_mode", monitorModeWord, MONITOR_MODE_WORDS),
  AC_OUT_V: quantity("ac_voltage", "V", (raw) => raw / 100),
  AC_OUT_I: quantity("ac_current", "A", (raw) => raw / 10),
  AC_OUT_S: quantity("ac_apparent_power", "VA", same),
  DC_IN_V: quantity("input_voltage", "V", (raw) => raw / 100),
  DC_IN_I: quantity("input_current", "A", (raw) => raw / 10),
  DC_IN_P: watts("input_power"),
};

/** Fields that tell what the device is, and are no quantities. */
const ABOUT = new Set(["PID", "FW", "FWE", "SER#", "BMV", "CAP_BLE"]);

/** The oldest small chargers say with `I` what the converter delivers, load included; not the battery's current. */
const CONVERTER_CURRENT = amperes("converter_current");

/** What a monitor says that meters a source or a load instead of a battery (`monitor_mode`). */
const DC_METER: Readonly<Record<string, Label>> = {
  H17: wattHours("energy_produced"),
  H18: wattHours("energy_consumed"),
};

/** Every quantity that a VE.Direct device can report. */
export const QUANTITIES: readonly Quantity[] = [
  ...Object.values(LABELS),
  CONVERTER_CURRENT,
  ...Object.values(DC_METER),
].map(({ quantity: name, unit, words }) => ({ name, unit, ...(words && { words }) }));

/** What is said of a block beside its fields. */
export interface BlockContext {
  /** `I` is the converter's current: MPPT 75/15 and 100/15 up to firmware 1.14. */
  readonly converter_current: boolean;
  /** A monitor meters a source or a load, and no battery; `null`: not known yet, and what would depend on it is left out. */
  readonly meters_dc?: boolean | null;
}

export interface Interpreted {
  readonly readings: RawReading[];
  /** Known fields whose text makes no sense. */
  readonly junk: number;
  /** Labels that nobody knows here. */
  readonly unknown: number;
}

/** The battery power of a monitor that does not tell it (BMV-600), from V and I, in tenths of a watt. */
function powerOf(fields: Fields): RawReading | undefined {
  const isMonitor = fields.has("SOC") || fields.has("CE") || fields.has("BMV");
  if (!isMonitor || fields.has("P")) return undefined;
  const millivolts = whole(fields.get("V") ?? "");
  const milliamperes = whole(fields.get("I") ?? "");
  if (millivolts === undefined || milliamperes === undefined) return undefined;
  return { quantity: "power", unit: "W", value: (Math.round((millivolts * milliamperes) / 100_000) + 0) / 10 };
}

/** How a field is read; `undefined` when nobody knows it here, `null` when it is to be left out. */
function labelOf(name: string, { converter_current, meters_dc = false }: BlockContext): Label | null | undefined {
  if (name === "I" && converter_current) return CONVERTER_CURRENT;
  if (Object.hasOwn(DC_METER, name) && meters_dc !== false) return meters_dc ? DC_METER[name] : null;
  return Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
}

/** The readings of one good block. `---` is `null`: the device does not know. */
export function interpret(fields: Fields, context: BlockContext): Interpreted {
  const readings: RawReading[] = [];
  let junk = 0;
  let unknown = 0;
  for (const [name, text] of fields) {
    if (ABOUT.has(name)) continue;
    const label = labelOf(name, context);
    if (!label) {
      if (label === undefined) unknown += 1;
      continue;
    }
    const value = text === "---" ? null : label.read(text);
    if (value === undefined) junk += 1;
    else readings.push({ quantity: label.quantity, unit: label.unit, value });
  }
  const power = powerOf(fields);
  if (power) readings.push(power);
  return { readings, junk, unknown };
}
