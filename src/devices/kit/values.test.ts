import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { anyWords } from "../../model/testing/any-words.ts";
import { quantityName, readUnit, readValue } from "./values.ts";

describe("names", () => {
  const CASES = [
    ["temperature", "temperature"],
    ["panelPower", "panel_power"],
    ["Panel power", "panel_power"],
    ["Température salon", "temperature_salon"],
    ["SOC", "soc"],
    ["PPV1", "ppv1"],
    ["--a//b--", "a_b"],
    ["1", "value_1"],
    ["__proto__", "proto"],
    ["", undefined],
    ["°", undefined],
    ["x".repeat(64), "x".repeat(64)],
    ["x".repeat(65), undefined],
    ["1".repeat(59), undefined],
    ["ﷺ".repeat(200), undefined],
    [" ".repeat(257), undefined],
  ] as const;
  for (const [given, expected] of CASES) {
    it(`${given.slice(0, 20)} → ${expected?.slice(0, 20)}`, () => assert.equal(quantityName(given), expected));
  }

  it("are always snake case", () => {
    fc.assert(
      fc.property(anyWords(), (words) => {
        const name = quantityName(words);
        return name === undefined || /^[a-z][a-z0-9_]{0,63}$/.test(name);
      }),
    );
  });
});

describe("values", () => {
  const CASES: readonly (readonly [unknown, unknown])[] = [
    ["21.5", 21.5],
    [" -3 ", -3],
    ["+.5", 0.5],
    ["1e3", 1000],
    ["1e999", undefined],
    ["12abc", undefined],
    ["0x10", undefined],
    ["1,5", undefined],
    ["NaN", undefined],
    ["-inf", undefined],
    ["inf W", undefined],
    ["nan °C", undefined],
    ["infrared", "infrared"],
    ["Infinity", undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ["ok", "ok"],
    ["heating on", "heating on"],
    ["éteint", "éteint"],
    ["x".repeat(64), "x".repeat(64)],
    ["x".repeat(65), undefined],
    ["1".repeat(64), Number("1".repeat(64))],
    ["1".repeat(65), undefined],
    [`${" ".repeat(90)}1${" ".repeat(90)}`, 1],
    ["1".repeat(8_000), undefined],
    [`${"1".repeat(8_000)}x`, undefined],
    [" ".repeat(8_000), undefined],
    ["+1.", 1],
    ["1.5.", undefined],
    ["a\u2028b", undefined],
    ["a\u0007b", undefined],
    [true, "on"],
    [false, "off"],
    [null, null],
    ["---", null],
    ["Inconnu", null],
    ["NODATA", null],
    ["", null],
    [[1], undefined],
    [{}, undefined],
    [undefined, undefined],
  ];
  for (const [given, expected] of CASES) {
    it(`${JSON.stringify(given)?.slice(0, 20)} → ${expected}`, () => assert.equal(readValue(given), expected));
  }

  const UNITS: readonly (readonly [unknown, unknown])[] = [
    [undefined, ""],
    [null, ""],
    [" ", ""],
    [" kWh ", "kWh"],
    ["°C", "°C"],
    ["%", "%"],
    ["℃", "℃"],
    ["‰", "‰"],
    ["1/h", "1/h"],
    ["u".repeat(16), "u".repeat(16)],
    ["u".repeat(17), undefined],
    [" ".repeat(8_000), undefined],
    ["12", undefined],
    ["12:30Z", undefined],
    ["+.5e3", undefined],
    ["Infinity", undefined],
    ["W\u202e", undefined],
    ["W\n;", undefined],
    ["\uFFFDC", undefined],
    ["m;", undefined],
    ["/", undefined],
    [3, undefined],
    [["W"], undefined],
  ];
  for (const [given, expected] of UNITS) {
    it(`as a unit ${JSON.stringify(given)?.slice(0, 20)} → ${expected}`, () => assert.equal(readUnit(given), expected));
  }
});
