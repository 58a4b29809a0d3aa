import assert from "node:assert/strict";
import { test } from "node:test";
import type { State } from "../../../src/web/api.ts";
import { namesKey, namesOf } from "./names.ts";

const channel = { name: "Ballon", value: 1, unit: "W", at: 0, age_ms: 0, fresh: true } as const;
const device = { name: "Toit", state: "ok", problem: null, counters: {}, facts: {} } as const;
const state = (name: string): Pick<State, "relays" | "channels" | "devices"> => ({
  relays: {},
  channels: { "tank.level": { ...channel, name } },
  devices: { roof: device },
});

test("the house's own names come first, then those of every house, then ids", () => {
  const names = namesOf(state("Ballon"), "fr");
  assert.equal(names.channel("tank.level"), "Ballon");
  assert.equal(names.channel("battery.soc"), "État de charge");
  assert.equal(names.channel("old.thing"), "old.thing");
  assert.equal(names.channel("relay.car_charger"), "Car charger");
  assert.equal(names.relay("car_charger"), "Car charger");
  assert.equal(names.device("roof"), "Toit");
  assert.equal(names.device("toString"), "toString");
  assert.equal(namesOf(undefined, "de").channel("battery.soc"), "Ladezustand");
});

test("a channel of a relay has the relay's name", () => {
  const relays = { pump: { name: "Pompe du puits" } } as unknown as State["relays"];
  assert.equal(namesOf({ ...state("x"), relays }, "fr").channel("relay.pump"), "Pompe du puits");
});

test("names are others only when one changes", () => {
  const later = { ...state("Ballon"), channels: { "tank.level": { ...channel, value: 2 } } };
  assert.equal(namesKey(state("Ballon")), namesKey(later));
  assert.notEqual(namesKey(state("Ballon")), namesKey(state("Cuve")));
});
