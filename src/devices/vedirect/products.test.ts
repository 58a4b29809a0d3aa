import assert from "node:assert/strict";
import { test } from "node:test";
import { firmwareText, parsePid, pidText, productKind, productName } from "./products.ts";

test("products by id", () => {
  assert.equal(productName(0xa053), "SmartSolar MPPT 75/15");
  assert.equal(productName(0xa042), "BlueSolar MPPT 75/15");
  assert.equal(productName(0xa102), "SmartSolar MPPT VE.Can 150/70");
  assert.equal(productName(0x203), "BMV-700");
  assert.equal(productName(0xa389), "SmartShunt 500A/50mV");
  assert.equal(productName(0xa3a4), "Smart Battery Sense");
  assert.equal(productName(0xa340), "Phoenix Smart Charger IP43 12|50 (1+1) 230V");
  assert.equal(productName(0xa07f), "All-In-1 75/15");
  assert.equal(productName(0xa3f0), "Smart Buckboost 12V/12V-50A non-iso DC-DC charger");
  assert.equal(productName(0xa3e0), "Smart BMS CL 12-100");
  assert.equal(productName(0xa276), "0xA276");
  assert.equal(productName(0x1), "0x0001");
});

test("every family by one of its products", () => {
  assert.equal(productName(0xa117), "BlueSolar MPPT VE.Can 150/100 rev2");
  assert.equal(productName(0xa111), "SmartSolar MPPT RS 450/200");
  assert.equal(productName(0xa320), "Blue Smart IP22 Charger 12|15 (1)");
  assert.equal(productName(0xa301), "Blue Smart IP65 Charger 12|10");
  assert.equal(productName(0xa308), "Blue Smart IP65s Charger 12|4");
  assert.equal(productName(0xa310), "Blue Smart IP67 Charger 12|7");
  assert.equal(productName(0xa300), "Charger - Generic", "a name that is no family");
  assert.equal(productName(0xa38c), "SmartShunt IP67 500A/50mV", "a family stands first");
});

test("Phoenix inverters are computed from their digits", () => {
  assert.equal(productName(0xa201), "Phoenix Inverter 12V 250VA 230V");
  assert.equal(productName(0xa271), "Phoenix Inverter 12V 1200VA 230V");
  assert.equal(productName(0xa25c), "Phoenix Inverter 48V 500VA 120V");
  assert.equal(productName(0xa2e2), "Phoenix Inverter 24V 800VA 230V");
  assert.equal(productName(0xa236), "Phoenix Sun 24V 250VA");
  assert.equal(productName(0xa235), "Phoenix Sun 12V 250VA");
  assert.equal(productName(0xa237), "Phoenix Sun 48V 250VA");
  const voltages = [0xa244, 0xa259, 0xa26a, 0xa28c].map(productName);
  assert.deepEqual(voltages, [
    "Phoenix Inverter 48V 375VA 230V",
    "Phoenix Inverter 12V 500VA 120V",
    "Phoenix Inverter 24V 800VA 120V",
    "Phoenix Inverter 48V 1600VA 120V",
  ]);
  const powers = [0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xa, 0xb, 0xe, 0xf].map((power) =>
    Number(/ (\d+)VA/.exec(productName(0xa201 + power * 16))?.[1]),
  );
  assert.deepEqual(powers, [250, 375, 500, 250, 375, 500, 800, 1200, 1600, 2000, 3000, 5000, 800, 1200]);
  assert.deepEqual([0xa2c1, 0xa2d1, 0xa203].map(productName), ["0xA2C1", "0xA2D1", "0xA203"], "no such digit");
});

test("what kind a product is", () => {
  const kinds = [0xa053, 0x300, 0xa10f, 0xa07f, 0x203, 0xa381, 0xa389, 0xc030, 0xa271, 0xa340, 0xffff].map(productKind);
  assert.deepEqual(kinds, [
    "mppt",
    "mppt",
    "mppt",
    "mppt",
    "monitor",
    "monitor",
    "shunt",
    "shunt",
    "inverter",
    "other",
    "other",
  ]);
});

test("ids and firmware as texts", () => {
  assert.equal(parsePid("0x203"), 0x203);
  assert.equal(parsePid("0xa053"), 0xa053);
  for (const odd of ["A053", "0xA0535", "0x", "0xG053", "10xA053", ""]) assert.equal(parsePid(odd), null, odd);
  assert.equal(pidText(0x203), "0x0203");
});

test("versions of firmware in the usual form", () => {
  const versions: [string, string][] = [
    ["159", "1.59"],
    ["0159", "1.59"],
    ["0307", "3.07"],
    ["1207", "12.07"],
    ["C208", "2.08 rc C"],
    ["c208", "2.08 rc C"],
    ["0208FF", "2.08"],
    ["0208ff", "2.08"],
    ["1008FF", "10.08"],
    ["020801", "2.08 beta 1"],
    ["02081f", "2.08 beta 31"],
    ["0419FF", "4.19"],
    ["112FF", "1.12"],
    ["208FF", "2.08"],
    ["20801", "2.08 beta 1"],
  ];
  for (const [text, version] of versions) assert.equal(firmwareText(text), version, text);
  // too short, too long, or something else altogether
  for (const odd of [
    "odd",
    "",
    "59",
    "A59",
    "x159",
    "159x",
    "x0208FF",
    "0208FFx",
    "0208FF0",
    "1234567",
    "12G45",
    "G208",
    "1A2",
  ])
    assert.equal(firmwareText(odd), odd);
});
