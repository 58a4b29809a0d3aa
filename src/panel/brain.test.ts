import assert from "node:assert/strict";
import { test } from "node:test";
import { PanelBrain, type RelayTold, type Standing, standingOf } from "./brain.ts";
import { placesOf } from "./places.ts";
import { BOTTOM, DOT, MIDDLE, segmentsOf, TOP } from "./segments.ts";

const NOW = 100_000 * 8_000 + 2_500;
const PLACES = ["boiler", "pump", undefined, "fan", undefined, undefined, undefined, "fridge"];
const AUTO: Standing = { mode: "auto", on: false, is_faulty: false, lacks_data: false };

function brain(relays: Record<string, Partial<Standing>> = {}) {
  const it = new PanelBrain(PLACES, 2_000);
  const all = ["boiler", "pump", "fan", "fridge"].map((id) => [id, { ...AUTO, ...relays[id] }] as const);
  it.seen(new Map(all), NOW);
  return it;
}

const leds = (it: PanelBrain, now = NOW) => it.face(0, now, "en").leds.map((on) => (on ? "●" : "·"));

test("the LED is what the output confirmed, the bars are the mode", () => {
  const it = brain({ boiler: { mode: "on", on: false }, pump: { mode: "off" }, fridge: { on: true } });
  assert.deepEqual(it.face(0, NOW, "en").digits, [TOP, BOTTOM, 0, 0, 0, 0, 0, 0]);
  assert.equal(leds(it).join(""), "·······●");
});

test("of what nobody knows the LED says neither on nor off, and the middle bar says so", () => {
  const it = brain({ boiler: { mode: "on", on: null }, pump: { on: null } });
  assert.deepEqual(it.face(0, NOW, "en").digits.slice(0, 2), [TOP | MIDDLE, MIDDLE]);
  assert.notDeepEqual(leds(it, NOW), leds(it, NOW + 500));
});

const told = (changes: Partial<RelayTold>): RelayTold => ({
  ...{ mode: "auto", on: true, code: "text", is_faulty: false },
  ...changes,
});

test("a fault, a start that is not confirmed and an old state make a relay unknown", () => {
  assert.equal(standingOf(told({})).on, true);
  assert.equal(standingOf(told({ is_faulty: true })).on, null);
  assert.equal(standingOf(told({ code: "starting" })).on, null);
  assert.equal(standingOf(told({ code: "off_first" })).on, null);
  assert.equal(standingOf(told({}), true).on, null);
  assert.equal(standingOf(told({ code: "without_data_keep" })).lacks_data, true);
  assert.equal(standingOf(told({ code: "min_on" })).lacks_data, false);
});

