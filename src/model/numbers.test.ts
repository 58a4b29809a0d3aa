import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isNotANumber, type NumberStyle, readNumber, saysUnknown, truthOf } from "./numbers.ts";

const COMMA: NumberStyle = { decimal: ",", blanks: true, marks: true };
const POINT: NumberStyle = { decimal: ".", blanks: true, marks: true };

describe("a number", () => {
  const CASES: readonly (readonly [string, NumberStyle, number | undefined])[] = [
    ["21.5", {}, 21.5],
    [" -3\n", {}, -3],
    ["−3", {}, -3],
    ["-0", {}, 0],
    ["1e3", {}, 1000],
    ["+.5", {}, 0.5],
    ["1e999", {}, undefined],
    ["0x10", {}, undefined],
    ["", {}, undefined],
    ["12abc", {}, undefined],
    ["1_000", {}, undefined],
    ["--1", {}, undefined],
    ["1.5.", {}, undefined],
    ["1'234'567.5", {}, 1_234_567.5],
    ["1’234", {}, 1234],
    ["1'234’567", {}, undefined],
    ["1'23", {}, undefined],
    ["1234'567", {}, undefined],
    ["'123", {}, undefined],
    ["1 234", {}, undefined],
    ["1\u00a0234", {}, undefined],
    ["1\u202f234", {}, undefined],
    ["1,234", {}, undefined],
    ["21,5", {}, undefined],
    ["1 234.5", POINT, 1234.5],
    ["-1\u00a0234\u202f567", POINT, -1_234_567],
    ["1\u2009234", POINT, 1234],
    ["1 2345", POINT, undefined],
    ["21 5", POINT, undefined],
    ["0.52 0.48", POINT, undefined],
    ["1 234 .5", POINT, undefined],
    ["1,234,567.5", POINT, 1_234_567.5],
    ["1,2", POINT, undefined],
    ["1.234,5", POINT, undefined],
    ["21,5", COMMA, 21.5],
    ["1.234,5", COMMA, 1234.5],
    ["1.234", COMMA, 1234],
    ["1.23", COMMA, undefined],
    ["1\u202f234,5", COMMA, 1234.5],
    ["1'234,5", COMMA, 1234.5],
    ["1,5e3", COMMA, 1500],
    ["1,2,3", COMMA, undefined],
    ["1".repeat(65), {}, undefined],
    ["1".repeat(100_000), POINT, undefined],
    [" ".repeat(100_000), POINT, undefined],
  ];
  for (const [words, style, value] of CASES) {
    it(`${JSON.stringify(words).slice(0, 24)} is ${value}${style.decimal ? ` with "${style.decimal}"` : ""}`, () =>
      assert.equal(readNumber(words, style), value));
  }

  it("is never anything that JavaScript reads otherwise", () => {
    const written = fc.stringMatching(/^[-+0-9.eE' ,]{0,12}$/);
    fc.assert(
      fc.property(written, (words) => {
        const value = readNumber(words);
        return value === undefined || value === Number(words.replaceAll("'", ""));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("in place of a number", () => {
  it("stands what failed", () => {
    for (const words of ["nan", "NaN kWh", "-inf", "+Infinity W", "-nan W"]) assert.ok(isNotANumber(words), words);
    for (const words of ["nano", "info", "infrared W", "1"]) assert.ok(!isNotANumber(words), words);
  });

  it("stands what is not known", () => {
    for (const words of ["", "NULL", "None", "unavailable", "#N/A", "---", "undefined", "Inconnu"])
      assert.ok(saysUnknown(words), words);
    for (const words of ["nothing", "0", "n", "null W", "x".repeat(9_000)]) assert.ok(!saysUnknown(words));
  });

  it("stands a truth, in one form", () => {
    for (const said of [true, "true", "True", " ON ", "on", "YES"]) assert.equal(truthOf(said), 1, String(said));
    for (const said of [false, "false", "FALSE", "Off", "no"]) assert.equal(truthOf(said), 0, String(said));
    for (const said of ["open", "", "1", 1, null, undefined, {}, "on off"]) assert.equal(truthOf(said), undefined);
  });
});
