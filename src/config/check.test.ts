import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseConfig } from "./index.ts";
import { complaint, TYPES } from "./testing/house.ts";

const DEVICES = `data: ./d
devices:
  roof: { type: vedirect, port: /dev/roof }
  plug: { type: file, path: ./plug }
  meter: { type: program, run: ./read }
`;

/** What is said against the devices above with more below them: `path: message`, a line each. */
function said(more: string): string {
  return complaint(DEVICES + more).replace(/^gleaner\.yaml:\d+:\d+: /gm, "");
}

/** So many channels without relation to each other, and a relay that needs one that is not there. */
function needing(channels: number): string {
  const names = Array.from({ length: channels }, (_, index) => `c.x${index}: { formula: "1" }`);
  return `channels: { ${names.join(", ")} }\nrelays: { pump: { output: plug, needs: [wind.speed] } }`;
}

describe("channels name values that devices have", () => {
  const cases: Readonly<Record<string, string>> = {
    "nobody.power": 'no device is called "nobody"; there are roof, plug, meter',
    "constructor.power": 'no device is called "constructor"; there are roof, plug, meter',
    "rof.power": 'no device is called "rof"; did you mean "roof"?',
    "roof.wind": 'roof (vedirect) has no value "wind"; there are panel_power, state_of_charge, power, state',
    "roof.panel.power": 'roof (vedirect) has no value "panel.power"; did you mean "panel_power"?',
    "plug.state": 'plug (file) has no value "state"',
  };
  for (const [from, words] of Object.entries(cases)) {
    test(from, () => assert.equal(said(`channels: { a.b: ${from} }`), `channels.a.b.from: ${words}`));
  }
  test("where the device decides, any value will do", () => {
    assert.equal(said("channels: { a.b: roof.power, a.c: meter.anything.at_all }"), "");
  });
});

describe("formulas name channels, aliases or values of devices", () => {
  const a = (formula: string) =>
    `channels: { solar.power: { from: roof.power, alias: P }, a.a: { formula: "${formula}" } }`;
  for (const formula of ["solar.power", "P", "roof.panel_power", "meter.anything", "roof.power + 1"]) {
    test(formula, () => assert.equal(said(a(formula)), ""));
  }
  for (const stranger of ["roof", "roof.wind", "plug.state", "other.power_of_it", "Q_of_it", "toString"]) {
    test(stranger, () => {
      const words = `the formula names "${stranger}", which no channel is called; there are solar.power, P, a.a`;
      assert.equal(said(a(stranger)), `channels.a.a.formula: ${words}`);
    });
  }
  test("one that does not read is told with its place", () => {
    const words = 'a channel or a number expected, found the end (character 4 of "1 +")';
    assert.equal(said(a("1 +")), `channels.a.a.formula: the formula does not read: ${words}`);
  });
});

describe("a formula that depends on itself is told with the way", () => {
  const circle = (...names: string[]) =>
    `channels.${names[0]}.formula: the formula depends on itself: ${[...names, names[0]].join(" → ")}`;
  const cases: Readonly<Record<string, readonly [channels: Record<string, string>, said: string[]]>> = {
    "at once": [{ "a.a": "a.a + 1" }, [circle("a.a")]],
    "by a second": [{ "a.a": "b.b", "b.b": "a.a" }, [circle("a.a", "b.b"), circle("b.b", "a.a")]],
    "by an alias": [{ "a.a": "B", "b.b": "a.a, alias: B" }, [circle("a.a", "b.b"), circle("b.b", "a.a")]],
    "behind others that do not": [
      { "a.a": "d.d + e.e + b.b", "b.b": "d.d * a.a", "d.d": "e.e", "e.e": '"1"' },
      [circle("a.a", "b.b"), circle("b.b", "a.a")],
    ],
    "only those in the circle": [
      { "c.c": "a.a", "a.a": "b.b", "b.b": "a.a" },
      [circle("a.a", "b.b"), circle("b.b", "a.a")],
    ],
    "two ways to one channel are no circle": [{ "a.a": "b.b + c.c", "b.b": "d.d", "c.c": "d.d", "d.d": '"1"' }, []],
    "one that does not read leads nowhere": [
      { "a.a": "b.b", "b.b": "1 +" },
      [
        'channels.b.b.formula: the formula does not read: a channel or a number expected, found the end (character 4 of "1 +")',
      ],
    ],
  };
  for (const [what, [channels, words]] of Object.entries(cases)) {
    test(what, () => {
      const lines = Object.entries(channels).map(([name, formula]) => `  ${name}: { formula: ${formula} }\n`);
      assert.equal(said(`channels:\n${lines.join("")}`), words.join("\n"));
    });
  }
});

