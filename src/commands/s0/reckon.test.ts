import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { meterReading, reckon } from "./reckon.ts";
import { wordsOf } from "./words.ts";

const EXACT = { unsure_pulses: 0, uncounted: 0 };
const read = (words: string) => {
  const reading = meterReading(words);
  assert.ok(reading, words);
  return reading;
};

describe("a meter that is compared with its pulses", () => {
  test("shows an energy, and how much its last digit is worth", () => {
    assert.deepEqual(read("12345.6 kWh"), { wh: 12_345_600, digit_wh: 100 });
    assert.deepEqual(read("12345,67"), { wh: 12_345_670, digit_wh: 10 });
    assert.deepEqual(read("12345 kWh"), { wh: 12_345_000, digit_wh: 1_000 });
    assert.deepEqual(read("1.5 MWh"), { wh: 1_500_000, digit_wh: 100_000 });
    assert.deepEqual(read("700 Wh"), { wh: 700, digit_wh: 1 });
    for (const words of ["", "kWh", "12 W", "-3 kWh", "1e300 kWh", "a lot"])
      assert.equal(meterReading(words), undefined, words);
  });

  test("has the value of its plate, whatever its digits hide", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(500, 800, 1_000, 2_000, 5_000, 10_000),
        fc.double({ min: 0, max: 99_999, noNaN: true }),
        fc.double({ min: 5, max: 500, noNaN: true }),
        fc.constantFrom(1, 2),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (constant, from, by, decimals, phase) => {
          const cut = (kwh: number) => `${Math.floor(kwh * 10 ** decimals) / 10 ** decimals}`;
          const digits = (kwh: number) => Number(cut(kwh)).toFixed(decimals);
          const [first, second] = [read(`${digits(from)} kWh`), read(`${digits(from + by)} kWh`)];
          const pulses = Math.floor((from + by) * constant + phase) - Math.floor(from * constant + phase);
          const outcome = reckon({ first, second, pulses, ...EXACT });
          assert.equal(outcome.found, "value");
          assert.ok(outcome.found === "value" && outcome.usual.includes(constant), JSON.stringify(outcome));
          assert.ok(outcome.least <= constant && constant <= outcome.most);
        },
      ),
    );
  });

  test("says nothing where it went back, too little, or nobody counted", () => {
    const at = (from: string, to: string, pulses: number, more = EXACT) =>
      reckon({ first: read(from), second: read(to), pulses, ...more });
    assert.deepEqual(at("100.5", "100.4", 10), { found: "back" });
    assert.deepEqual(at("100.5", "100.6", 100), { found: "too_short", needs_wh: 1_100 });
    assert.equal(at("100.5", "101.0", 500).found, "too_short");
    assert.equal(at("100.5", "102.5", 2_000).found, "value");
    assert.deepEqual(at("100", "200", 0), { found: "no_pulses" });
    assert.deepEqual(at("100", "200", 40, { unsure_pulses: 0, uncounted: 0.6 }), { found: "uncounted" });
  });

  test("is told with what to write", () => {
    const told = {
      device: "meter",
      configured: 1_000,
      pulses: 20_050,
      wh: 10_000,
      register: "110.0 kWh",
      uncounted_ms: 0,
    };
    const asked = { first: read("100.0"), second: read("110.0"), pulses: 20_050, ...EXACT };
    assert.deepEqual(wordsOf(reckon(asked), told), [
      "20050 pulses for 10 kWh: 2005.0 pulses a kWh.",
      "By the meter's last digit and a pulse at each end it lies between 1985.0 and 2025.4.",
      "It is 2000; the configuration has 1000.",
      "",
      "devices:",
      "  meter:",
      "    pulses_per_kwh: 2000",
      '    register: "110.0 kWh"',
      "",
      'Another "register" begins the count anew there: write it while the meter shows just that.',
    ]);
    const odd = { ...told, pulses: 17_800, uncounted_ms: 2_500 };
    const lines = wordsOf(reckon({ ...asked, pulses: 17_800, unsure_pulses: 2 }), odd).join("\n");
    assert.match(lines, /For 3 s of it nobody counted/);
    assert.match(lines, /No meter has such a value; the nearest usual one is 1600. Pulses may be bounce/);
    assert.doesNotMatch(lines, /pulses_per_kwh/, "what is likely to be wrong is not there to be pasted");
    assert.throws(() => wordsOf({ found: "back" }, told), /the meter went back between the two readings/);
    assert.throws(() => wordsOf({ found: "too_short", needs_wh: 1_100 }, told), /gone on by 1.1 kWh/);
  });
});
