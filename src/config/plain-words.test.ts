import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadConfig } from "./index.ts";
import { complaint, read, TYPES } from "./testing/house.ts";

/** Each complaint says what to do, in words of people. */

const PLUG = "devices: { plug: { type: file, path: ./p } }\n";

describe("what is no YAML", () => {
  const cases: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
    "a brace that is left open": [
      "data: ./d\nweb:\n  port: { a: 1\n",
      /:3:9: YAML: this \{ is never closed: write the \}/,
    ],
    "an outer brace": ["data: ./d\nsite: { name: [a, b]\nweb: {}\n", /:2:7: YAML: this \{ is never closed/],
    "a bracket closed by a brace": [
      "data: ./d\nsite: { name: [a }\n",
      /:2:15: YAML: this \[ is never closed: write the \]/,
    ],
    "a brace too many": [
      "data: ./d\nsite: { name: a }}\n",
      /:2:18: YAML: this \} closes nothing: remove it|cannot be read/,
    ],
    "a quote that is left open": ['data: ./d\nsite: { name: "La Borie }\n', /:2:15: YAML: this " is never closed/],
    "a tab": ["data: ./d\nsite:\n\tname: a\n", /:3:1: YAML: a tab at the beginning of a line: indent with blanks/],
    "a second colon": ["data: ./d\nsite:\n  name: La Borie: home\n", /YAML: a second colon in one line: put quotes/],
    "a text that begins with @": ["data: @d\n", /a text cannot begin with this sign: put quotes round it/],
    "a line without colon": ["data: ./d\nsite\nweb: {}\n", /a colon is missing/],
    "another column": ["data: ./d\nsite:\n    name: a\n  language: fr\n", /:4:\d+: YAML: begins in another column/],
    "a second document": ["data: ./d\n---\ndata: ./e\n", /:2:1: YAML: a second document begins here/],
    "a key twice": [
      "data: ./d\nsite: {}\nweb: {}\nsite: {}\n",
      /:4:1: YAML: "site" stands twice here, first in line 2/,
    ],
    "a decimal comma in braces": [
      "data: ./d\nsite: { latitude: 44,93, longitude: -0,72 }\n",
      /:2:19: site\.latitude: a comma ends the value here: write 44\.93\n.*:2:\d+: site\.longitude: .* write -0\.72$/,
    ],
    "a power with a comma": [
      `data: ./d\n${PLUG}relays: { a: { output: plug, power: 1,2 kW } }\n`,
      /relays\.a\.power: a comma ends the value here: write 1\.2 kW/,
    ],
    "thousands with a point": [
      "data: ./d\ndevices: { a: { type: s0, line: 4, pulses_per_kwh: 1.000 }, b: { list: [12.000, 0.000, 1.0, 1.250] } }\n",
      /^\S+:2:52: devices\.a\.pulses_per_kwh: a point parts no thousands here, 1\.000 is 1: write 1000 or 1\n\S+:2:\d+: devices\.b\.list: .*12\.000 is 12: write 12000 or 12$/,
    ],
    "thousands with a comma in braces": [
      "data: ./d\ndevices: { a: { pulses_per_kwh: 1,000, line: 4 } }\n",
      /a comma ends the value here: write 1 or 1000$/,
    ],
    "a formula with commas in braces": [
      "data: ./d\nchannels: { a.b: { formula: sum(a.c, a.d, a.e) * 2, alias: X } }\n",
      /^\S+:2:29: channels\.a\.b\.formula: a comma ends the value here: put quotes round all of it, "sum\(a\.c, a\.d, a\.e\) \* 2"$/,
    ],
    "a name with a comma in braces": [
      "data: ./d\nsite: { name: La Borie, au bout du monde, language: fr }\n",
      /^\S+:2:15: site\.name: a comma ends the value here: put quotes round all of it, "La Borie, au bout du monde"$/,
    ],
  };
  for (const [what, [text, said]] of Object.entries(cases)) test(what, () => assert.match(complaint(text), said));

  test("never in the words of a library", () => {
    for (const [text] of Object.values(cases))
      assert.doesNotMatch(complaint(text), /\b(?:flow|implicit|YAML\.|scalar|indicator|collection|mapping)\b/i);
  });
});

describe("what the schema finds", () => {
  const cases: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
    "a display's address without its 0x": ["data: ./d\nlcd: { address: 27 }\n", /:2:17: lcd\.address: .*write 0x27$/],
    "a display's address with the bit for reading": [
      "data: ./d\nlcd: { address: 0x4E }\n",
      /lcd\.address: .*write 0x27$/,
    ],
    "a decimal comma in a line of its own": [
      "data: ./d\nsite:\n  latitude: 44,93\n",
      /expected a number, found "44,93"; write 44\.93$/,
    ],
    "a comma that may part thousands": [
      `data: ./d\n${PLUG}relays:\n  a:\n    output: plug\n    power: 1,200 W\n`,
      /found "1,200 W"; write 1\.200 W or 1200 W$/,
    ],
    "a comma that parts round thousands": [
      `data: ./d\n${PLUG}relays:\n  a:\n    output: plug\n    power: 1,000 W\n`,
      /found "1,000 W"; write 1 W or 1000 W$/,
    ],
    "a number where a text belongs": [
      "data: ./d\nsite: { name: 42 }\n",
      /expected a word or text, found 42; put it in quotes: "42"$/,
    ],
    "a truth where a text belongs": ["data: ./d\nsite: { name: true }\n", /put it in quotes: "true"$/],
    "keys that lack their indent": [
      `data: ./d\n${PLUG}relays:\nboiler: { output: plug }\npump: {}\n`,
      /"boiler" is not known here; indent it, so that it belongs to relays\n.*"pump" is not known here; indent it/,
    ],
    "a name with capitals": [
      "data: ./d\ndevices: { Roof Top: { type: file, path: ./p } }\n",
      /; write for example roof; here roof_top$/,
    ],
    "a channel of one word": ["data: ./d\nchannels: { soc: plug.x }\n", /expected a channel: words joined by dots/],
    "a number that is none": [
      `data: ./d\n${PLUG}relays: { a: { output: plug, settings: { x: [1] } } }\n`,
      /expected a number, a text/,
    ],
  };
  for (const [what, [text, said]] of Object.entries(cases)) test(what, () => assert.match(complaint(text), said));
});

