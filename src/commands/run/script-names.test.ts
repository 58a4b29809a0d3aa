import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "../../config/index.ts";
import { allDeviceTypes } from "./device-types.ts";
import { scriptNames } from "./script-names.ts";

const CONFIG = `data: ./data
devices:
  hvac: { type: command, source: { run: [/bin/true], units: { Mode: state, temperature: °C } } }
  roof: { type: vedirect, port: /dev/null }
channels:
  heat.mode: hvac.fan_mode
  solar.power: roof.panel_power
`;

test("what a configuration calls a state says words, of which nobody knows all", () => {
  const { channels, open } = scriptNames(parseConfig(CONFIG, "g.yaml", allDeviceTypes));
  assert.deepEqual(open, ["hvac"]);
  assert.equal(channels.get("hvac.mode"), "words");
  assert.equal(channels.get("hvac.temperature"), undefined);
  assert.equal(channels.get("heat.mode"), "anything");
  assert.equal(channels.get("solar.power"), "number");
  const named = CONFIG.replace("fan_mode", "mode");
  assert.equal(scriptNames(parseConfig(named, "g.yaml", allDeviceTypes)).channels.get("heat.mode"), "words");
});
