import assert from "node:assert/strict";
import { test } from "node:test";
import { LcdBench } from "../src/companions/lcd/testing/bench.ts";
import { PanelBench } from "../src/companions/panel/testing/bench.ts";
import { Bench, relay } from "../src/house/testing/bench.ts";
import { BOTTOM, TOP } from "../src/panel/segments.ts";

/** Keys of a panel and of a display in a whole house: they are heard by the guard, and what is shown is what outputs say. */

const PLACES = ["boiler", "fan", undefined, undefined, undefined, undefined, undefined, undefined];

/** The house is up, and so is the panel. */
async function houseWithPanel(limits: Parameters<typeof relay>[1] = {}) {
  const wires = new PanelBench({ places: PLACES });
  const { clock } = wires;
  const bench = new Bench({
    relays: [relay("boiler"), relay("fan", limits, false)],
    options: { companions: [wires.panel], clock },
  });
  await clock.pass(2_000);
  const [chip] = wires.chips;
  assert.ok(chip);
  const press = async (key: number) => {
    chip.keys = 1 << (key - 1);
    await clock.pass(150);
    chip.keys = 0;
    await clock.pass(250);
  };
  return { bench, clock, press, digits: () => wires.digits().slice(0, 2), leds: () => wires.leds().slice(0, 2) };
}

test("a key's act goes through the guard to the output, and the LED follows the output", async () => {
  const { bench, clock, press, digits, leds } = await houseWithPanel();
  await press(2);
  assert.deepEqual([digits(), leds(), bench.fan.on], [[0, TOP], "··", false]);
  await clock.pass(2_000);
  assert.deepEqual([digits(), leds(), bench.fan.on], [[0, TOP], "·●", true]);
  assert.deepEqual(bench.store.codes.slice(-2), ["mode forced_on_at_panel", "switch forced_on_at_panel"]);
  await press(2);
  await clock.pass(2_000);
  assert.deepEqual([digits(), leds(), bench.fan.on], [[0, BOTTOM], "··", false]);
});

test("what the guard does not grant is shown as it is: forced on, and not on", async () => {
  const { bench, clock, press, digits, leds } = await houseWithPanel({ min_off_ms: 60_000 });
  bench.house.command({ relay: "fan", mode: "on", origin: "page" });
  await clock.pass(500);
  bench.house.command({ relay: "fan", mode: "off", origin: "page" });
  await clock.pass(500);
  await press(2);
  await press(2);
  await clock.pass(2_500);
  assert.deepEqual([bench.relay("fan").mode, digits(), leds(), bench.fan.on], ["on", [0, TOP], "··", false]);
  await clock.pass(60_000);
  assert.deepEqual([leds(), bench.fan.on], ["·●", true]);
});

test("an Off from elsewhere during the delay stands", async () => {
  const { bench, clock, press, digits } = await houseWithPanel();
  bench.house.command({ relay: "fan", mode: "off", origin: "page" });
  await clock.pass(500);
  await press(2);
  bench.house.command({ relay: "fan", mode: "off", origin: "page" });
  await clock.pass(3_000);
  assert.deepEqual([bench.relay("fan").mode, digits()], ["off", [0, BOTTOM]]);
});

test("the keys of a display likewise", async () => {
  const it = new LcdBench();
  const bench = new Bench({
    relays: [relay("boiler"), relay("fan", {}, false)],
    options: { companions: [it.lcd], clock: it.clock },
  });
  await it.clock.pass(2_000);
  await it.press("previous");
  assert.deepEqual(it.text, ["Fan          off", "> Mode      auto"]);
  await it.press("ok");
  await it.clock.pass(2_500);
  assert.deepEqual([it.text, bench.fan.on], [["Fan           on", "> Mode       *on"], true]);
  assert.deepEqual(bench.store.codes.slice(-2), ["mode forced_on_at_lcd", "switch forced_on_at_lcd"]);
  await it.press("ok");
  await it.clock.pass(2_500);
  assert.deepEqual([it.text, bench.fan.on], [["Fan          off", "> Mode      *off"], false]);
});
