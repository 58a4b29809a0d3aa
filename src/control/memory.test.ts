import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE } from "../model/index.ts";
import { boiler, comeUp, rested } from "./testing/boiler.ts";
import { Diary, NOON } from "./testing/diary.ts";

/** What survives a restart. */

describe("the same machine start", () => {
  test("goes on with every limit to the millisecond", () => {
    const house = rested({ min_off_ms: 5 * MINUTE });
    house.restart({ away: "2 min" });
    assert.deepEqual(comeUp(house), ["refused boiler on: min_off < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: 2 * MINUTE });
    assert.deepEqual(house.step("119999 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch boiler on: text"]);
  });

  test("a relay that was on goes off first, and its time away counts as running", () => {
    const house = boiler({ max_on_per_day_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.step("20 min");
    house.restart({ away: "30 min" });
    assert.equal(house.relay("boiler").on_today_ms, 50 * MINUTE);
    assert.equal(house.relay("boiler").reason.code, "starting");
    assert.deepEqual(house.step(), ["switch boiler off: starting"]);
  });

  test("time away over midnight counts for the new day from midnight on only", () => {
    const house = boiler();
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 min");
    assert.equal(house.relay("boiler").cycled_today, true);
    house.leap("659 min"); // 23:00
    house.wish("boiler", "on");
    house.step();
    house.step("30 min");
    house.restart({ away: "90 min" });
    assert.equal(house.relay("boiler").on_today_ms, HOUR);
    assert.equal(house.relay("boiler").starts_today, 0);
    assert.equal(house.relay("boiler").cycled_today, false);
    house.step();
    assert.equal(house.relay("boiler").on_today_ms, HOUR, "the first step does not take it away");
  });

  test("explains nothing by what was seen before", () => {
    const house = boiler();
    const seen = { channel: "battery.soc", value: 96, unit: "%", at: house.now.at, age_ms: 0 };
    house.wish("boiler", "on", [seen]);
    house.step();
    assert.deepEqual(house.relay("boiler").inputs, [seen]);
    house.restart({ away: "1 min" });
    assert.deepEqual(house.relay("boiler").inputs, []);
    assert.equal(house.relay("boiler").reason.code, "starting");
  });

  test("bounds the refusals of the journal as before", () => {
    const house = boiler({ min_off_ms: 24 * HOUR });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 s");
    house.restart({ away: "1 min" });
    comeUp(house, "off");
    let told = 0;
    for (let time = 0; time < 100; time++) {
      house.wish("boiler", "on");
      told += house.step("1 s").length;
      house.wish("boiler", "off");
      told += house.step("1 s").length;
    }
    assert.equal(told, 60);
  });

  test("overrides and their end are kept", () => {
    const house = boiler();
    house.mode("boiler", "on", { for_ms: HOUR });
    house.step();
    house.restart({ away: "20 min" });
    assert.equal(house.relay("boiler").mode, "on");
    assert.equal(house.relay("boiler").until, house.now.at + 40 * MINUTE);
    house.restart({ away: "2 h" });
    house.wish("boiler", "off");
    assert.equal(house.step()[0], "mode boiler: override_ended");
  });

  test("what auto wanted before the start is no wish any more: keep leaves the relay off", () => {
    const house = boiler();
    house.wish("boiler", "on");
    house.step();
    house.mode("boiler", "off");
    house.step("1 s");
    house.restart({ away: "1 min" });
    house.mode("boiler", "auto");
    assert.deepEqual(
      comeUp(house, "keep").filter((line) => line.startsWith("switch boiler on")),
      [],
    );
  });
});

describe("a reboot", () => {
  test("with a sane clock: the time away is the wall clock's", () => {
    const house = rested({ min_off_ms: 5 * MINUTE });
    house.restart({ away: "3 min", reboot: true });
    comeUp(house);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: MINUTE });
    assert.deepEqual(house.step("1 min"), ["switch boiler on: text"]);
  });

  test("with a clock that is behind: no time has passed, limits hold longer", () => {
    const house = rested({ min_off_ms: 5 * MINUTE });
    house.restart({ reboot: true, at: NOON - 20 * 365 * DAY });
    comeUp(house);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: 4 * MINUTE });
  });

  test("with a clock that is behind: nobody gets a second ration of the day", () => {
    const house = boiler({ max_on_per_day_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.step("1 h");
    house.restart({ reboot: true, at: NOON - 300 * DAY });
    assert.deepEqual(comeUp(house), ["refused boiler on: max_on_per_day < text"]);
    house.setClock(NOON + 2 * HOUR); // the network tells the time: the counters still stand
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").on_today_ms, HOUR);
    assert.deepEqual(house.step("13 h"), ["switch boiler on: text"], "the next day");
  });

  test("asks no rest of a relay that never ran, and no distance to a start that never was", () => {
    const house = new Diary({ stagger_ms: 24 * HOUR, relays: { boiler: { limits: { min_off_ms: 24 * HOUR } } } });
    house.restart({ away: "1 min", reboot: true });
    assert.deepEqual(comeUp(house), ["switch boiler on: text"]);
  });

  test("a clock that was set back before it and is put right after it goes on with its day", () => {
    for (const wait of ["50 min", "70 min"]) {
      const house = rested({});
      house.setClock(NOON - DAY);
      house.step("1 min");
      house.restart({ away: "1 min", reboot: true });
      house.step(wait);
      house.setClock(NOON + 3 * HOUR);
      house.step("1 s");
      assert.equal(house.relay("boiler").starts_today, 1, wait);
    }
  });

  test("does not count the time without power as running", () => {
    const house = boiler();
    house.wish("boiler", "on");
    house.step();
    house.step("20 min");
    house.restart({ away: "2 h", reboot: true });
    assert.equal(house.relay("boiler").on_today_ms, 20 * MINUTE);
  });

  test("starts of the last hour are still of the last hour", () => {
    const house = rested({ max_starts_per_hour: 1 });
    house.restart({ away: "19 min", reboot: true });
    assert.deepEqual(comeUp(house), ["refused boiler on: max_starts_per_hour < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "max_starts_per_hour", for_ms: 30 * MINUTE });
    assert.deepEqual(house.step("30 min"), ["switch boiler on: text"]);
  });

  test("an override goes on", () => {
    const house = boiler();
    house.mode("boiler", "off", { for_ms: HOUR });
    house.step();
    house.restart({ away: "50 min", reboot: true });
    assert.equal(house.relay("boiler").until, house.now.at + 10 * MINUTE);
  });
});
