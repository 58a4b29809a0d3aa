import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "../../config/index.ts";
import { allDeviceTypes } from "./device-types.ts";
import { displayNames } from "./display-names.ts";

const CONFIG = `data: ./data
devices:
  roof: { type: vedirect, port: /dev/null, name: Toit }
  barn: { type: vedirect, port: /dev/zero }
channels:
  solar.power: roof.panel_power
  tank.level: { formula: solar.power * 2, name: { fr: Cuve, de: Zisterne } }
relays:
  freezer: { output: roof.load, name: "Congélateur, cave" }
`;

test("relays, channels and devices of every type may have names, in one language or in each", () => {
  assert.deepEqual(displayNames(parseConfig(CONFIG, "g.yaml", allDeviceTypes)), {
    relay: new Map([["freezer", { fr: "Congélateur, cave", de: "Congélateur, cave", en: "Congélateur, cave" }]]),
    channel: new Map([["tank.level", { fr: "Cuve", de: "Zisterne" }]]),
    device: new Map([["roof", { fr: "Toit", de: "Toit", en: "Toit" }]]),
  });
});

test("a name that cannot be shown is refused with its place", () => {
  const refused = (name: string, said: RegExp): void =>
    assert.throws(() => parseConfig(CONFIG.replace("Toit", name), "g.yaml", allDeviceTypes), { message: said });
  refused("''", /^g\.yaml:3:50: devices\.roof\.name: it is empty: write a name/);
  refused("{}", /devices\.roof\.name: it is empty: write a name/);
  refused("{ es: Techo }", /devices\.roof\.name\.es: "es" is not known here; did you mean "en"\?/);
  refused("42", /devices\.roof\.name: expected a name, or names by language, found 42; write for example Roof charger/);
  refused(`"a\\u202eb"`, /devices\.roof\.name: it has characters that do not show/);
});
