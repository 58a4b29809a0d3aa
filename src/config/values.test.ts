import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { editorSchema } from "./index.ts";
import { complaint, TYPES } from "./testing/house.ts";

const DEVICES = "data: ./d\ndevices: { plug: { type: file, path: ./p }, roof: { type: vedirect, port: /dev/roof } }\n";
const text = (length: number) => "x".repeat(length);
const list = (length: number, entry: string) => `[${Array.from({ length }, () => entry).join(", ")}]`;

/** What is said when a value stands in place of `$`. */
function said(place: string, value: string): string {
  return complaint((place.startsWith("data") ? "" : DEVICES) + place.replace("$", value));
}

interface Bound {
  /** Where it stands, with `$` for the value. */
  readonly place: string;
  readonly path: string;
  readonly holds: readonly string[];
  readonly refused: readonly string[];
}

const BOUNDS: readonly Bound[] = [
  { place: "site: { name: $ }", path: "site.name", holds: ["x", text(80)], refused: ['""', text(81)] },
  { place: "site: { latitude: $ }", path: "site.latitude", holds: ["-90", "90"], refused: ["-90.1", "90.1"] },
  { place: "site: { longitude: $ }", path: "site.longitude", holds: ["-180", "180"], refused: ["-180.1", "180.1"] },
  { place: "site: { time_zone: $ }", path: "site.time_zone", holds: ["UTC", "Europe/Berlin"], refused: ["Nowhere"] },
  { place: "site: { language: $ }", path: "site.language", holds: ["fr", "de", "en"], refused: ["it", "FR"] },
  { place: "data: $", path: "data.path", holds: ["x", text(1_000)], refused: ['""', text(1_001)] },
  {
    place: "data: { path: ./d, commit_every: $ }",
    path: "data.commit_every",
    holds: ["100 ms", "1 min"],
    refused: ["99 ms", "61 s"],
  },
  {
    place: "data: { path: ./d, keep: $ }",
    path: "data.keep",
    holds: ["1 d", "1.25 y", "for ever"],
    refused: ["0.9 d", "ever"],
  },
  { place: "clock: { wait: $ }", path: "clock.wait", holds: ["0 s", "1 d"], refused: ["86401 s"] },
  { place: "web: { host: $ }", path: "web.host", holds: ["127.0.0.1", "localhost"], refused: ["0.0.0.0", "127.0.0.2"] },
  { place: "web: { port: $ }", path: "web.port", holds: ["0", "65535"], refused: ["-1", "65536", "80.5"] },
  {
    place: "channels: { a.b: { from: $ } }",
    path: "channels.a.b.from",
    holds: ["roof.power"],
    refused: ["roof", "Roof.power", "roof.", ".power", "1roof.power", "roof.Power"],
  },
  {
    place: "channels: { a.b: { formula: $ } }",
    path: "channels.a.b.formula",
    holds: ['"1"', `"${" ".repeat(999)}1"`],
    refused: [`"${" ".repeat(1_000)}1"`],
  },
  {
    place: "channels: { a.b: { from: roof.power, alias: $ } }",
    path: "channels.a.b.alias",
    holds: ["S", "_s", "Soc_1", text(41)],
    refused: ["1S", "so-c", "s.o", text(42)],
  },
  {
    place: 'channels: { a.b: { formula: "1", unit: $ } }',
    path: "channels.a.b.unit",
    holds: ["W", text(16)],
    refused: [text(17), '"W\\u200b"'],
  },
  {
    place: "channels: { a.b: { from: roof.power, stale_after: $ } }",
    path: "channels.a.b.stale_after",
    holds: ["100 ms", "7 d"],
    refused: ["99 ms", "169 h"],
  },
  {
    place: "channels: { a.b: { from: roof.power, reports: $ } }",
    path: "channels.a.b.reports",
    holds: ["on change", "every 15 min", "every 100 ms", "every 31 d"],
    refused: ["15 min", "every", "every 99 ms", "every 745 h", "on", "every 0 s", "onchange"],
  },
  {
    place: "channels: { a.b: { from: roof.power, plausible: $ } }",
    path: "channels.a.b.plausible",
    holds: ["-40 W to 60 W", "-5 kW to 20 kW", "0 to 1"],
    refused: ["-40 °C to 60 °C", "60", "60 W to 2 W", "1 to 1", "1 W to 2 V", "a to b"],
  },
  {
    place: "channels: { a.b: { from: roof.power, not: $ } }",
    path: "channels.a.b.not",
    holds: ["[]", "[85 W]", "[85, -1.27 kW]", list(32, "1")],
    refused: ["[85 °C]", "85", list(33, "1")],
  },
  {
    place: "channels: { a.b: { from: roof.power, not: [$] } }",
    path: "channels.a.b.not.0",
    holds: ["85 W", "85"],
    refused: ["hot", "[]"],
  },
  {
    place: "channels: { a.b: { from: roof.power, rollover: $ } }",
    path: "channels.a.b.rollover",
    holds: ["1000 kWh", "65536", "0.1 m³"],
    refused: ["0", '"-1 kWh"', '"much"'],
  },
  {
    place: "channels: { a.b: { from: roof.power, most_per_hour: $ } }",
    path: "channels.a.b.most_per_hour",
    holds: ["1000 kWh", "65536", "0.1 m³"],
    refused: ["0", '"-1 kWh"', '"much"'],
  },
  {
    place: "channels: { a.b: { from: roof.power, resolution: $ } }",
    path: "channels.a.b.resolution",
    holds: ["1000 kWh", "65536", "0.1 m³"],
    refused: ["0", '"-1 kWh"', '"much"'],
  },
  {
    place: "channels: { a.b: { from: roof.power, at_most_per_minute: $ } }",
    path: "channels.a.b.at_most_per_minute",
    holds: ["5 W", "0.1", "2 kW"],
    refused: ["0", "-1 °C", "fast"],
  },
  {
    place: "channels: { a.b: { from: roof.power, stuck_after: $ } }",
    path: "channels.a.b.stuck_after",
    holds: ["1 s", "31 d"],
    refused: ["999 ms", "745 h"],
  },
  {
    place: "channels: { a.b: { from: roof.power, keep: $ } }",
    path: "channels.a.b.keep",
    holds: ["1 d", "100 y", " 2.5 w "],
    refused: ["0.9 d", "100.1 y", "2", "2 h", "x2 d", "2 days"],
  },
  {
    place: "relays: { a: { output: plug, number: $ } }",
    path: "relays.a.number",
    holds: ["1", "99"],
    refused: ["0", "100", "1.5"],
  },
  {
    place: "relays: { a: { output: $ } }",
    path: "relays.a.output",
    holds: ["plug", "roof.load"],
    refused: ["roof.load.x", "Roof", "1roof", "roof.", "a-b"],
  },
  {
    place: "relays: { a: { output: plug, power: $ } }",
    path: "relays.a.power",
    holds: ["0 W", "1000 MW"],
    refused: ["1001 MW", "1", "1 w", "-1 W"],
  },
  {
    place: "relays: { a: { output: plug, script: $ } }",
    path: "relays.a.script",
    holds: ["x", text(1_000)],
    refused: ['""', text(1_001)],
  },
  {
    place: "relays: { a: { output: plug, settings: { full: $ } } }",
    path: "relays.a.settings.full",
    holds: ["1.5", "true", text(1_000)],
    refused: [text(1_001), "[1]", "{ a: 1 }"],
  },
  {
    place: "relays: { a: { output: plug, needs: $ } }",
    path: "relays.a.needs",
    holds: ["[]", list(32, "roof.power")],
    refused: [list(33, "roof.power"), "roof.power"],
  },
  {
    place: "relays: { a: { output: plug, guard: { without_data: $ } } }",
    path: "relays.a.guard.without_data",
    holds: ["off", "on", "keep 24 h", "keep  0 s"],
    refused: ["keep", "keep 25 h", "keep 10", "offf", "xkeep 1 h"],
  },
  {
    place: "relays: { a: { output: plug, guard: { by_hand: $ } } }",
    path: "relays.a.guard.by_hand",
    holds: ["undo", "allow 2 h", "allow 7 d"],
    refused: ["allow", "allow 8 d", "allow 0 s", "2 h", "never", "allow2 h"],
  },
  {
    place: "relays: { a: { output: plug, guard: { off_by_hand: $ } } }",
    path: "relays.a.guard.off_by_hand",
    holds: ["until asked anew", "2 h", "7 d"],
    refused: ["undo", "8 d", "0 s", "for ever"],
  },
  {
    place: "relays: { a: { output: plug, guard: { feedback_within: $ } } }",
    path: "relays.a.guard.feedback_within",
    holds: ["1 s", "1 h"],
    refused: ["999 ms", "61 min"],
  },
  {
    place: "relays: { a: { output: plug, guard: { min_on: 1 h, max_on: $ } } }",
    path: "relays.a.guard.max_on",
    holds: ["3601 s", "366 d"],
    refused: ["1 h", "367 d"],
  },
  {
    place: "relays: { a: { output: plug, guard: { max_starts_per_hour: $ } } }",
    path: "relays.a.guard.max_starts_per_hour",
    holds: ["1", "60"],
    refused: ["0", "61", "1.5"],
  },
  { place: "guard: { power_budget: $ }", path: "guard.power_budget", holds: ["0 W", "3 kW"], refused: ["3"] },
  { place: "guard: { between_starts: $ }", path: "guard.between_starts", holds: ["0 s", "10 min"], refused: ["601 s"] },
  {
    place: "mode_file: { modes: ./m, states: $ }",
    path: "mode_file.states",
    holds: ["./s", text(1_000)],
    refused: ['""', text(1_001)],
  },
  {
    place: "watchdog: $",
    path: "watchdog",
    holds: ["yes", "no", "true", "off", "/dev/watchdog1"],
    refused: ["1", "maybe", "watchdog1", '""'],
  },
];