test("a key steps the bar at once, the dot of the last digit blinks, and the act comes after the delay", () => {
  const it = brain();
  it.press(1, NOW);
  assert.deepEqual(it.face(0, NOW, "en").digits, [0, TOP, 0, 0, 0, 0, 0, DOT]);
  assert.deepEqual(it.face(0, NOW + 200, "en").digits, [0, TOP, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(it.face(0, NOW + 400, "en").digits[7], DOT);
  assert.deepEqual(it.take(NOW + 1_999), []);
  assert.deepEqual(it.take(NOW + 2_000), [{ relay: "pump", mode: "on" }]);
  assert.equal(it.face(0, NOW + 2_000, "en").digits[7], 0);
});

test("a key without a relay does nothing", () => {
  const it = brain();
  it.press(2, NOW);
  it.press(99, NOW);
  assert.equal(it.due_ms, undefined);
  assert.deepEqual(it.take(NOW + 9_000), []);
});

test("a fault and missing data are said in turn, between them the modes; not while somebody is at the keys", () => {
  const it = brain({ pump: { is_faulty: true, on: null }, fan: { lacks_data: true }, boiler: { mode: "on" } });
  const at = (turn: number, ms: number) => it.face(0, (100_001 + turn) * 8_000 + ms, "de").digits;
  const words = [at(0, 0), at(1, 0)];
  assert.deepEqual(
    new Set(words.map(String)),
    new Set([String(segmentsOf("FEHLEr 2", 8)), String(segmentsOf("InFo ALt", 8))]),
  );
  assert.equal(at(0, 2_000)[0], TOP);
  it.press(2, 100_003 * 8_000 - 1_000);
  assert.equal(at(2, 0)[0], TOP);
});

test("before the house has spoken it says so, and a refused act too", () => {
  const silent = new PanelBrain(PLACES, 2_000);
  assert.deepEqual(silent.face(0, NOW, "fr").digits, segmentsOf("boot", 8));
  silent.press(0, NOW);
  assert.deepEqual(silent.take(NOW + 9_000), []);
  const it = brain();
  it.refused("boiler", NOW);
  assert.deepEqual(it.face(0, NOW + 1_000, "fr").digits, segmentsOf("rEFUSE", 8));
  assert.deepEqual(it.face(0, NOW + 2_000, "fr").digits, segmentsOf("", 8));
});

test("of two boards the one whose key was pressed blinks, and each says what is wrong on it", () => {
  const places = Array.from({ length: 16 }, (_nothing, place) => `r${place + 1}`);
  const it = new PanelBrain(places, 2_000);
  it.seen(new Map(places.map((id) => [id, { ...AUTO, is_faulty: id === "r11" }])), NOW);
  assert.deepEqual(it.face(1, 100_001 * 8_000, "en").digits, segmentsOf("FAULt 3", 8));
  assert.deepEqual(it.face(0, 100_001 * 8_000, "en").digits, segmentsOf("", 8));
  it.press(12, NOW);
  assert.deepEqual([it.face(0, NOW, "en").digits[7], it.face(1, NOW, "en").digits[7]], [0, DOT]);
  assert.deepEqual(it.take(NOW + 2_000), [{ relay: "r13", mode: "on" }]);
});

test("relays have the keys of their numbers, others the first that is free", () => {
  const relays = [
    { id: "free", number: null },
    { id: "third", number: 3 },
    { id: "first", number: 1 },
    { id: "far", number: 99 },
  ];
  assert.deepEqual(placesOf(relays).slice(0, 5), ["first", "free", "third", "far", undefined]);
  assert.equal(placesOf(relays).length, 8);
  assert.equal(placesOf([{ id: "ninth", number: 9 }]).length, 16);
  assert.equal(
    placesOf(Array.from({ length: 60 }, (_nothing, index) => ({ id: `r${index}`, number: null }))).length,
    32,
  );
  assert.equal(placesOf([]).length, 8);
});

test("what is shown of a relay is how it stands, with the mode that was stepped to", () => {
  const it = brain({ pump: { on: true } });
  it.press(1, NOW);
  assert.deepEqual(it.shown("pump"), { mode: "on", on: true, is_faulty: false, lacks_data: false, waits: true });
  assert.equal(it.shown("nobody"), undefined);
  it.drop("pump");
  assert.equal(it.shown("pump")?.waits, false);
  it.press(1, NOW);
  it.hasten(NOW + 1);
  assert.deepEqual(it.take(NOW + 1), [{ relay: "pump", mode: "on" }]);
});

test("once round acknowledges the fault of a relay that has one, and asks for nothing of one that is well", () => {
  const it = brain({ pump: { is_faulty: true, on: null } });
  for (const place of [0, 1]) for (let step = 0; step < 3; step += 1) it.press(place, NOW);
  assert.deepEqual(it.take(NOW + 2_000), [{ relay: "pump", mode: "auto" }]);
});

test("a refused act leaves the mode that stands; a key that waits leaves no room for words", () => {
  const it = brain();
  it.press(0, NOW);
  it.take(NOW + 2_000);
  assert.equal(it.shown("boiler")?.mode, "on");
  it.refused("boiler", NOW + 2_000);
  assert.equal(it.shown("boiler")?.mode, "auto");
  it.press(0, NOW + 2_500);
  assert.deepEqual(it.face(0, NOW + 2_500, "en").digits[0], TOP);
});

test("boards are whole, and of two relays with one number the second goes where there is room", () => {
  assert.equal(brain().boards, 1);
  assert.equal(new PanelBrain([...PLACES, ...PLACES], 2_000).boards, 2);
  const twice = [
    { id: "a", number: 2 },
    { id: "b", number: 2 },
    { id: "last", number: 32 },
    { id: "beyond", number: 33 },
    { id: "none", number: null },
  ];
  const places = placesOf(twice);
  assert.deepEqual([places.length, places[31], places.slice(0, 4)], [32, "last", ["b", "a", "beyond", "none"]]);
});
