import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "./index.ts";
import { flawOfPlain } from "./settings.ts";
import { complaint, TYPES } from "./testing/house.ts";

const house = (settings: string): string => `data: ./d
devices: { plug: { type: file, path: ./p } }
relays:
  boiler:
    output: plug
    settings:
${settings.replace(/^/gm, "      ")}
`;

test("words that are taken for true and false elsewhere are refused without quotes, with the remedy", () => {
  for (const words of ["yes", "Yes", "YES", "on", "On", "y", "Y"]) {
    assert.match(
      complaint(house(`winter: ${words}`)),
      /^gleaner\.yaml:7:15: relays\.boiler\.settings\.winter: .*: write true, or put quotes round it if a text is meant$/,
    );
  }
  for (const words of ["no", "No", "off", "OFF", "n", "N"]) {
    assert.match(complaint(house(`winter: ${words}`)), /would be a text, which is always true: write false, or/);
  }
  const two = complaint(house("winter: no\nhard: true\nnight: on"));
  assert.equal(two.split("\n").length, 2);
  assert.match(complaint(house("").replace("settings:", "settings: { winter: no }")), /^gleaner\.yaml:6:25: relays/);
});

test("numbers with a comma or a unit are refused without quotes", () => {
  assert.match(
    complaint(house("low: 45,5")),
    /"45,5" would be a text, which compares with no number: write 45\.5, or put quotes/,
  );
  for (const words of ["50 %", "50%", "-5 °C", "1500 W", "1.5 kW", "1,5 h", "10 min", "2h"]) {
    assert.match(
      complaint(house(`low: ${words}`)),
      /write the number alone, as the script reckons with it, or put quotes/,
      words,
    );
  }
});

test("numbers with marks of thousands are refused without quotes", () => {
  const words = [
    "1_000",
    "1 000",
    "-12 345,5",
    "1'234.5",
    "1.234,5",
    "1,234.5",
    "1.234.567",
    "1,234,567",
    "1\u202f234",
  ];
  for (const each of words) {
    assert.match(
      complaint(house(`low: ${each}`)),
      /write it as 1234\.5, without marks of thousands, or put quotes/,
      each,
    );
  }
});

test("quoted words, plain texts, times and true numbers are settings as they stand", () => {
  const settings = `a: "no"
b: 'On'
c: "45,5"
d: 09:30
e: 2026-07-01
f: true
g: False
h: 1e3
i: -4.5
j: float
k: norway
l: "50 %"
m: 1.2.3
o: 10.03.2026
p: 10 20
n: 5 W or so`;
  const config = parseConfig(house(settings), "gleaner.yaml", TYPES);
  assert.deepEqual(config.relays.boiler?.settings, {
    a: "no",
    b: "On",
    c: "45,5",
    d: "09:30",
    e: "2026-07-01",
    f: true,
    g: false,
    h: 1_000,
    i: -4.5,
    j: "float",
    k: "norway",
    l: "50 %",
    m: "1.2.3",
    o: "10.03.2026",
    p: "10 20",
    n: "5 W or so",
  });
  assert.equal(flawOfPlain(`1 ${"x".repeat(9)}`), undefined);
  assert.equal(flawOfPlain("1".repeat(60)), undefined);
});