describe("values have bounds", () => {
  for (const { place, path, holds, refused } of BOUNDS) {
    test(path, () => {
      for (const value of holds) assert.equal(said(place, value), "", value);
      for (const value of refused)
        assert.match(said(place, value), new RegExp(`^gleaner.yaml:\\d+:\\d+: ${path}: `), value);
    });
  }

  test("the groups of relays that are never on together", () => {
    const ids = Array.from({ length: 17 }, (_, index) => `r${index}`);
    const relays = ids.map((id) => `  ${id}: { type: program, run: ./x, switches: true }\n`).join("");
    const house = (interlocks: string) =>
      complaint(
        `data: ./d\ndevices:\n${relays}relays: { ${ids.map((id) => `${id}: { output: ${id} }`).join(", ")} }\n` +
          `guard: { interlocks: ${interlocks} }`,
      );
    const group = (count: number, more = "") => `{ relays: [${ids.slice(0, count).join(", ")}]${more} }`;
    for (const holds of [group(2), group(16), group(2, ", dead_time: 0 s"), group(2, ", dead_time: 1 h")]) {
      assert.equal(house(`[${holds}]`), "");
    }
    assert.match(house(`[${group(1)}]`), /interlocks\.0\.relays: expected at least 2 entries/);
    assert.match(house(`[${group(17)}]`), /interlocks\.0\.relays: expected at most 16 entries/);
    assert.match(
      house(`[${group(2, ", dead_time: 61 min")}]`),
      /dead_time: expected a duration from 0 s to 1 h, found/,
    );
    assert.match(
      house(`[{ relays: [r0, R1] }]`),
      /relays\.1: expected a relay: small letters, digits and _, found "R1"/,
    );
    assert.equal(house(list(32, group(2))), "");
    assert.match(house(list(33, group(2))), /guard\.interlocks: expected at most 32 entries/);
  });
});

