import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mode } from "../model/relay.ts";
import { Stepping } from "./stepping.ts";

const DELAY_MS = 2_000;
const sound = () => false;
const modes = (boiler: Mode, pump: Mode = "auto") =>
  new Map<string, Mode>([
    ["boiler", boiler],
    ["pump", pump],
  ]);

test("auto, on, off, auto: nothing is done until two seconds after the last press, then once", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  assert.equal(keys.modeOf("boiler", "auto"), "on");
  keys.press("boiler", "auto", 1_500);
  assert.equal(keys.modeOf("boiler", "auto"), "off");
  assert.deepEqual(keys.take(3_499, sound), []);
  assert.deepEqual(keys.take(3_500, sound), [{ relay: "boiler", mode: "off" }]);
  assert.deepEqual(keys.take(9_000, sound), []);
});

test("keys of several relays wait for each other and come together", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  keys.press("pump", "on", 1_900);
  assert.deepEqual(keys.take(2_000, sound), []);
  assert.deepEqual(keys.take(3_900, sound), [
    { relay: "boiler", mode: "on" },
    { relay: "pump", mode: "off" },
  ]);
});

test("once round asks for nothing, unless it acknowledges a fault; never an On", () => {
  const round = (from: Mode, isFaulty: boolean) => {
    const keys = new Stepping(DELAY_MS);
    for (let step = 0; step < 3; step += 1) keys.press("boiler", from, 0);
    return keys.take(DELAY_MS, () => isFaulty).map(({ mode }) => mode);
  };
  assert.deepEqual([round("auto", false), round("off", false), round("on", false)], [[], [], []]);
  assert.deepEqual([round("auto", true), round("off", true), round("on", true)], [["auto"], ["off"], []]);
});

test("what somebody does elsewhere meanwhile is not undone by a step that waited", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  keys.press("pump", "auto", 0);
  keys.seen(modes("off"), 500);
  assert.equal(keys.modeOf("boiler", "off"), "off");
  assert.deepEqual(keys.take(2_000, sound), [{ relay: "pump", mode: "on" }]);
});

test("with nothing left to wait for, nothing is due", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  assert.equal(keys.due_ms, 2_000);
  keys.seen(modes("off"), 500);
  assert.equal(keys.due_ms, undefined);
});

test("what was asked for is shown until the house shows it, or for two seconds", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  keys.take(2_000, sound);
  keys.seen(modes("auto"), 2_100);
  assert.equal(keys.modeOf("boiler", "auto"), "on");
  keys.seen(modes("on"), 2_200);
  assert.equal(keys.modeOf("boiler", "on"), "on");
  keys.press("boiler", "on", 3_000);
  keys.take(5_000, sound);
  keys.seen(modes("on"), 7_000);
  assert.equal(keys.modeOf("boiler", "on"), "on", "the house has not taken it: it is not shown as if it had");
});

test("who steps on while the first act is under way goes on from there", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  keys.take(2_000, sound);
  keys.press("boiler", "auto", 2_050);
  assert.equal(keys.modeOf("boiler", "auto"), "off");
  keys.seen(modes("on"), 2_100);
  assert.equal(keys.waits("boiler"), true);
  assert.deepEqual(keys.take(4_050, sound), [{ relay: "boiler", mode: "off" }]);
});

test("a refused act, and a relay that is none any more, are not shown", () => {
  const keys = new Stepping(DELAY_MS);
  keys.press("boiler", "auto", 0);
  keys.take(2_000, sound);
  keys.refused("boiler");
  assert.equal(keys.modeOf("boiler", "auto"), "auto");
  keys.press("boiler", "auto", 3_000);
  keys.seen(new Map(), 3_100);
  assert.deepEqual(keys.take(9_000, sound), []);
});

test("what waits may be done at once, or dropped by whoever chose elsewhere, be it the same mode", () => {
  const keys = new Stepping(DELAY_MS);
  keys.hasten(0);
  assert.deepEqual(keys.take(0, sound), []);
  keys.press("boiler", "off", 100);
  keys.press("pump", "auto", 100);
  keys.drop("boiler");
  keys.hasten(200);
  assert.deepEqual(keys.take(200, sound), [{ relay: "pump", mode: "on" }]);
  keys.press("boiler", "off", 300);
  keys.drop("boiler");
  assert.equal(keys.due_ms, undefined);
});
