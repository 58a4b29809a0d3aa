import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { energyOf, isCounter } from "./quantities.ts";
import { CSV_HEADER, csvRow, jsonRow } from "./rows.ts";

test("counters are known by their unit, unless their name says otherwise", () => {
  for (const [channel, unit] of [
    ["roof.yield_total", "Wh"],
    ["roof.yield_today", "Wh"],
    ["grid.import", "kWh"],
    ["monitor.energy_charged", "Wh"],
    ["meter.pulses", "pulses"],
    ["water.meter", "m³"],
  ] as const) {
    assert.equal(isCounter(channel, unit), true, channel);
  }
  for (const [channel, unit] of [
    ["roof.yield_yesterday", "Wh"],
    ["battery.energy_left", "Wh"],
    ["battery.capacity", "kWh"],
    ["monitor.consumed_charge", "Ah"],
    ["monitor.charge_cycles", ""],
    ["solar.power", "W"],
    ["charger.state", null],
    ["odd", "constructor"],
  ] as const) {
    assert.equal(isCounter(channel, unit), false, channel);
  }
});

test("energy comes from powers and from counters of energy", () => {
  assert.deepEqual(energyOf("solar.power", "W"), { from: "power", factor: 1 });
  assert.deepEqual(energyOf("old.power", "kW"), { from: "power", factor: 1_000 });
  assert.deepEqual(energyOf("grid.import", "kWh"), { from: "counter", factor: 1_000 });
  for (const [channel, unit] of [
    ["meter.pulses", "pulses"],
    ["roof.yield_yesterday", "Wh"],
    ["battery.soc", "%"],
    ["charger.state", null],
    ["count", ""],
    ["odd", "toString"],
  ] as const) {
    assert.equal(energyOf(channel, unit), undefined, channel);
  }
});

test("rows of readings", () => {
  const at = Date.UTC(2026, 10, 20, 10);
  assert.equal(CSV_HEADER.split(",").length, 3);
  assert.equal(csvRow({ channel: "pv", at, value: -0.5 }), "2026-11-20T10:00:00.000Z,pv,-0.5");
  assert.equal(csvRow({ channel: 'a,"b', at, value: '1\r\n"2' }), `2026-11-20T10:00:00.000Z,"a,""b","'1 ""2"`);
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (instant) => {
      const [time] = csvRow({ channel: "pv", at: instant, value: 0 }).split(",");
      assert.equal(time, new Date(instant).toISOString());
    }),
  );
  assert.equal(
    jsonRow({ channel: "pv", at, value: "on" }, null),
    `{"channel":"pv","at":${at},"value":"on","unit":null}`,
  );
  assert.equal(jsonRow({ channel: "pv", at, value: 1 }, undefined), `{"channel":"pv","at":${at},"value":1}`);
});

test("what was not believed of a channel tells of no energy", () => {
  assert.equal(energyOf("grid.power.refused", "W"), undefined);
  assert.equal(energyOf("meter.energy.refused", "Wh"), undefined);
  assert.equal(isCounter("meter.energy.refused", "Wh"), false);
});
