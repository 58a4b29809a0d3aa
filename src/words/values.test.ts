import assert from "node:assert/strict";
import { test } from "node:test";
import { readerOf } from "./languages.ts";
import { sayCount, sayFixed } from "./numbers.ts";
import { sayBytes, sayValue, showChannel, showValue, stateOf } from "./values.ts";

const S = "\u202f";
const [FR, DE, EN] = [readerOf("fr"), readerOf("de"), readerOf("en")];

test("W and Wh have three significant digits and turn to kW and kWh at 1000", () => {
  const cases: [number, string, string][] = [
    [0, "W", `0${S}W`],
    [-0, "W", `0${S}W`],
    [7, "W", `7${S}W`],
    [64.27, "W", `64.3${S}W`],
    [640, "W", `640${S}W`],
    [999.4, "W", `999${S}W`],
    [999.6, "W", `1.00${S}kW`],
    [1000, "W", `1.00${S}kW`],
    [1844, "W", `1.84${S}kW`],
    [-320.4, "W", `−320${S}W`],
    [-12_345, "W", `−12.3${S}kW`],
    [1_234_567, "W", `1.23${S}MW`],
    [7420, "Wh", `7.42${S}kWh`],
    [999_900, "Wh", `1.00${S}MWh`],
    [1500, "VA", `1.50${S}kVA`],
  ];
  for (const [value, unit, said] of cases) assert.equal(sayValue(value, unit, EN), said);
});

test("numbers follow the reader's locale", () => {
  assert.equal(sayValue(1844, "W", FR), `1,84${S}kW`);
  assert.equal(sayValue(1844, "W", { language: "de", locale: "de-CH" }), `1.84${S}kW`);
  assert.equal(sayValue(1844, "W", DE), `1,84${S}kW`);
});

test("other units keep their own decimals", () => {
  assert.equal(sayValue(27.184, "V", EN), `27.18${S}V`);
  assert.equal(sayValue(87.44, "%", EN), `87.4${S}%`);
  assert.equal(sayValue(-3.25, "°C", EN), `−3.3${S}°C`);
  assert.equal(sayValue(50.02, "Hz", EN), `50.02${S}Hz`);
  assert.equal(sayValue(2.3456789, "", EN), "2.35");
  assert.equal(sayValue(0.0123456, "kWh", EN), `0.0123${S}kWh`);
  assert.equal(sayValue(1_234.56, "kWh", EN), `1,234.6${S}kWh`);
  assert.equal(sayValue(4.5, "m/s", EN), `4.5${S}m/s`);
});

test("what is too large or too small to be written out has a power of ten", () => {
  assert.equal(sayValue(0.000_012_3, "A", EN), `1.23E−5${S}A`);
  assert.equal(sayValue(3.2e19, "W", EN), `3.2E7${S}TW`);
  assert.equal(sayValue(45_678_900, "", DE), "4,57E7");
});

test("unknown is a dash, never zero", () => {
  assert.deepEqual(showValue(null, "W", EN), { number: "–", unit: "" });
  assert.deepEqual(showValue(Number.NaN, "W", EN), { number: "–", unit: "" });
  assert.deepEqual(showValue(Number.POSITIVE_INFINITY, "V", EN), { number: "–", unit: "" });
});

test("states are words, seconds are durations", () => {
  assert.deepEqual(showValue("float", null, DE), { number: "Float", unit: "" });
  assert.deepEqual(showValue("on", null, FR), { number: "allumé", unit: "" });
  assert.deepEqual(showValue("some_new_state", null, FR), { number: "some new state", unit: "" });
  assert.equal(sayValue(4 * 3600 + 7 * 60, "s", EN), `4${S}h${S}07`);
});

test("sizes on the disk step by thousands, small numbers with a decimal", () => {
  const said = [0, 999, 999_600, 12_400_000, 1_234_000_000, 9.96e9, 3e12].map((bytes) => sayBytes(bytes, EN));
  assert.deepEqual(said, [`0${S}B`, `999${S}B`, `1.0${S}MB`, `12${S}MB`, `1.2${S}GB`, `10${S}GB`, `3.0${S}TB`]);
  assert.equal(sayBytes(1_200_000, FR), `1,2${S}Mo`);
  assert.equal(sayCount(2_000, DE), "2.000");
  assert.equal(sayFixed(-0.5, 2, DE), "−0,50");
});

test("a switch that is read as 1 or 0 is on or off, a number stays one", () => {
  const shown = [1, 0, null].map((value) => stateOf({ value, is_switch: true }));
  assert.deepEqual(shown, ["on", "off", null]);
  assert.deepEqual([stateOf({ value: 1 }), stateOf({ value: "float" })], [1, "float"]);
});

test("a meter's register has the digits that the meter shows", () => {
  const shown = (channel: string, value: number | string | null, unit = "Wh") => {
    const { number, unit: said } = showChannel(channel, value, unit, EN);
    return `${number} ${said}`.trim();
  };
  assert.equal(shown("meter.energy", 12_345_680), "12,345.6 kWh");
  assert.equal(shown("meter.energy", 123_456_700), "123,456.7 kWh");
  assert.equal(shown("meter.energy", 99_900), "99.9 kWh");
  assert.equal(shown("meter.energy", 1e30), shown("battery.remaining", 1e30));
  assert.equal(shown("battery.remaining", 123_456), "123 kWh");
  assert.equal(shown("meter.power", 123_456, "W"), "123 kW");
  assert.equal(shown("meter.energy", null), "–");
});
