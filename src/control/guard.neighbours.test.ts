import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, say } from "../model/index.ts";
import { Diary } from "./testing/diary.ts";

/** What a relay's neighbours let it do: interlocks, the power budget, starts one after the other. */

describe("interlock", () => {
  const pair = (dead_time_ms: number): Diary =>
    new Diary({
      relays: { boiler: {}, pump: {}, lamp: {} },
      interlocks: [{ name: "pair", relays: ["boiler", "pump"], dead_time_ms }],
    });

  test("never together, and a rest between them", () => {
    const house = pair(5_000);
    for (const id of ["boiler", "pump", "lamp"]) house.wish(id, "on");
    assert.deepEqual(house.step(), [
      "switch boiler on: text",
      "refused pump on: interlock < text",
      "switch lamp on: text",
    ]);
    assert.equal(house.relay("pump").reason.values?.other, "boiler");
    assert.deepEqual(house.relay("pump").hold, { rule: "interlock", for_ms: null });
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 min"), ["switch boiler off: text"], "it may still be on until that is confirmed");
    assert.deepEqual(house.step("1 s"), ["refused pump on: dead_time < text"]);
    assert.deepEqual(house.relay("pump").hold, { rule: "dead_time", for_ms: 5_000 });
    assert.deepEqual(house.step("4999 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch pump on: text"]);
  });

  test("a partner that does not go off keeps the other off", () => {
    const house = pair(0);
    house.wish("boiler", "on");
    house.step();
    house.step();
    house.output("boiler", "fails");
    house.wish("boiler", "off");
    house.wish("pump", "on");
    house.step("1 min");
    for (let minute = 0; minute < 20; minute++) {
      const lines = house.step("1 min");
      assert(!lines.includes("switch pump on: text"), "the boiler may be on");
    }
    house.output("boiler", "works");
    house.step("1 min"); // hears of the last failure
    house.step("1 min"); // tries again
    assert.deepEqual(house.step("1 s"), ["fault boiler: output_recovered", "switch pump on: text"]);
  });

  test("a partner that is seen on without an order ends the run", () => {
    const house = pair(0);
    house.wish("boiler", "on");
    house.step();
    house.step();
    house.reports("pump", true);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: interlock < text"]);
  });
});

describe("the rest between the relays of an interlock", () => {
  const house = (dead_time_ms: number): Diary =>
    new Diary({
      relays: { boiler: {}, pump: {}, lamp: {} },
      interlocks: [
        { name: "others", relays: ["lamp", "ghost"], dead_time_ms: HOUR },
        { name: "pair", relays: ["boiler", "pump", "ghost"], dead_time_ms },
      ],
    });

  test("is not asked after a partner that never ran, or does not exist", () => {
    const one = house(24 * HOUR);
    one.wish("pump", "on");
    assert.deepEqual(one.step(), ["switch pump on: text"]);
  });

  test("is not asked of the relay itself, nor of one outside the group", () => {
    const one = house(HOUR);
    one.wish("boiler", "on");
    one.step();
    one.wish("boiler", "off");
    one.step("1 min");
    one.step("1 s");
    for (const id of ["boiler", "lamp"]) one.wish(id, "on");
    assert.deepEqual(one.step("1 s"), ["switch boiler on: text", "switch lamp on: text"]);
  });

  test("is over as soon as it is, seen from the page between two steps", () => {
    const one = house(HOUR);
    one.wish("boiler", "on");
    one.step();
    one.wish("boiler", "off");
    one.step("1 min");
    one.step();
    one.leap("59 min");
    assert.deepEqual(one.relay("pump").hold, { rule: "dead_time", for_ms: MINUTE });
    one.leap("1 min");
    assert.equal(one.relay("pump").hold, null);
  });
});

describe("power budget", () => {
  test("goes by the order of the configuration", () => {
    const house = new Diary({
      power_budget_w: 2_000,
      relays: { freezer: { power_w: 150 }, boiler: { power_w: 1_500 }, oven: { power_w: 400 } },
    });
    for (const id of ["oven", "boiler", "freezer"]) house.wish(id, "on");
    assert.deepEqual(house.step(), [
      "switch freezer on: text",
      "switch boiler on: text",
      "refused oven on: power_budget < text",
    ]);
    assert.deepEqual(house.relay("oven").reason.values, { used: 1_650, budget: 2_000 });
    house.wish("freezer", "off");
    assert.deepEqual(house.step("1 min"), ["switch freezer off: text"]);
    assert.deepEqual(house.step("1 s"), ["switch oven on: text"], "1900 W fit");
  });

  test("exactly the budget fits, one watt more does not", () => {
    const house = (power_w: number): string[] => {
      const one = new Diary({ power_budget_w: 1_000, relays: { boiler: { power_w } } });
      one.wish("boiler", "on");
      return one.step();
    };
    assert.deepEqual(house(1_000), ["switch boiler on: text"]);
    assert.deepEqual(house(1_001), ["refused boiler on: power_budget < text"]);
  });
});