describe("a relay switches an output that is there, alone", () => {
  const cases: Readonly<Record<string, string>> = {
    nobody: 'no device is called "nobody"; there are roof, plug, meter',
    "nobody.load": 'no device is called "nobody"; there are roof, plug, meter',
    roof: 'roof (vedirect) has no output "roof": it can switch roof.load, roof.relay',
    "roof.lamp": 'roof (vedirect) has no output "roof.lamp": it can switch roof.load, roof.relay',
    "plug.load": 'plug (file) has no output "plug.load": it can switch plug',
    meter: 'meter (program) has no output "meter": it switches nothing',
  };
  for (const [output, words] of Object.entries(cases)) {
    test(output, () => assert.equal(said(`relays: { pump: { output: ${output} } }`), `relays.pump.output: ${words}`));
  }
  test("its options may give a device its output", () => {
    assert.equal(
      said("  heater: { type: program, run: ./x, switches: true }\nrelays: { pump: { output: heater } }"),
      "",
    );
  });
  test("two relays on one output", () => {
    const words = "roof.load is already switched by pump: an output has one relay";
    const relays =
      "relays: { pump: { output: roof.load }, lamp: { output: roof.relay }, boiler: { output: roof.load } }";
    assert.equal(said(relays), `relays.boiler.output: ${words}`);
  });
});

test("numbers of relays are their own", () => {
  const relays =
    "relays: { a: { output: plug, number: 1 }, b: { output: roof.load, number: 2 }, c: { output: roof.relay, number: 1 } }";
  assert.equal(said(relays), "relays.c.number: 1 is already the number of a");
  assert.equal(said("relays: { a: { output: plug }, b: { output: roof.load } }"), "");
});

test("aliases are their own", () => {
  const channels =
    "channels: { a.a: { from: roof.power, alias: A }, b.b: { from: roof.state, alias: A }, c.c: roof.state }";
  assert.equal(said(channels), 'channels.b.b.alias: the alias "A" already belongs to a.a');
});

test("what a relay needs is a channel; up to twelve names are offered", () => {
  const names = Array.from({ length: 12 }, (_, index) => `c.x${index}`).join(", ");
  const words = 'relays.pump.needs.0: no channel is called "wind.speed"';
  assert.equal(said(needing(0)), words);
  assert.equal(said(needing(12)), `${words}; there are ${names}`);
  assert.equal(said(needing(13)), words);
  assert.equal(
    said(needing(1).replace("wind.speed", "c.x0, roof.power, other.thing_there")),
    `${words.replace("0: ", "2: ").replace("wind.speed", "other.thing_there")}; there are c.x0`,
  );
});

test("a relay that needs more power than there is would never switch on", () => {
  const house = (power: string) => `relays: { pump: { output: plug, power: ${power} } }\nguard: { power_budget: 1 kW }`;
  assert.equal(said(house("1000 W")), "");
  assert.equal(said(house("1001 W")), "relays.pump.power: more than guard.power_budget: it would never switch on");
});

test("interlocks name relays, each once", () => {
  const relays = "relays: { pump: { output: plug }, lamp: { output: roof.load } }\n";
  const interlocks = (groups: string) => said(`${relays}guard: { interlocks: [${groups}] }`);
  assert.equal(interlocks("{ relays: [pump, lamp] }, { relays: [lamp, pump] }"), "");
  assert.equal(
    interlocks("{ relays: [pump, lamp] }, { relays: [lamp, boiler_1, lamp] }"),
    'guard.interlocks.1.relays.1: no relay is called "boiler_1"; there are pump, lamp\n' +
      "guard.interlocks.1.relays.2: lamp stands twice in this group",
  );
});

test("several devices on one thing: each is told of the one before", () => {
  const cannot = (id: string, other: string) => `devices.${id}.path: ${other} and ${id} cannot share the path`;
  const more = "  a: { type: file, path: ./x }\n  b: { type: file, path: ./x }\n  c: { type: file, path: ./x }\n";
  const path = join(process.cwd(), "x");
  assert.equal(
    said(more),
    [cannot("b", "a"), cannot("c", "b")].map((words) => `${words} ${path}: one device for each`).join("\n"),
  );
});

test("a script is looked for beside the configuration; one that is missing is a warning", () => {
  const read = (script: string) =>
    parseConfig(
      `${DEVICES}relays: { pump: { output: plug, script: ${script} } }`,
      join(import.meta.dirname, "gleaner.yaml"),
      TYPES,
    ).warnings;
  assert.deepEqual(read("./check.test.ts"), []);
  assert.deepEqual(read("./none.ts"), [
    {
      line: 6,
      column: 41,
      path: "relays.pump.script",
      message: "there is no file ./none.ts; create it, then it is taken at once",
      warning: true,
    },
  ]);
});
