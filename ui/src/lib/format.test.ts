import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dayKey,
  localeFor,
  showAge,
  showBytes,
  showCountdown,
  showDuration,
  showNumber,
  showSeconds,
  showSince,
  showText,
  showTime,
  showValue,
} from "./format.ts";

const S = "\u202f";

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
  for (const [value, unit, said] of cases) assert.equal(showText(value, unit, "en", "en-GB"), said);
});

test("numbers follow the reader's locale", () => {
  assert.equal(showText(1844, "W", "fr"), `1,84${S}kW`);
  assert.equal(showText(1844, "W", "de", "de-CH"), `1.84${S}kW`);
  assert.equal(showText(1844, "W", "de"), `1,84${S}kW`);
});

test("other units keep their own decimals", () => {
  assert.equal(showText(27.184, "V", "en"), `27.18${S}V`);
  assert.equal(showText(87.44, "%", "en"), `87.4${S}%`);
  assert.equal(showText(-3.25, "°C", "en"), `−3.3${S}°C`);
  assert.equal(showText(50.02, "Hz", "en"), `50.02${S}Hz`);
  assert.equal(showText(2.3456789, "", "en"), "2.3457");
  assert.equal(showText(4.5, "m/s", "en"), `4.5${S}m/s`);
});

test("unknown is a dash, never zero", () => {
  assert.deepEqual(showValue(null, "W", "en"), { number: "–", unit: "" });
  assert.deepEqual(showValue(Number.NaN, "W", "en"), { number: "–", unit: "" });
  assert.deepEqual(showValue(Number.POSITIVE_INFINITY, "V", "en"), { number: "–", unit: "" });
});

test("states are words, seconds are durations", () => {
  assert.deepEqual(showValue("float", null, "de"), { number: "Float", unit: "" });
  assert.deepEqual(showValue("on", null, "fr"), { number: "allumé", unit: "" });
  assert.deepEqual(showValue("some_new_state", null, "fr"), { number: "some new state", unit: "" });
  assert.equal(showText(4 * 3600 + 7 * 60, "s", "en"), `4${S}h${S}07`);
});

test("countdowns round up and change their form with their length", () => {
  assert.equal(showCountdown(-5, "en"), "0:00");
  assert.equal(showCountdown(1, "en"), "0:01");
  assert.equal(showCountdown(9_000, "en"), "0:09");
  assert.equal(showCountdown(372_000, "en"), "6:12");
  assert.equal(showCountdown(3_599_001, "en"), `1${S}h${S}00`);
  assert.equal(showCountdown(125 * 60_000, "en"), `2${S}h${S}05`);
  assert.equal(showCountdown(76 * 3_600_000, "fr"), `3${S}j${S}4${S}h`);
});

test("durations and ages round down", () => {
  assert.equal(showDuration(59_999, "en"), `0${S}min`);
  assert.equal(showDuration(72 * 60_000, "en"), `1${S}h${S}12`);
  assert.equal(showAge(-1, "en"), `0${S}s`);
  assert.equal(showAge(59_999, "en"), `59${S}s`);
  assert.equal(showAge(60_000, "en"), `1${S}min`);
  assert.equal(showAge(47 * 3_600_000, "en"), `47${S}h`);
  assert.equal(showAge(50 * 3_600_000, "de"), `2${S}T`);
});

test("times are those of the site's zone", () => {
  const at = Date.UTC(2026, 10, 19, 23, 30, 5);
  assert.equal(showTime(at, "Europe/Paris", "fr"), "00:30");
  assert.equal(showSeconds(at, "UTC", "en-GB"), "23:30:05");
  assert.equal(dayKey(at, "Europe/Paris"), "2026-11-20");
  assert.equal(dayKey(at, "UTC"), "2026-11-19");
  assert.equal(showSince(at, at + 3_600_000, "Europe/Paris", "en-GB"), "00:30");
  assert.equal(showSince(at, at + 86_400_000, "Europe/Paris", "en-GB"), "20 Nov 00:30");
});

test("a zone that the browser does not know falls back to UTC and says so", () => {
  assert.match(showTime(Date.UTC(2026, 0, 1, 12), "Mars/Olympus", "en-GB"), /^12:00 UTC$/);
});

test("the reader's own variant of the language decides about numbers", () => {
  assert.equal(localeFor("de", ["fr-FR", "de-AT"]), "de-AT");
  assert.equal(localeFor("fr", ["en-US"]), "fr");
  assert.equal(localeFor("en", []), "en-GB");
});

test("sizes on the disk step by thousands, small numbers with a decimal", () => {
  const said = [0, 999, 999_600, 12_400_000, 1_234_000_000, 9.96e9, 3e12].map((bytes) => showBytes(bytes, "en"));
  assert.deepEqual(said, [`0${S}B`, `999${S}B`, `1.0${S}MB`, `12${S}MB`, `1.2${S}GB`, `10${S}GB`, `3.0${S}TB`]);
  assert.equal(showBytes(1_200_000, "fr-FR"), `1,2${S}Mo`);
  assert.equal(showNumber(2_000, "de"), "2.000");
  assert.equal(showNumber(-0.5, "de", 2), "−0,50");
});