describe("who takes the power budget, or stands in a group, though nobody wants it on", () => {
  /** `gone` has never confirmed an "off" of this run; `big` wishes on. */
  function house(more: object): Diary {
    const relays = { gone: { power_w: 1_500 }, big: { power_w: 1_200 }, lamp: { power_w: 0 } };
    const house = new Diary({ relays, ...more }, { confirmed: false });
    for (const id of ["gone", "lamp"]) house.output(id, "fails");
    for (const id of ["gone", "lamp"]) house.wish(id, "off");
    house.wish("big", "on");
    for (let second = 0; second < 5; second++) house.step("1 s");
    return house;
  }

  test("is named as the one that does", () => {
    const unsure = house({ power_budget_w: 2_000 });
    assert.equal(
      say({ ...unsure.relay("big").reason, wished: undefined }, "en"),
      "Total power: 1.5 kW of 2 kW already taken; may be on, off not confirmed: gone",
    );
    const group = house({ interlocks: [{ name: "pair", relays: ["gone", "big"], dead_time_ms: 0 }] });
    assert.equal(
      say({ ...group.relay("big").reason, wished: undefined }, "en"),
      "Never together with gone, which may be on: its off is not confirmed",
    );
  });

  test("says itself that its output is silent, not that Gleaner starts", () => {
    assert.equal(
      say(house({}).relay("gone").reason, "en"),
      "Not switched on before an off is confirmed: The output does not answer: no answer",
    );
  });

  test("reported on, it is no guess", () => {
    const one = new Diary({
      power_budget_w: 2_000,
      interlocks: [{ name: "pair", relays: ["gone", "pump"], dead_time_ms: 0 }],
      relays: { gone: { power_w: 1_500 }, big: { power_w: 1_200 }, pump: { power_w: 0 } },
    });
    one.reports("gone", true);
    one.wish("big", "on");
    one.wish("pump", "on");
    assert.deepEqual(one.step(), ["refused big on: power_budget < text", "refused pump on: interlock < text"]);
  });
});

test("a relay does not stand in its own way while its off is not confirmed", () => {
  const house = new Diary({ power_budget_w: 1_000, relays: { boiler: { power_w: 1_000 } } });
  house.wish("boiler", "on");
  house.step();
  house.output("boiler", "silent");
  house.wish("boiler", "off");
  house.step("1 min");
  house.wish("boiler", "on");
  assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
});

test("the first start waits for none before it, however soon after the machine's start", () => {
  const house = new Diary({ stagger_ms: HOUR, relays: { boiler: {} } });
  house.wish("boiler", "on");
  assert.deepEqual(house.step(), ["switch boiler on: text"]);
});

test("starts are staggered, forced ones too", () => {
  const house = new Diary({ stagger_ms: 2_000, relays: { a: {}, b: {}, c: {} } });
  house.wish("a", "on");
  house.wish("b", "on");
  house.mode("c", "on");
  assert.deepEqual(house.step(), [
    "mode c: forced_on",
    "switch a on: text",
    "refused b on: stagger < text",
    "refused c on: stagger < forced_on",
  ]);
  assert.deepEqual(house.relay("b").hold, { rule: "stagger", for_ms: 2_000 });
  assert.deepEqual(house.step("1999 ms"), []);
  assert.deepEqual(house.step("1 ms"), ["switch b on: text"]);
  assert.deepEqual(house.step("2 s"), ["switch c on: forced_on"]);
});

test("says in words which relay it waits for", () => {
  const house = new Diary({
    stagger_ms: 2_000,
    relays: { boiler: {}, pump: {}, lamp: {} },
    interlocks: [{ name: "pair", relays: ["boiler", "pump"], dead_time_ms: 5_000 }],
  });
  for (const id of ["boiler", "pump", "lamp"]) house.wish(id, "on");
  house.step();
  assert.deepEqual(
    house.decisions.map(({ reason }) => say(reason, "en")),
    ["on", "Never together with boiler – wished: on", "Staggered starts: waits 0:02 – wished: on"],
  );
  house.wish("boiler", "off");
  house.step("1 min");
  house.step("1 s");
  assert.equal(say(house.decision.reason, "en"), "boiler has just gone off: waits 0:05 – wished: on");
});
