import assert from "node:assert/strict";
import { test } from "node:test";
import { channelIn, channelMeant, otherNames, relayChannel, relayOfChannel } from "./channel-names.ts";

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
