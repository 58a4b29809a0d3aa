import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE } from "../model/index.ts";
import { boiler, comeUp, rested } from "./testing/boiler.ts";
import { Diary, NOON } from "./testing/diary.ts";

/** What the turn of the day and jumps of the clock do to the counters. */

describe("the civil day", () => {
  /** Runs a relay from one instant for so long and tells how long it was on that day, each half hour. */
  function onToday(from: number, hours: number): number[] {
    const house = new Diary({ relays: { boiler: {} } }, { at: from });
    house.wish("boiler", "on");
    house.step();
    const seen: number[] = [];
    for (let half = 0; half < hours * 2; half++) {
      house.step("30 min");
      seen.push(house.relay("boiler").on_today_ms / HOUR);
    }
    return seen;
  }

  for (const [name, from, hours] of [
    ["an ordinary day", Date.UTC(2026, 5, 14, 22), 24],
    ["the day of 23 hours", Date.UTC(2026, 2, 28, 23), 23],
    ["the day of 25 hours", Date.UTC(2026, 9, 24, 22), 25],
  ] as const) {
    test(`${name} begins and ends at midnight`, () => {
      const seen = onToday(from, hours + 1);
      assert.equal(Math.max(...seen), hours - 0.5);
      assert.equal(seen[hours * 2 - 2], hours - 0.5);
      assert.equal(seen[hours * 2 - 1], 0.5, "the step over midnight belongs to the new day");
    });
  }

  test("a clock that is set back keeps the counters, also over midnight", () => {
    const house = boiler({ max_starts_per_day: 1 });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("10 min");
    house.setClock(NOON - DAY);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 min"), ["refused boiler on: max_starts_per_day < text"]);
    assert.equal(house.relay("boiler").starts_today, 1);
    assert.equal(house.relay("boiler").on_today_ms, 10 * MINUTE);
    house.setClock(NOON);
    assert.deepEqual(house.step("1 min"), [], "put right soon, the day goes on");
    house.setClock(NOON - DAY);
    house.step("1 min");
    house.setClock(NOON + HOUR);
    assert.deepEqual(house.step("2 h"), [], "put right later, it is still that day");
    assert.deepEqual(house.step("12 h"), ["switch boiler on: text"], "a day later by any clock is a new day");
  });

  /**
   * How long it is on from 3 in the morning of a day, after each of so many minutes, hours; it is wished on from a minute
   * on, and the clock is set by so much at a minute.
   */
  function lived(minutes: number, set: Readonly<Record<string, number>>, wished: number): number[] {
    const rules = { relays: { boiler: { limits: { max_on_per_day_ms: 6 * HOUR } } } };
    const house = new Diary(rules, { at: NOON - 9 * HOUR });
    const on = [0];
    for (let minute = 0; minute < minutes; minute += 1) {
      house.wish("boiler", minute < wished ? "off" : "on");
      house.setClock(house.now.at + (set[minute] ?? 0));
      house.step("1 min");
      on.push((on.at(-1) ?? 0) + (house.remembered("boiler").commanded ? 1 : 0));
    }
    return on.map((count) => count / 60);
  }

  function hoursOn(hours: number, set: Readonly<Record<string, number>>, wished = 0): number {
    return lived(hours * 60, set, wished).at(-1) ?? 0;
  }

  test("a clock that is a day ahead for minutes gives no second ration, one for hours only the next day's", () => {
    for (const [minutes, most, next] of [
      [1, 6, 12],
      [20, 6, 12],
      [59, 6, 12],
      [120, 7.02, 12],
      [600, 12, 12],
    ] as const) {
      const set = { 480: DAY, [480 + minutes]: -DAY };
      const on = lived(44 * 60, set, 0);
      const [day = 0, both = 0] = [on[20 * 60], on[44 * 60]];
      assert(Math.round(day) <= most, `${minutes} min: ${day} h on the day`);
      assert(Math.abs(both - next) < 0.1, `${minutes} min: ${both} h in two days`);
    }
  });

  test("a clock that is set ahead and back again and again gives no more than one ration for each day that it shows", () => {
    const set = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [60 + n * 90, n % 2 === 0 ? DAY : -DAY]));
    const hours = hoursOn(20, set);
    assert(hours <= 12, String(hours));
  });

  test("a clock that is put right in steps gives no second ration of a day on the way", () => {
    // twenty minutes past midnight it is set a day ahead for more than six hours
    const steps = [
      { 1280: DAY, 1680: -DAY, 1681: -DAY },
      { 1280: DAY, 1680: -DAY, 1681: -DAY, 1682: DAY, 1683: -DAY },
      { 1280: DAY, 1680: -2 * DAY, 1681: DAY },
      { 1280: DAY, 1680: -DAY, 1750: -DAY },
      { 1280: DAY, 1680: -2 * DAY },
    ];
    for (const set of steps) {
      const hours = hoursOn(36, set, 1280);
      assert(hours <= 7.02, `${Object.values(set)}: ${hours} h`);
    }
    // what ran meanwhile is not counted twice either
    assert(hoursOn(12, { 60: -DAY, 61: DAY, 62: -DAY, 63: DAY }) > 5.9);
  });

  test("nor does one that was set back, and then too far ahead for minutes", () => {
    for (const set of [
      { 480: -DAY, 481: 2 * DAY, 540: -DAY },
      { 480: -DAY, 600: 2 * DAY, 650: -DAY },
    ]) {
      const hours = hoursOn(20, set);
      assert(hours <= 6.02, `${Object.keys(set)}: ${hours} h`);
    }
  });

  test("a day to which the clock was set begins after an hour, or when it would have come", () => {
    const over = { 480: DAY };
    const after = lived(14 * 60, over, 0);
    assert(Math.abs((after[8.9 * 60] ?? 0) - 6) < 0.1);
    assert(Math.abs((after[14 * 60] ?? 0) - 11) < 0.1, String(after[14 * 60]));
    // a minute before midnight, by two minutes
    const near = { 1259: 2 * MINUTE };
    assert(Math.abs(hoursOn(22, near) - 7) < 0.1, String(hoursOn(22, near)));
  });

  test("also where it is set while Gleaner is away", () => {
    const house = boiler({ max_starts_per_day: 1 });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("10 min");
    house.step();
    house.restart({ away: "1 min", at: NOON + DAY });
    assert.deepEqual(comeUp(house), ["refused boiler on: max_starts_per_day < text"]);
    house.setClock(NOON + 12 * MINUTE);
    house.step("1 min");
    assert.equal(house.relay("boiler").starts_today, 1);
  });

  test("a new one forgets what came and went, and starts older than an hour", () => {
    const house = rested({});
    assert.equal(house.relay("boiler").cycled_today, true);
    assert.equal(house.remembered("boiler").starts_mono.length, 1);
    house.wish("boiler", "on");
    house.step("30 min");
    house.step("1139999 ms"); // the first start was an hour ago but for a millisecond
    assert.equal(house.remembered("boiler").starts_mono.length, 2);
    house.step("1 ms");
    assert.equal(house.remembered("boiler").starts_mono.length, 1);
    house.step("12 h");
    assert.equal(house.relay("boiler").cycled_today, false);
    assert.deepEqual(house.remembered("boiler").starts_mono, []);
  });

  test("durations do not care about the wall clock", () => {
    const house = boiler({ min_on_ms: 10 * MINUTE });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.setClock(NOON + 30 * DAY);
    assert.deepEqual(house.step("9 min"), ["refused boiler off: min_on < text"]);
    house.setClock(NOON - 30 * DAY);
    assert.deepEqual(house.step("59 s"), []);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: text"]);
  });
});
