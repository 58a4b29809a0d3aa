import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOwnUnit, unitMeant } from "./units.ts";

describe("a unit", () => {
  const MEANT: Readonly<Record<string, string>> = {
    W: "W w watt Watts",
    kW: "kw KW Kw Kilowatt",
    MW: "MW",
    mW: "mW",
    Wh: "wh WH Watt-hours",
    kWh: "kwh KWH KWh kilowatthours ㎾h",
    MWh: "MWh",
    V: "v Volt VOLTS VDC VAC",
    mV: "mV mv",
    A: "amps Ampère ADC",
    Hz: "HZ hertz",
    "°C": "°c ℃ ºC degC Celsius 'C",
    "°F": "°f ℉ Fahrenheit",
    F: "F",
    C: "C",
    K: "K kelvin",
    "%": "percent Pct ％",
    "m³": "m3 M3 m^3 m³ ㎥ cbm",
    "W/m²": "W/m2 w/m^2",
    "µg/m³": "µg/m³ μg/m³",
    min: "min Minutes",
    l: "l Liter",
  };
  for (const [unit, spellings] of Object.entries(MEANT)) {
    it(`${unit} is meant by ${spellings}`, () => {
      for (const spelling of spellings.split(" ")) assert.equal(unitMeant(` ${spelling}`), unit, spelling);
    });
  }

  it("is not guessed where two could be meant, or none", () => {
    for (const words of ["mw", "Mw", "mwh", "MWH", "k", "f", "c", "S", "H", "MV", "MAH", "watts/h", "x".repeat(99)])
      assert.equal(unitMeant(words), undefined, words);
  });
});

describe("a value", () => {
  const CASES: readonly (readonly [number, string, number, string])[] = [
    [370.48, "kWh", 370480, "Wh"],
    [370.48, "KWH", 370480, "Wh"],
    [1200, "Watts", 1200, "W"],
    [12530, "mV", 12.53, "V"],
    [5, "mW", 0.005, "W"],
    [5, "MW", 5_000_000, "W"],
    [5, "mw", 5, "mw"],
    [68, "°F", 20, "°C"],
    [68, "F", 20, "°C"],
    [20.5, "C", 20.5, "°C"],
    [21, "℃", 21, "°C"],
    [294.15, "K", 21, "°C"],
    [33.1, "m3", 33.1, "m³"],
    [3600, "J", 1, "Wh"],
    [3.6, "MJ", 1000, "Wh"],
    [7200, "Ws", 2, "Wh"],
    [600, "watt-minutes", 10, "Wh"],
    [0.25, "kWh/15min", 1000, "W"],
    [0.25, "KWH / 15 Min", 1000, "W"],
    [500, "Wh/h", 500, "W"],
    [12, "kWh/day", 500, "W"],
    [12, "kWh/m", 12, "kWh/m"],
    [12, "Wh/0h", 12, ""],
    [12, "kWh/h/d", 12, "kWh/h/d"],
    [250, "µA", 0.00025, "A"],
    [7, "lux", 7, "lx"],
    [7, "bananas", 7, "bananas"],
    [7, "W\u202e", 7, ""],
    [1e306, "kWh", Number.POSITIVE_INFINITY, "Wh"],
  ];
  for (const [value, unit, own, ownUnit] of CASES) {
    it(`of ${value} ${JSON.stringify(unit)} is ${own} ${ownUnit} without noise`, () =>
      assert.deepEqual(inOwnUnit(value, unit), { value: own, unit: ownUnit }));
  }
});