describe("names", () => {
  const cases: readonly (readonly [
    place: string,
    holds: readonly string[],
    refused: readonly string[],
    words: string,
  ])[] = [
    [
      "devices: { $: { type: file, path: ./p } }",
      ["a", `a${text(40)}`, "a_1"],
      ["A", "1a", "_a", "a-b", `a${text(41)}`],
      "expected a device: small letters, digits and _; write for example roof",
    ],
    [
      "devices: { plug: { type: file, path: ./p } }\nrelays: { $: { output: plug } }",
      ["a", `a${text(40)}`, "a_1"],
      ["A", "1a", "_a", "a-b", `a${text(41)}`],
      "expected a relay: small letters, digits and _; write for example boiler",
    ],
    [
      'channels: { $: { formula: "1" } }',
      ["a.b", "a_1.2.c_", "a.b.c"],
      ["a", "A.b", "1.b", "a.", "a.B", "a..b", "xa.b-"],
      "expected a channel: words joined by dots; write for example solar.power",
    ],
    [
      "devices: { plug: { type: file, path: ./p } }\nrelays: { a: { output: plug, settings: { $: 1 } } }",
      ["a", "SOC_1", "_", text(41)],
      ["1a", "a-b", text(42)],
      "expected a short name; write for example soc_on",
    ],
  ];
  for (const [place, holds, refused, words] of cases) {
    test(words, () => {
      const house = (name: string) => complaint(`data: ./d\n${place.replace("$", name)}`);
      for (const name of holds) assert.equal(house(name), "", name);
      for (const name of refused)
        assert.ok(house(name).includes(`"${name}" cannot be a name here: ${words}`), house(name));
    });
  }
});

