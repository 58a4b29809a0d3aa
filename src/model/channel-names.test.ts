import assert from "node:assert/strict";
import { test } from "node:test";
import {
  channelIn,
  channelMeant,
  flawOfForeignName,
  flawOfName,
  flawOfUnit,
  otherNames,
  relayChannel,
  relayOfChannel,
  soundUnit,
} from "./channel-names.ts";

const CHANNELS = [
  { name: "battery.soc", from: "monitor.state_of_charge", alias: "SOC" },
  { name: "battery.level", from: "monitor.state_of_charge" },
  { name: "house.power", alias: "P" },
];

test("a channel is meant by its alias and by what its device calls it; of two for one value, the first", () => {
  const others = otherNames(CHANNELS);
  assert.equal(channelMeant(others, "SOC"), "battery.soc");
  assert.equal(channelMeant(others, "monitor.state_of_charge"), "battery.soc");
  assert.equal(channelMeant(others, "P"), "house.power");
  assert.equal(channelMeant(others, "battery.level"), "battery.level");
  assert.equal(channelMeant(others, "nothing"), "nothing");
});

test("a snapshot is asked by any name", () => {
  const soc = { name: "battery.soc", unit: "%", value: 80, at: 0, age_ms: 0, fresh: true };
  const snapshot = {
    now: { at: 0, mono: 0 },
    channels: new Map([["battery.soc", soc]]),
    aliases: otherNames(CHANNELS),
  };
  assert.equal(channelIn(snapshot, "SOC"), soc);
  assert.equal(channelIn(snapshot, "battery.soc"), soc);
  assert.equal(channelIn(snapshot, "P"), undefined);
});

test("the channel of a relay names it", () => {
  assert.equal(relayOfChannel(relayChannel("boiler")), "boiler");
  assert.equal(relayOfChannel("battery.soc"), undefined);
  assert.equal(relayOfChannel("my.relay.boiler"), undefined);
});

test("a name shows, and has 1 to 200 characters", () => {
  for (const name of ["a", "solar.power", "Température 1 °C", "W.cellar.pump", "x".repeat(200), "電力", "a_b-c/d"]) {
    assert.equal(flawOfName(name), undefined, name);
  }
  for (const name of ["", " ", "\u00a0\t"]) assert.match(flawOfName(name) ?? "", /^is empty/);
  assert.match(flawOfName("x".repeat(201)) ?? "", /^has 201 characters: at most 200/);
  for (const hidden of [
    "\0",
    "\r",
    "\n",
    "\t",
    "\u007f",
    "\u0085",
    "\u200b",
    "\u202e",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ud800",
  ]) {
    assert.match(flawOfName(`a${hidden}b`) ?? "", /characters that do not show/, JSON.stringify(hidden));
  }
  assert.match(flawOfName("__proto__") ?? "", /JavaScript's own/);
});

test("from outside nothing comes under a relay's name", () => {
  assert.match(flawOfForeignName(relayChannel("heater")) ?? "", /kept for what the house itself switches/);
  assert.equal(flawOfName(relayChannel("heater")), undefined);
  assert.equal(flawOfForeignName("relays.heater"), undefined);
  assert.match(flawOfForeignName("a\nb") ?? "", /do not show/);
});

test("a unit shows and has at most 16 characters; one that may not be kept is none", () => {
  for (const unit of [null, "", "W", "°C", "m³/h", "u".repeat(16)]) {
    assert.equal(flawOfUnit(unit), undefined);
    assert.equal(soundUnit(unit), unit);
  }
  assert.match(flawOfUnit("u".repeat(17)) ?? "", /^has 17 characters: at most 16/);
  assert.match(flawOfUnit("W\u202e") ?? "", /do not show/);
  for (const unit of ["u".repeat(17), "W\n"]) assert.equal(soundUnit(unit), "");
});

test("a number, or a share of no time, is no unit", () => {
  for (const unit of ["12", "1.5", "-3", "1,5"]) assert.match(flawOfUnit(unit) ?? "", /^is a number/, unit);
  for (const unit of ["kWh/0min", "kWh/00h", "Wh/0", "kWh/0 h"]) {
    assert.match(flawOfUnit(unit) ?? "", /^is a share of no time/, unit);
    assert.equal(soundUnit(unit), "");
  }
  for (const unit of ["kWh/15min", "kWh/100km", "m²", "kWh/10h", "1/min", "l/h"])
    assert.equal(flawOfUnit(unit), undefined);
});
