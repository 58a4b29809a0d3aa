import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { editorSchema } from "./index.ts";
import { changed, complaint, HOUSE, read, TYPES } from "./testing/house.ts";

test("the documented configuration holds, in SI units", () => {
  const config = read(HOUSE);
  assert.equal(config.site.name, "La Borie");
  assert.deepEqual(config.data, { path: "./data", commit_every: 10_000 });
  assert.equal(config.relays.boiler?.power, 1200);
  assert.equal(config.relays.boiler?.guard.min_on, 600_000);
  assert.deepEqual(config.relays.boiler?.guard.without_data, { do: "off" });
  assert.equal(config.channels["battery.soc"]?.stale_after, 30_000);
  assert.equal(config.channels["solar.power"]?.from, "roof.panel_power");
  assert(Object.isFrozen(config.relays.boiler?.guard));
});

test("how long readings are kept is said in days, weeks and years, and is for ever when nothing is said", () => {
  const day = 86_400_000;
  const kept = (words: string): number | undefined =>
    read(changed("stale_after: 30 s", `keep: ${words}`)).channels["battery.soc"]?.keep;
  assert.deepEqual(["1 d", "2 w", "2 y", "for ever"].map(kept), [day, 14 * day, 730.5 * day, Number.POSITIVE_INFINITY]);
  assert.equal(read(HOUSE).channels["battery.soc"]?.keep, undefined);
  assert.deepEqual(read("data: { path: ./d, keep: 10 y }").data.keep, 3652.5 * day);
  assert.equal(read(HOUSE).clock.wait, 600_000);
  assert.equal(read(`${HOUSE}clock: { wait: 0 s }`).clock.wait, 0);
});

test("an empty file is a house with nothing in it, but for its data folder", () => {
  assert.match(complaint(""), /"data" is missing: expected a folder; write for example \.\/data/);
  assert.deepEqual(read("data: ./d").relays, {});
});