test("what is out of its bounds is told with them, in units that people use", () => {
  const wait = (least: string) => said("data: { path: ./d, commit_every: $ }", least);
  assert.match(wait("1 ms"), /expected a duration from 100 ms to 1 min, found "1 ms"; write for example 10 s$/);
  const stale = said("channels: { a.b: { from: roof.power, stale_after: $ } }", "8 d");
  assert.match(stale, /expected a duration from 100 ms to 7 d, found "8 d"; write for example 30 s$/);
  const within = said("relays: { a: { output: plug, guard: { feedback_within: $ } } }", "2 h");
  assert.match(within, /expected a duration from 1 s to 1 h, found "2 h"; write for example 10 s$/);
  assert.match(said("guard: { between_starts: $ }", "1 h"), /expected a duration from 0 s to 10 min, found "1 h"/);
  const starts = said("relays: { a: { output: plug, guard: { max_starts_per_hour: $ } } }", "x");
  assert.match(starts, /expected a whole number from 1 to 60, found "x"; write for example 6$/);
  const setting = said("relays: { a: { output: plug, settings: { full: $ } } }", "[1]");
  assert.match(setting, /expected a number, a text of at most 1000 characters, true or false, found a list$/);
});

describe("what fits one another", () => {
  const cases: Readonly<Record<string, readonly [more: string, words: string]>> = {
    "neither from nor formula": ["channels: { a.b: { alias: A } }", "channels.a.b: either from or formula"],
    "a unit for a device's value": [
      "channels: { a.b: { from: roof.power, unit: W } }",
      "channels.a.b: unit goes with formula: a device knows its own",
    ],
    "limits of readings for a formula": [
      'channels: { a.b: { formula: "1", not: [85] } }',
      "channels.a.b.not: goes with from: what a formula reads has its own",
    ],
    "one file for two things": [
      "mode_file: { modes: ./m, states: ./m }",
      "mode_file: modes and states need two different files",
    ],
  };
  for (const [what, [more, words]] of Object.entries(cases)) {
    test(what, () => assert.ok(complaint(DEVICES + more).includes(`: ${words}`), complaint(DEVICES + more)));
  }
});

/** The part of the editors' schema that a path leads to. */
function part(...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (schema, key) =>
      typeof schema === "object" && schema !== null
        ? Object.entries(schema).find(([name]) => name === key)?.[1]
        : undefined,
    editorSchema(TYPES),
  );
}

describe("an editor takes what Gleaner takes", () => {
  const relay = ["properties", "relays", "additionalProperties", "properties"];
  const cases: readonly (readonly [path: readonly string[], place: string, values: readonly string[]])[] = [
    [
      ["properties", "clock", "properties", "wait"],
      "clock: { wait: $ }",
      [
        "10 min",
        "10min",
        "1.5 h",
        '" 2 s "',
        "200 ms",
        "1 d",
        "10",
        "min",
        "1. s",
        "1.5.2 s",
        "10 minutes",
        "x10 s",
        "10 s x",
        "-1 s",
      ],
    ],
    [
      ["properties", "relays", "additionalProperties", "properties", "power"],
      "relays: { a: { output: plug, power: $ } }",
      ["1200 W", "1.2 kW", "1MW", '" 1 W "', "1200", "1 w", "W", "1. W", "x1 W", "1 W x"],
    ],
    [
      ["properties", "channels", "additionalProperties", "properties", "keep"],
      "channels: { a.b: { from: roof.power, keep: $ } }",
      [
        "1 d",
        "2w",
        "10 y",
        "1.5 y",
        "1.25 y",
        '" 1  d "',
        "for ever",
        '" for ever "',
        "2",
        "12 h",
        "d",
        "for",
        "1. d",
        "x1 d",
        "1 d x",
      ],
    ],
    [
      [...relay, "guard", "properties", "without_data"],
      "relays: { a: { output: plug, guard: { without_data: $ } } }",
      ["off", "on", "keep 10 min", "keep", "offf", "xon"],
    ],
  ];
  for (const [path, place, values] of cases) {
    test(path.at(-1) ?? "", () => {
      assert.equal(part(...path, "type"), "string");
      const pattern = new RegExp(String(part(...path, "pattern")));
      for (const value of values) {
        assert.equal(pattern.test(value.replace(/^"|"$/g, "")), said(place, value) === "", value);
      }
    });
  }

  test("a text alone stands for a group", () => {
    for (const path of [["data"], ["channels", "additionalProperties"]]) {
      assert.deepEqual(part("properties", ...path, "anyOf"), [{ type: "string" }, { type: "object" }]);
    }
  });

  test("what only Gleaner itself reads is left out", () => {
    assert.doesNotMatch(JSON.stringify(editorSchema(TYPES)), /"(editor|expected)":/);
  });
});