describe("paths", () => {
  test("begin at home with ~", () => {
    const { data, mode_file, relays } = read(
      `data: ~/d\n${PLUG}mode_file: { modes: ~/m, states: ./~/s }\nrelays: { a: { output: plug, script: ~/a.ts } }\n`,
    );
    assert.deepEqual([data.path, mode_file?.modes], [join(homedir(), "d"), join(homedir(), "m")]);
    assert.deepEqual([mode_file?.states, relays.a?.script], ["./~/s", join(homedir(), "a.ts")]);
  });

  test("with variables of a shell are refused, and so are the homes of others", () => {
    for (const path of ["$HOME/d", '"\u0024{HOME}/d"', "./a/$USER", '"%USERPROFILE%/d"'])
      assert.match(
        complaint(`data: ${path}\n`),
        /^gleaner\.yaml:1:7: data.*: variables are not replaced here: write the path out, or ~\//,
      );
    assert.match(complaint("data: ~anna/d\n"), /homes of others are not known here: write the path out/);
    assert.equal(complaint("data: ./100%/cost$/d\n"), "");
  });

  const shared = (text: string) => complaint(`data: ./d\n${text}`);
  test("of two parts are never the same", () => {
    const mode = (modes: string) => shared(`${PLUG}mode_file: { modes: ${modes}, states: ./s }\n`);
    assert.match(mode("./p"), /mode_file\.modes and plug cannot share the path .*\/p: name another path/);
    assert.match(mode("x/../p"), /cannot share/);
    assert.match(mode("./d"), /the data folder and mode_file\.modes cannot share/);
    assert.match(mode("./d/gleaner.db"), /the history and mode_file\.modes cannot share/);
    assert.match(mode("x/../s"), /mode_file\.modes and mode_file\.states cannot share/);
    assert.match(
      shared(`${PLUG}relays: { a: { output: plug, script: ./p } }`),
      /plug and the script of a cannot share/,
    );
    const two = "devices: { plug: { type: file, path: ./p }, lamp: { type: file, path: ./l } }\n";
    const scripts = "relays: { a: { output: plug, script: ./s.ts }, b: { output: lamp, script: ./s.ts } }";
    assert.equal(shared(`${two}${scripts}`).includes("cannot share"), false);
  });

  test("are the same through a link", () => {
    const folder = mkdtempSync(join(tmpdir(), "gleaner-paths-"));
    try {
      mkdirSync(join(folder, "a"));
      symlinkSync("a", join(folder, "b"));
      const file = join(folder, "gleaner.yaml");
      writeFileSync(file, "data: ./d\ndevices: { x: { type: file, path: ./a/p }, y: { type: file, path: ./b/p } }\n");
      assert.throws(() => loadConfig(file, TYPES), /x and y cannot share/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("a file in another encoding is refused with its name and the remedy", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-encoding-"));
  const file = join(folder, "gleaner.yaml");
  const load = (bytes: Uint8Array) => {
    writeFileSync(file, bytes);
    return loadConfig(file, TYPES);
  };
  const text = "data: ./d\nsite: { name: Données }\n";
  try {
    assert.throws(
      () => load(Buffer.from(text, "latin1")),
      /by line 2 it is Latin-1 or Windows-1252\): save it as UTF-8/,
    );
    const utf16 = Buffer.from(text, "utf16le");
    for (const bytes of [utf16, Buffer.from(utf16).swap16(), Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])])
      assert.throws(() => load(bytes), /is UTF-16 text, .*save it as UTF-8/);
    assert.equal(load(Buffer.from(`\uFEFF${text}`)).site.name, "Données");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a channel does not bear the name of a device's value", () => {
  const house = (channels: string) =>
    complaint(
      `data: ./d\ndevices: { v: { type: program, run: x }, roof: { type: vedirect, port: ./r } }\nchannels: { ${channels} }`,
    );
  assert.match(
    house("v.temp: v.other"),
    /:3:13: channels\.v\.temp: v\.temp may be a value of device v: choose another/,
  );
  assert.match(house("v.power: { formula: v.soc * 2 }"), /v\.power may be a value of device v: choose another name/);
  assert.match(house("roof.power: roof.panel_power"), /roof\.power is a value of device roof: choose another name/);
  assert.equal(house("roof.sun: roof.panel_power"), "");
  assert.equal(house("roof.power: { from: roof.power, alias: P }"), "");
});

test("names that differ only in their letters' size are refused", () => {
  const channels = "channels: { a.b: { from: plug.x, alias: SOC }, a.c: { from: plug.y, alias: soc } }";
  assert.match(
    complaint(`data: ./d\ndevices: { plug: { type: program, run: x } }\n${channels}`),
    /channels\.a\.c\.alias: soc and SOC differ only in small and capital letters: choose another name/,
  );
  const settings = `data: ./d\n${PLUG}relays: { a: { output: plug, settings: { Hot: 1, hot: 2 } } }`;
  assert.match(complaint(settings), /settings\.hot: hot and Hot differ only/);
});
