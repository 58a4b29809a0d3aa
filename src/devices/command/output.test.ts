import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { atOnce } from "../kit/testing/at-once.ts";
import type { Format } from "./options.ts";
import { MOST_VALUES, type Parsed, parseLine, parseOutput, type Units, unitsOf } from "./output.ts";

const whole = (output: string, format: Format = "auto", units: Units = new Map()): Parsed =>
  atOnce(parseOutput(output, format, units));

const read = (output: string, format: Format = "auto", units: Record<string, string> = {}) => {
  const { readings, refused } = whole(output, format, unitsOf(units));
  return { readings: readings.map(({ quantity, value, unit }) => [quantity, value, unit]), refused };
};

describe("output", () => {
  const T = ["temperature", 21.5, "°C"];
  const ONE: readonly (readonly [string, string])[] = [
    ["a line", "temperature 21.5 °C"],
    ["a line with =", "temperature=21.5 C"],
    ["a line with :", "Temperature:  21.5 °C\r\n"],
    ["comments and empty lines around", "# hello\n\ntemperature = 21.5 °C\n"],
    ["a named object", '{"name":"temperature","value":21.5,"unit":"°C"}'],
    ["an array of them", '[{"name":"temperature","value":"21.5","unit":"°C"}]'],
    ["an object of objects", '{"temperature":{"value":21.5,"unit":"°C"}}'],
    ["JSON over several lines", '{\n  "temperature": {\n "value": 21.5, "unit": "°C" }\n}\n'],
    ["PvMonit's", '[{"id":"temperature","value":"21.5","units":"°C","desc":"Salon","screen":1,"smallScreen":0}]'],
  ];
  for (const [name, words] of ONE) {
    it(`is understood: ${name}`, () => assert.deepEqual(read(words), { readings: [T], refused: 0 }));
  }

  it("takes JSON lines with several values and states", () => {
    assert.deepEqual(
      read('{"temperature": 21.5, "state":"ok", "door": true, "wind": null}', "auto", { Temperature: "°C" }),
      {
        readings: [T, ["state", "ok", null], ["door", "on", null], ["wind", null, ""]],
        refused: 0,
      },
    );
  });

  it("calls PvMonit's nameless value `value`, and keeps a record whose key is called so apart", () => {
    assert.deepEqual(read('{"value":"48","units":"kW","desc":"x"}').readings, [["value", 48000, "W"]]);
    assert.deepEqual(read('{"value":3,"level":4}').readings, [
      ["value", 3, ""],
      ["level", 4, ""],
    ]);
  });

  it("lets the configuration's unit go before the program's", () => {
    assert.deepEqual(read("u 12530 V", "auto", { u: "mV" }).readings, [["u", 12.53, "V"]]);
  });

  it("refuses what is no value, and keeps the rest", () => {
    const { readings, refused } = read("a 1\nb 12abc\nc NaN\njust-a-word\n[info] starting\nd 2 W x\ne 5");
    assert.deepEqual(readings, [
      ["a", 1, ""],
      ["e", 5, ""],
    ]);
    assert.equal(refused, 5);
  });

  const LINES: readonly (readonly [string, unknown])[] = [
    ["temperature:", ["temperature", null, ""]],
    ["temperature = 21.5   °C", ["temperature", 21.5, "°C"]],
    ["a ==1", undefined],
    ["a 1\u2028°C", ["a", 1, "°C"]],
    ["a b\u2028c", undefined],
    ["=1", undefined],
    [": 1", undefined],
    ["a 12 a-unit-of-17-char", undefined],
    ["a 12 a-unit-of-16-cha", ["a", 12, "a-unit-of-16-cha"]],
    ["a on a rainy day", ["a", "on a rainy day", null]],
    [`a ${" ".repeat(4_000)}1`, ["a", 1, ""]],
    [`a 1${" ".repeat(4_000)}V`, undefined],
    [`a ${"1".repeat(8_000)}`, undefined],
    [`a ${"1".repeat(8_000)}x`, undefined],
    [`a ${"1".repeat(100)} V`, undefined],
    ["x".repeat(8_000), undefined],
  ];
  for (const [line, reading] of LINES) {
    it(`reads the line ${JSON.stringify(line).slice(0, 30)}`, () => {
      assert.deepEqual(
        read(line),
        reading === undefined ? { readings: [], refused: 1 } : { readings: [reading], refused: 0 },
      );
    });
  }

  describe("refuses a reading whose unit is none", () => {
    const UNITS = [
      "W;",
      "\uFFFDC",
      "W\u0000",
      "W\u001b[0m",
      "1700000000000",
      "1795979235",
      "19:05Z",
      "1e3",
      "nan",
      "...",
      "-",
    ];
    for (const unit of UNITS) {
      it(`${JSON.stringify(unit)} in a line`, () =>
        assert.deepEqual(read(`a 1 V\nhouse.power 1500 ${unit}`), { readings: [["a", 1, "V"]], refused: 1 }));
      it(`${JSON.stringify(unit)} in JSON`, () => {
        assert.deepEqual(read(JSON.stringify({ name: "a", value: 1, unit })), { readings: [], refused: 1 });
        assert.deepEqual(read(JSON.stringify({ a: { value: 1, units: unit } })), { readings: [], refused: 1 });
      });
    }
    for (const unit of ["%", "°", "µg/m³", "1/min", "kvarh", "Ω", "%rH"]) {
      it(`but takes ${unit}`, () => assert.deepEqual(read(`a 1 ${unit}`).readings, [["a", 1, unit]]));
    }

    it("and shows it, with a mark for what does not show", () => {
      assert.equal(whole("power 5 W;").first_refused, "power 5 W; (its unit is none)");
      assert.equal(whole("power 5 W\u001b[0m").first_refused, "power 5 W\uFFFD[0m (its unit is none)");
      assert.equal(whole("house_power 1500 1700000000000").first_refused, "house_power 1500 1700000000000");
    });

    it("unless the configuration says it; what may be a time is refused all the same", () => {
      assert.deepEqual(read("a 21.5 \uFFFDC", "auto", { a: "°C" }).readings, [["a", 21.5, "°C"]]);
      assert.equal(read("a 1500 1795979235", "auto", { a: "W" }).refused, 1);
    });
  });

  for (const line of [
    "1795979231 5.5 W",
    "19:05 230",
    "2026-11-29T19:05:00Z power 5",
    '"power": 5,',
    "'power' 5",
    "_a 1",
  ]) {
    it(`refuses the line ${line}, whose name does not begin with a letter`, () => {
      assert.deepEqual(read(line), { readings: [], refused: 1 });
      assert.match(whole(line).first_refused ?? "", /\(a name begins with a letter\)$/);
    });
  }

  const HALF: readonly (readonly [string, string])[] = [
    ["with one NaN", '{\n  "power": 15,\n  "current": NaN,\n  "voltage": 12\n}'],
    ["cut off", '{\n "power": 15'],
    ["a list of which one has NaN", '[\n{"name":"a","value":NaN},\n{"name":"b","value":2}\n]'],
    ["a list that begins on its first line", '[{"name":"a","value":NaN},\n{"name":"b","value":2}]'],
  ];
  for (const [what, words] of HALF) {
    it(`refuses JSON over several lines whole: ${what}`, () => {
      for (const format of ["auto", "json", "pvmonit"] as const) {
        assert.deepEqual(read(words, format), { readings: [], refused: 1 });
        assert.match(whole(words, format).first_refused ?? "", /^[^\n]* \(no whole JSON\)$/);
      }
    });
  }

  it("takes JSON line by line, the broken ones left out", () => {
    assert.deepEqual(read('{"a":NaN}\r\n{"b":2}\n{"c":'), { readings: [["b", 2, ""]], refused: 2 });
  });

  it("refuses a number that is none any more in Gleaner's unit", () => {
    assert.deepEqual(read('{"a": {"value": 1e308, "unit": "kW"}}\nb 1e308 MWh\nc -1e308 kV\nd 1e308 W'), {
      readings: [["d", 1e308, "W"]],
      refused: 3,
    });
    assert.equal(whole("b 1e308 kW").first_refused, "b 1e308 kW (no number is so large)");
  });

  it("takes no name, state or unit of which a part was hidden, and says so", () => {
    for (const words of ["ba***_power 5 W", '{"ba***_power": 5}', "key ab***", "power 5 k***", "***", "a•••b = 5"]) {
      assert.deepEqual(read(words), { readings: [], refused: 1 }, words);
      assert.match(whole(words).first_refused ?? "", /^.* \((\*\*\*|•••) hides a part of a secret\)$/);
    }
  });

  it("keeps to the format that it is told", () => {
    assert.equal(read("a 1", "json").refused, 1);
    assert.equal(read('{"a":1}', "text").readings.length, 0);
    assert.equal(read('{"a":1}', "pvmonit").refused, 1);
    assert.deepEqual(read('{"A":{"value":"1","units":"V"}}', "pvmonit").readings, [["a", 1, "V"]]);
  });

  it("takes the last value of a name and no more than its limit of names", () => {
    assert.deepEqual(read("a 1\na 2").readings, [["a", 2, ""]]);
    assert.equal(whole("a 1\na 2\nb 1\na 3").repeated, 2);
    const lines = Array.from({ length: MOST_VALUES + 7 }, (_, n) => `q${n} ${n}`).join("\n");
    const { readings, dropped } = whole(lines);
    assert.equal(readings.length, MOST_VALUES);
    assert.equal(dropped, 7);
  });

  it("never throws and never lets a non-number through, whatever comes", () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    assert.equal(read(deep).readings.length, 0);
    assert.equal(atOnce(parseLine(`{"a":${"[".repeat(3_000)}${"]".repeat(3_000)}}`, "auto", new Map())).refused, 1);
    const outputs = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.stringMatching(/^[a-z =:.0-9eE+\-\n{}[\]",]*$/),
    );
    fc.assert(
      fc.property(outputs, fc.constantFrom<Format>("auto", "json", "text", "pvmonit"), (words, format) => {
        for (const { quantity, value } of whole(words, format).readings) {
          assert.match(quantity, /^[a-z][a-z0-9_]*$/);
          assert.ok(value === null || typeof value === "string" || Number.isFinite(value));
        }
      }),
      { numRuns: 500 },
    );
  });
});