describe("each error names file, line, column, what was expected and an example", () => {
  const cases: [what: string, text: string, said: RegExp][] = [
    [
      "a bare number as duration",
      changed("min_on: 10 min", "min_on: 10"),
      /^gleaner\.yaml:23:22: relays\.boiler\.guard\.min_on: expected a duration, found 10; write for example 10 min$/m,
    ],
    [
      "a bare number as age",
      changed("stale_after: 30 s", "keep: 2"),
      /channels\.battery\.soc\.keep: expected days, weeks or years, found 2; write for example 2 y$/m,
    ],
    [
      "an age in hours",
      changed("stale_after: 30 s", "keep: 12 h"),
      /expected a number of days, weeks or years, or for ever, found "12 h"; write for example 2 y$/m,
    ],
    ["no age at all", changed("stale_after: 30 s", "keep: 0 d"), /expected 1 d to 100 y, found "0 d"/],
    [
      "an unknown unit",
      changed("min_on: 10 min", "min_on: 10 minutes"),
      /expected a duration, found "10 minutes"; write for example 10 min/,
    ],
    [
      "a bare number as power",
      changed("power: 1200 W", "power: 1200"),
      /^gleaner\.yaml:21:12: relays\.boiler\.power: expected a power, found 1200; write for example 1200 W$/m,
    ],
    [
      "an unknown key with a near name",
      changed("min_off:", "min_of:"),
      /^gleaner\.yaml:23:\d+: relays\.boiler\.guard\.min_of: "min_of" is not known here; did you mean "min_off"\?$/m,
    ],
    [
      "an unknown key with no near name",
      changed("data: ./data", "data: ./data\nxyzzy: 1"),
      /^gleaner\.yaml:3:1: xyzzy: "xyzzy" is not known here; remove it; known here: site, data/m,
    ],
    [
      "an unknown device type",
      changed("type: file", "type: fil"),
      /no device type is called "fil"; did you mean "file"\?/,
    ],
    ["a device without type", changed("type: file, ", ""), /type is missing; there are vedirect, file, program/],
    [
      "a device without its port",
      changed(", port: /dev/serial/by-id/usb-VictronEnergy_roof", ""),
      /"port" is missing: expected a serial port; write for example \/dev\/serial/,
    ],
    [
      "an unknown device",
      changed("roof.panel_power", "rof.panel_power"),
      /^gleaner\.yaml:11:18: channels\.solar\.power\.from: no device is called "rof"; did you mean "roof"\?$/m,
    ],
    [
      "an unknown value of a device",
      changed("roof.panel_power", "roof.panel_powr"),
      /roof \(vedirect\) has no value "panel_powr"; did you mean "panel_power"\?/,
    ],
    [
      "an unknown output",
      changed("output: boiler_plug", "output: boiler_plugg"),
      /no device is called "boiler_plugg"; did you mean "boiler_plug"\?/,
    ],
    [
      "a device that has no such output",
      changed("output: boiler_plug", "output: roof"),
      /roof \(vedirect\) has no output "roof": it can switch roof\.load, roof\.relay/,
    ],
    [
      "a formula that does not read",
      changed("solar.power - battery.power", "solar.power - "),
      /the formula does not read: a channel or a number expected, found the end \(character 14/,
    ],
    [
      "a formula with a stranger",
      changed("solar.power - battery.power", "solar.powr - battery.power"),
      /which no channel is called; did you mean "solar.power"\?/,
    ],
    [
      "a formula in a circle",
      changed("solar.power - battery.power", "house.power + 1"),
      /depends on itself: house\.power → house\.power/,
    ],
    [
      "a zone that does not exist",
      changed("Europe/Paris", "Europe/Pari"),
      /site\.time_zone: no such time zone, found "Europe\/Pari"; write for example Europe\/Paris/,
    ],
    ["an open address", changed("127.0.0.1", "0.0.0.0"), /only this machine may be served until sign-in exists/],
    [
      "a language that is not spoken",
      changed("language: fr", "language: it"),
      /expected one of fr, de, en, found "it"/,
    ],
    [
      "keep without a duration",
      changed("without_data: off", "without_data: keep"),
      /expected off, on, or keep with a duration up to 24 h, found "keep"; write for example keep 10 min/,
    ],
    [
      "a relay name in capitals",
      changed("  boiler:\n    number", "  Boiler:\n    number"),
      /"Boiler" cannot be a name here/,
    ],
    [
      "a channel under a relay's name",
      changed("  solar.power:", "  relay.boiler:"),
      /"relay\.boiler" cannot be a name here: it begins with "relay\.", which is kept for what the house itself switches/,
    ],
    [
      "a device whose values would stand there",
      changed("  monitor:", "  relay:"),
      /"relay" cannot be a name here: it begins with "relay\."/,
    ],
    [
      "a channel's name that is too long",
      changed("  solar.power:", `  solar.${"p".repeat(195)}:`),
      /cannot be a name here: it has 201 characters: at most 200 are allowed/,
    ],
    [
      "two devices on one port",
      changed("usb-VictronEnergy_bmv", "usb-VictronEnergy_roof"),
      /^gleaner\.yaml:7:\d+: devices\.monitor\.port: roof and monitor cannot share the path \/dev\/serial\/by-id\/usb-VictronEnergy_roof: one device for each$/m,
    ],
    [
      "two devices of different types on one thing, named in two ways",
      changed("path: ./boiler.state", "path: /dev/serial/../serial/by-id/usb-VictronEnergy_bmv"),
      /devices\.boiler_plug\.path: monitor and boiler_plug cannot share the path \/dev\/serial\/by-id\/usb-VictronEnergy_bmv/,
    ],
    [
      "a limit in another unit",
      changed("stale_after: 30 s", "plausible: 0 V to 5 V"),
      /monitor\.state_of_charge is in %, not in V/,
    ],
    [
      "a limit of a state",
      changed("{ from: roof.state, alias: CS }", "{ from: roof.state, not: [3] }"),
      /roof\.state is a state: it has no limits/,
    ],
    ["the same alias twice", changed("alias: P }", "alias: SOC }"), /the alias "SOC" already belongs to battery\.soc/],
    [
      "a key twice",
      changed("web:", "data: ./other\nweb:"),
      /^gleaner\.yaml:3:1: YAML: "data" stands twice here, first in line 2: keep one/m,
    ],
    [
      "both from and formula",
      changed("{ from: roof.state,", "{ from: roof.state, formula: 1 + 1,"),
      /either from or formula/,
    ],
    [
      "two modes files in one",
      changed("states: ./states.json", "states: ./modes.json"),
      /modes and states need two different files/,
    ],
    ["max_on below min_on", changed("min_off: 5 min", "max_on: 5 min"), /max_on must be longer than min_on/],
    ["an alias bomb", `a: &a [1,1]\nb: *a\ndata: ./d`, /anchors and aliases/],
  ];
  for (const [what, text, said] of cases) {
    test(what, () => assert.match(complaint(text), said));
  }
});

test("all errors are told at once, in the order of the file", () => {
  const text = changed("min_on: 10 min", "min_on: 10").replace("language: fr", "language: it");
  const lines = complaint(text).split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^gleaner\.yaml:1:/);
  assert.match(lines[1] ?? "", /^gleaner\.yaml:23:/);
});

test("a missing script is a warning: the house runs without it", () => {
  const [warning] = read(HOUSE).warnings;
  assert.match(warning?.message ?? "", /there is no file \.\/boiler\.ts/);
  assert.equal(warning?.line, 22);
});

test("dangerous keys and huge files are refused", () => {
  assert.match(complaint("data: ./d\n__proto__: { x: 1 }"), /__proto__/);
  assert.match(complaint(`data: ./d\n#${"x".repeat(300_000)}`), /larger than 256 kB/);
  assert.equal(Object.getOwnPropertyNames(Object.prototype).includes("x"), false);
});

test("the schema for editors knows the keys, the patterns and the device types", () => {
  const text = JSON.stringify(editorSchema(TYPES));
  assert.match(text, /"without_data"/);
  assert.match(text, /vedirect/);
  const schema = JSON.parse(text) as { properties: { relays: unknown }; additionalProperties: boolean };
  assert.equal(schema.additionalProperties, false);
  assert.match(JSON.stringify(schema.properties.relays), /kW/);
});
