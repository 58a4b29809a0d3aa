import assert from "node:assert/strict";
import { test } from "node:test";
import { ChannelList } from "../api.ts";
import { bench } from "../testing/fakes.ts";

test("everything live or stored, by name, with its kind", async () => {
  const { app, history } = await bench();
  history.units.set("battery.soc", "%");
  history.units.set("roof.yield_total", "Wh");
  history.units.set("roof.yield_yesterday", "Wh");
  history.units.set("old.meter", "kWh");
  history.units.set("monitor.consumed_charge", "Ah");
  history.units.set("relay.boiler", "");
  history.units.set("attic.humidity", "%");
  const { channels } = ChannelList.parse((await app.inject("/api/channels")).json());
  assert.deepEqual(
    channels.map(({ name, kind }) => [name, kind]),
    [
      ["attic.humidity", "number"],
      ["battery.soc", "number"],
      ["charger.state", "state"],
      ["grid.power", "number"],
      ["monitor.consumed_charge", "number"],
      ["old.meter", "counter"],
      ["relay.boiler", "relay"],
      ["roof.yield_total", "counter"],
      ["roof.yield_yesterday", "number"],
      ["solar.power", "number"],
    ],
  );
  assert.deepEqual(channels[1], { name: "battery.soc", alias: "SOC", unit: "%", kind: "number", named: true });
  assert.deepEqual(channels[5], { name: "old.meter", unit: "kWh", kind: "counter", named: false });
});

test("before the house has spoken, what is stored is listed", async () => {
  const { app, history } = await bench({ house: null });
  history.units.set("solar.power", "W");
  assert.deepEqual((await app.inject("/api/channels")).json(), {
    channels: [{ name: "solar.power", unit: "W", kind: "number", named: true }],
  });
});
