import assert from "node:assert/strict";
import { test } from "node:test";
import { PulsesPerKwh } from "./pulses-per-kwh.ts";

test("pulses a kWh are read as the plate says them", () => {
  const read: [string | number, number][] = [
    [1_000, 1_000],
    [75, 75],
    [187.5, 187.5],
    [37.5, 37.5],
    [1, 1],
    [1_000_000, 1_000_000],
    ["1000 imp/kWh", 1_000],
    ["500 Imp./kWh", 500],
    ["10000 pulses/kWh", 10_000],
    ["800 Impulse / kWh", 800],
    ["1000/kWh", 1_000],
    ["6.4 imp/kWh", 6.4],
    ["0.5 Wh/pulse", 2_000],
    ["0.5 Wh/imp", 2_000],
    ["1.25 Wh/imp.", 800],
    ["10 Wh/imp", 100],
  ];
  for (const [written, pulses] of read) assert.equal(PulsesPerKwh.parse(written), pulses, String(written));
});

test("what may mean two things, or something else than energy, is refused with what to write", () => {
  const refused: [string | number, RegExp][] = [
    [0.5, /write `0.5 Wh\/imp`, as the plate says/],
    [6.4, /write `6.4 Wh\/imp` or `6.4 imp\/kWh`.*thousands without a point/],
    [0, /1 to 1000000/],
    [-5, /1 to 1000000/],
    [2_000_000, /1 to 1000000/],
    ["1.000 imp/kWh", /write 1000 without it, or 1 with fewer digits/],
    ["6.400 imp/kWh", /write 6400 without it, or 6.4 with fewer digits/],
    ["0 Wh/imp", /1 to 1000000/],
    ["0.5 imp/kWh", /1 to 1000000/],
    ["1000", /such as 1000 imp\/kWh or 0.5 Wh\/imp/],
    ["100 imp/m3", /such as 1000 imp\/kWh/],
    ["0.01 m3/imp", /such as 1000 imp\/kWh/],
    ["1 kWh/imp", /such as 1000 imp\/kWh/],
    ["10 pulses/Wh", /such as 1000 imp\/kWh/],
    ["75 U/kWh", /such as 1000 imp\/kWh/],
    ["1,000 imp/kWh", /such as 1000 imp\/kWh/],
  ];
  for (const [written, words] of refused) {
    const { error } = PulsesPerKwh.safeParse(written);
    assert.match(error?.issues[0]?.message ?? "", words, String(written));
  }
});
