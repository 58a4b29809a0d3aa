import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { ConfigError, loadConfig, parseConfig } from "./index.ts";
import { complaint, HOUSE, read, TYPES } from "./testing/house.ts";

function errorOf(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    assert(error instanceof ConfigError);
    return error;
  }
  return assert.fail("it holds");
}

describe("a complaint stands where its author has to look", () => {
  const file = "data: ./d\ndevices: { plug: { type: file, path: ./p } }\n";
  const cases: Readonly<Record<string, readonly [text: string, place: string]>> = {
    "an empty file": ["", "1:1: the file"],
    "a missing group": ["\n\nsite: {}", "3:1: the file"],
    "a missing key": [`${file}relays:\n  pump: { number: 1 }`, "4:3: relays.pump"],
    "a value": [`${file}relays:\n  pump: { output: 7 }`, "4:19: relays.pump.output"],
    "a key": [`${file}relays:\n  pump: { output: plug, colour: red }`, "4:25: relays.pump.colour"],
    "a group": [`${file}relays: [pump]`, "3:9: relays"],
    "no value": [`${file}relays: { pump }`, "3:11: relays.pump"],
    "a value that is left empty": [`${file}relays: { pump: }`, "3:17: relays.pump"],
    "an entry of a list": [
      `${file}relays: { pump: { output: plug, needs: [plug.a, plug.b] } }`,
      "3:41: relays.pump.needs.0",
    ],
    "an entry of an entry": [
      `${file}relays: { pump: { output: plug } }\nguard:\n  interlocks:\n    - { relays: [pump, lamp] }`,
      "6:24: guard.interlocks.0.relays.1",
    ],
    "a key that is a number": [`${file}relays: { 12: { output: plug } }`, "3:11: relays.12"],
    "a value written short": [`${file}channels: { a.b: plug.power }`, "3:18: channels.a.b.from"],
    "a value that refers to another key": [
      `${file}relays: { pump: { output: plug, guard: { min_on: 2 h, max_on: 1 h } } }`,
      "3:63: relays.pump.guard.max_on",
    ],
    "what is no YAML": ["data: ./d\nsite: { name: [ }", "2:15: YAML"],
    "a tag": [`${file}relays: { pump: { output: plug, script: !secret pump_script } }`, "3:41: YAML"],
    "an anchor": ["data: &d ./d\nmode_file: { modes: *d, states: ./s }", "1:7: YAML"],
  };
  for (const [what, [text, place]] of Object.entries(cases)) {
    test(what, () => {
      const [line = ""] = complaint(text).split("\n");
      assert.equal(line.startsWith(`gleaner.yaml:${place}: `), true, line);
    });
  }
});

test("complaints come in the order of the file, warnings only where nothing is wrong", () => {
  const columns = complaint('data: ./d\nsite: { latitude: x, language: it, name: "", time_zone: Nowhere }').split("\n");
  assert.deepEqual(
    columns.map((line) => line.split(":").slice(1, 3).join(":")),
    ["2:19", "2:32", "2:42", "2:57"],
  );
  const { complaints, message } = errorOf(() =>
    read("relays:\n  pump: { output: lamp, script: ./none.ts }\nchannels: { a.b: lamp.power }\ndata: ./d"),
  );
  assert.deepEqual(
    complaints.map(({ path }) => path),
    ["relays.pump.output", "channels.a.b.from"],
  );
  assert.equal(
    message,
    'gleaner.yaml:2:19: relays.pump.output: no device is called "lamp"\n' +
      'gleaner.yaml:3:18: channels.a.b.from: no device is called "lamp"',
  );
});

test("a configuration is frozen, and knows its file and folder", () => {
  const config = read(HOUSE);
  for (const part of [config, config.site, config.relays.boiler?.needs, config.warnings, config.warnings[0]]) {
    assert(Object.isFrozen(part));
  }
  assert.equal(config.file, "gleaner.yaml");
  assert.equal(config.folder, resolve("."));
  assert.equal(parseConfig("data: ./d", "/etc/there/gleaner.yaml", TYPES).folder, "/etc/there");
});

test("a file has at most 256 kB", () => {
  const large = (bytes: number) =>
    `data: ./d\n#${"é".repeat((bytes - 11 - (bytes % 2 === 0 ? 1 : 0)) / 2)}${bytes % 2 === 0 ? "x" : ""}`;
  assert.equal(Buffer.byteLength(large(262_144)), 262_144);
  assert.equal(complaint(large(262_144)), "");
  const said = "gleaner.yaml:1:1: the file: larger than 256 kB; a configuration is never so long";
  assert.equal(complaint(large(262_145)), said);
});

test("what is not used here says so", () => {
  const said =
    "YAML: anchors and aliases (& and *) are not used here: write the value out, or put quotes round a text that begins so";
  assert.equal(complaint("data: &d ./d\nmode_file: { modes: *d, states: ./s }"), `gleaner.yaml:1:7: ${said}`);
  assert.equal(complaint("data: ./d\n\ndevices: { a: { type: file, path: *.txt } }"), `gleaner.yaml:3:35: ${said}`);
  assert.match(complaint("data: ./d\nsite:\n  <<: x\n"), /:3:3: site\.<<: anchors and aliases/);
});

test("a key that is a list is told in Gleaner's own words alone", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on("warning", onWarning);
  assert.match(complaint("data: ./d\n? [a, b]\n: c\n"), /^gleaner\.yaml:.*"\[ a, b \]" is not known here/);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  assert.deepEqual(warnings, []);
});

test("a file that cannot be read says why", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-config-"));
  try {
    const none = join(folder, "none.yaml");
    const error = errorOf(() => loadConfig(none, TYPES));
    assert.equal(error.name, "ConfigError");
    assert.equal(error.message, `${none}:1:1: the file: there is no such file`);
    assert.equal(
      errorOf(() => loadConfig(folder, TYPES)).message,
      `${folder}:1:1: the file: is no ordinary file: name the file that holds the configuration`,
    );
    const file = join(folder, "gleaner.yaml");
    writeFileSync(file, HOUSE);
    assert.equal(loadConfig(file, TYPES).folder, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
