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
import { firmwareText, parsePid, pidText, productKind, productName } from "./products.ts";

test("states of operation", () => {
  const words = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11].map(stateWord);
  assert.deepEqual(words, [
    "off",
    "low_power",
    "fault",
    "bulk",
    "absorption",
    "float",
    "storage",
    "equalise",
    "inverting",
    "power_supply",
  ]);
  assert.deepEqual([245, 247, 252, 255, 99].map(stateWord), [
    "starting_up",
    "auto_equalise",
    "external_control",
    null,
    "code_99",
  ]);
});

test("modes, trackers, errors", () => {
  assert.deepEqual([0, 1, 2, 4, 5, 253, 7].map(modeWord), [
    null,
    "charger",
    "inverter",
    "off",
    "eco",
    "hibernate",
    "code_7",
  ]);
  assert.deepEqual([0, 1, 2, 3].map(trackerWord), ["off", "limited", "active", "code_3"]);
  assert.deepEqual([-9, 0, 8, 9].map(monitorModeWord), ["solar_charger", "battery_monitor", "water_heater", "code_9"]);
  assert.deepEqual([0, 2, 4, 33, 70, 119, 207, 77].map(errorWord), [
    "none",
    "battery_voltage_high",
    "temperature_sensor",
    "panel_voltage_high",
    "network_misconfigured",
    "settings_invalid",
    "internal_supply",
    "error_77",
  ]);
});

test("reason bits, also several and unknown ones", () => {
  assert.equal(alarmReasonWords(0), "none");
  assert.equal(alarmReasonWords(4 + 128), "low_state_of_charge+midpoint_voltage");
  assert.equal(offReasonWords(0x101), "no_input_power+analysing_input");
  assert.equal(offReasonWords(0x80000001), "no_input_power+bit_31");
});

test("products by id", () => {
  assert.equal(productName(0xa053), "SmartSolar MPPT 75/15");
  assert.equal(productName(0xa042), "BlueSolar MPPT 75/15");
  assert.equal(productName(0xa102), "SmartSolar MPPT VE.Can 150/70");
  assert.equal(productName(0x203), "BMV-700");
  assert.equal(productName(0xa389), "SmartShunt 500A/50mV");
  assert.equal(productName(0xa3a4), "Smart Battery Sense");
  assert.equal(productName(0xa340), "Phoenix Smart Charger IP43 12|50 (1+1) 230V");
  assert.equal(productName(0xa276), "0xA276");
  assert.equal(productName(0x1), "0x0001");
});

test("Phoenix inverters are computed from their digits", () => {
  assert.equal(productName(0xa201), "Phoenix Inverter 12V 250VA 230V");
  assert.equal(productName(0xa271), "Phoenix Inverter 12V 1200VA 230V");
  assert.equal(productName(0xa25c), "Phoenix Inverter 48V 500VA 120V");
  assert.equal(productName(0xa2e2), "Phoenix Inverter 24V 800VA 230V");
  assert.equal(productName(0xa236), "Phoenix Sun 24V 250VA");
  assert.equal(productName(0xa2c1), "0xA2C1");
});

test("what kind a product is", () => {
  const kinds = [0xa053, 0x300, 0xa10f, 0xa07f, 0x203, 0xa381, 0xa389, 0xc030, 0xa271, 0xa340, 0xffff].map(productKind);
  assert.deepEqual(kinds, [
    "mppt",
    "mppt",
    "mppt",
    "mppt",
    "monitor",
    "monitor",
    "shunt",
    "shunt",
    "inverter",
    "other",
    "other",
  ]);
});

test("ids and firmware as texts", () => {
  assert.equal(parsePid("0x203"), 0x203);
  assert.equal(parsePid("A053"), null);
  assert.equal(parsePid("0xA0535"), null);
  assert.equal(pidText(0x203), "0x0203");
  const versions = ["159", "0159", "0307", "C208", "0208FF", "020801", "0419FF", "odd"].map(firmwareText);
  assert.deepEqual(versions, ["1.59", "1.59", "3.07", "2.08 rc C", "2.08", "2.08 beta 1", "4.19", "odd"]);
});
