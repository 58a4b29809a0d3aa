import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MINUTE, reason } from "../model/index.ts";
import { Diary, NOON } from "./testing/diary.ts";

/** Loads that see each other on a meter that is late, and relays that would chatter. */

describe("loads on one meter", () => {
  const GRID = { channel: "grid.power", value: 800, unit: "W", at: NOON, age_ms: 0 };
  const METER = [GRID];
  const CHARGE = [{ channel: "battery.soc", value: 10, unit: "%", at: NOON, age_ms: 0 }];
  const SHED = { between_stops_ms: 10_000, relays: { a: {}, b: {}, c: {} } };

  /** On with what it needs to spare, off when something is imported. */
  function wanted(on: boolean, grid_w: number, need_w: number): "on" | "off" | "keep" {
    if (on) return grid_w > 0 ? "off" : "keep";
    return grid_w < -need_w ? "on" : "keep";
  }

  /** All are on, for a minute. */
  function running(): Diary {
    const house = new Diary(SHED);
    for (const id of ["a", "b", "c"]) house.wish(id, "on");
    house.step();
    house.step("1 min");
    return house;
  }

  test("go off one after the other, the last of the configuration first", () => {
    const house = running();
    // scripts answer one after the other
    house.wish("a", "off", METER);
    assert.deepEqual(house.step("1 s"), []);
    house.wish("b", "off", METER);
    house.wish("c", "off", METER);
    assert.deepEqual(house.step("100 ms"), [
      "switch c off: text",
      "refused b off: between_stops < text",
      "refused a off: between_stops < text",
    ]);
    assert.deepEqual(house.step("9999 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch b off: text"]);
    house.wish("a", "on");
    assert.deepEqual(house.step("9 s"), [], "the meter has seen it, and one more is not too many");
    house.wish("a", "off", METER);
    assert.deepEqual(house.step("900 ms"), ["refused a off: between_stops < text"]);
    assert.deepEqual(house.step("100 ms"), ["switch a off: text"]);
  });

  test("do not wait for a lesser one that has no cause to go", () => {
    const house = running();
    house.wish("a", "off", METER);
    house.step("1 s");
    assert.deepEqual(house.step("299 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch a off: text"]);
    house.wish("c", "off", METER);
    assert.deepEqual(house.step("10 s"), ["switch c off: text"], "and the last one waits for nobody");
  });

  test("are not held by it where anything else than a load speaks for off", () => {
    const house = running();
    house.wish("a", "off", CHARGE);
    assert.deepEqual(house.step(), ["switch a off: text"]);
    house.wish("b", "off", CHARGE);
    assert.deepEqual(house.step(), ["switch b off: text"], "a battery that is empty");
    house.mode("c", "off");
    assert.deepEqual(house.step(), ["mode c: forced_off", "switch c off: forced_off"]);
    const safe = running();
    safe.wish("c", "off", METER);
    safe.step();
    safe.stopping = true;
    assert.deepEqual(safe.step("1 s"), ["switch b off: stopping", "switch a off: stopping"]);
    const blind = running();
    blind.mode("c", "off");
    blind.step();
    for (const id of ["a", "b"]) blind.without(id, "no_data", reason("channel_missing"));
    assert.equal(blind.step("1 s").length, 2);
  });

  test("a person's off is seen by the meter as late as any", () => {
    const house = running();
    house.mode("c", "off");
    house.step();
    house.wish("b", "off", METER);
    assert.deepEqual(house.step("1 s"), ["refused b off: between_stops < text"]);
    assert.deepEqual(house.relay("b").hold, { rule: "between_stops", for_ms: 9_000 });
  });

  test("swing no more although the meter is 4 s late", () => {
    const limits = { rest_ms: MINUTE };
    const power = { a: 2_000, b: 1_250 };
    const relays = { a: { limits, power_w: 2_000 }, b: { limits, power_w: 1_250 } };
    const house = new Diary({ stagger_ms: 10_000, between_stops_ms: 10_000, relays });
    const meter: number[] = [];
    let switches = 0;
    for (let second = 0; second < 300; second++) {
      const running = Object.entries(power).map(([id, watts]) => (house.remembered(id).commanded ? watts : 0));
      meter.push(200 - (second < 150 ? 2_400 : 1_900) + running.reduce((sum, watts) => sum + watts, 0));
      const seen = meter.at(-5) ?? 0;
      for (const [id, watts] of Object.entries(power)) {
        house.wish(id, wanted(house.relay(id).on, seen, watts), [{ ...GRID, value: seen }]);
      }
      switches += house.step("1 s").filter((line) => line.startsWith("switch")).length;
    }
    // a with the sun of noon; b instead of it with that of the afternoon
    assert.equal(switches, 3);
  });
});

describe("a relay with no minimum time", () => {
  test("rests after its run before its script may start it again, a person need not wait", () => {
    const house = new Diary({ relays: { boiler: { limits: { rest_ms: MINUTE } } } });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["switch boiler off: text"], "it never runs longer for that");
    house.wish("boiler", "on");
    house.step();
    assert.deepEqual(house.relay("boiler").hold, { rule: "rest", for_ms: MINUTE });
    assert.deepEqual(house.step("59999 ms"), []);
    house.mode("boiler", "on");
    assert.deepEqual(house.step(), ["mode boiler: forced_on", "switch boiler on: forced_on"]);
    house.mode("boiler", "auto");
    house.wish("boiler", "off");
    house.step("1 s");
    house.step();
    house.wish("boiler", "on");
    house.step("59999 ms");
    assert.deepEqual(house.step("1 ms"), ["switch boiler on: text"]);
  });

  test("that trembles about its threshold starts once a minute at most", () => {
    const house = new Diary({ relays: { boiler: { limits: { rest_ms: MINUTE } } } });
    let starts = 0;
    for (let second = 0; second < 600; second++) {
      house.wish("boiler", second % 2 === 0 ? "on" : "off");
      starts += house.step("1 s").filter((line) => line.startsWith("switch boiler on")).length;
    }
    assert(starts <= 10, String(starts));
  });

  test("rests from the confirmation, and nobody chatters before it", () => {
    const house = new Diary({ relays: { boiler: { limits: { rest_ms: MINUTE } } } });
    house.wish("boiler", "on");
    house.step();
    house.output("boiler", "silent");
    house.wish("boiler", "off");
    house.step("1 s");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("2 min"), ["refused boiler on: off_unconfirmed < text"]);
  });
});
