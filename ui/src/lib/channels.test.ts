import assert from "node:assert/strict";
import { test } from "node:test";
import type { Channel, State } from "../../../src/web/api.ts";
import { sortChannels } from "./channels.ts";

const DEVICE = { name: "Roof", state: "ok", problem: null, counters: {}, facts: {} } as const;

function state(names: readonly (readonly [name: string, alias?: string])[], devices: readonly string[]): State {
  const channel: Channel = { name: "Roof", value: 1, unit: "W", at: 0, age_ms: 0, fresh: true };
  return {
    now: 0,
    site: { name: "La Borie", time_zone: "UTC" },
    language: "en",
    version: "0",
    channels: Object.fromEntries(
      names.map(([name, alias]) => [name, alias === undefined ? channel : { ...channel, alias }]),
    ),
    relays: {},
    devices: Object.fromEntries(devices.map((id) => [id, DEVICE])),
    faults: [],
  };
}

test("what nobody named comes apart, the order stays", () => {
  const { named, others } = sortChannels(
    state(
      [
        ["roof.panel_voltage"],
        ["tank.level"],
        ["solar.power"],
        ["roof.state", "CS"],
        ["monitor.product"],
        ["battery.soc"],
        ["constructor.x"],
      ],
      ["roof", "monitor", "battery"],
    ),
  );
  assert.deepEqual(
    named.map(([name]) => name),
    ["tank.level", "solar.power", "roof.state", "battery.soc", "constructor.x"],
  );
  assert.deepEqual(
    others.map(([name]) => name),
    ["roof.panel_voltage", "monitor.product"],
  );
});

test("where nobody named anything all is shown", () => {
  const { named, others } = sortChannels(state([["roof.power"], ["roof.voltage"]], ["roof"]));
  assert.equal(named.length, 2);
  assert.deepEqual(others, []);
});
