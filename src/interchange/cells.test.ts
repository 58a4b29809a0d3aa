import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Decimal, readCell, showsComma } from "./cells.ts";

const value = (words: string, decimal?: Decimal) => readCell(words, false, decimal).value;

describe("a cell", () => {
  for (const words of ["", " ", "NaN", "nan", "null", "unavailable", "Unknown", "#N/A", "n/a", "None"]) {
    it(`says that there is no reading: "${words}"`, () =>
      assert.deepEqual(readCell(words, false, undefined), { value: null }));
  }

  for (const [words, number] of [
    ["1500", 1500],
    ["-1.5", -1.5],
    [" +7 ", 7],
    ["1.5E3", 1500],
    [".5", 0.5],
    ["275,69", 275.69],
    ["-0,123", -0.123],
    ["1234,567", 1234.567],
    ["1.234", 1.234],
  ] as const) {
    it(`is a number for certain: ${words}`, () => assert.equal(value(words), number));
  }

  for (const words of [
    "12abc",
    "1500 W",
    "1 500",
    "1\u00a0500",
    "-",
    "0x10",
    "1e400",
    "1.234,5",
    "1,234.5",
    "1.2.3",
    "inf",
    "-inf",
    "nan kWh",
    "=1",
    "(7)",
  ]) {
    it(`is no number, and no state either: ${words}`, () => assert.ok(readCell(words, false, undefined).flaw, words));
  }

  it("is refused where it may be thousands", () => {
    assert.match(readCell("1,234", false, undefined).flaw ?? "", /may be 1\.234 or 1234: say --decimal/);
    assert.equal(value("1,234", ","), 1.234);
    assert.match(readCell("1,234", false, ".").flaw ?? "", /has a comma: write 1\.234 or 1234/);
    assert.match(readCell("275,69", false, ".").flaw ?? "", /has a comma/);
    assert.match(readCell("1.234", false, ",").flaw ?? "", /may be 1\.234 or 1234/);
    assert.equal(value("12.5", ","), 12.5);
    assert.equal(value("1500", ","), 1500);
    assert.match(readCell("1.234,5", false, ",").flaw ?? "", /marks between its digits/);
  });

  for (const words of ["21.5 °C", "1.25 kW", "12.345,6 kWh", "-5 W"]) {
    it(`says what to do with a unit behind a number: ${words}`, () =>
      assert.match(
        readCell(words, false, undefined).flaw ?? "",
        /has its unit behind it: export numbers alone, and say/,
      ));
  }

  it("says nothing of units where none is", () => {
    for (const words of ["12 abc", "1 500", "x".repeat(99), "12abc"])
      assert.doesNotMatch(readCell(words, false, undefined).flaw ?? "", /its unit behind it/);
  });

  it("shows decimal commas only where no thousands can be meant", () => {
    assert.deepEqual(["275,69", "0,123", "1,234", "12", "a,b"].map(showsComma), [true, true, false, false, false]);
  });

  it("is a state where it begins with a letter, and may be one of a channel of states where it is quoted", () => {
    assert.deepEqual(readCell("float", false, undefined), { value: "float" });
    assert.deepEqual(readCell("12", true, undefined), { value: 12, as_state: "12" });
    assert.equal(readCell("2 bars", true, undefined).as_state, "2 bars");
  });
});
