import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR, MINUTE, Wishes } from "../model/index.ts";
import { adopt, lostRelays, withDayOf } from "./memory.ts";
import type { Memory } from "./relay-memory.ts";
import { step } from "./step.ts";
import { Diary, NOON, rulesOf } from "./testing/diary.ts";
import { relayStates } from "./view.ts";

/** What survives a restart, and what the turn of the day and jumps of the clock do to the counters. */

const boiler = (limits: object = {}): Diary => new Diary({ relays: { boiler: { limits } } });
const ZONE = "Europe/Paris";

/** It was on for ten minutes and is off for one. */
function rested(limits: object): Diary {
  const house = boiler(limits);
  house.wish("boiler", "on");
  house.step();
  house.wish("boiler", "off");
  house.step("10 min");
  house.step();
  house.step("1 min");
  return house;
}

/** The first cycles after a start, until its first "off" was confirmed and its script has spoken. */
function comeUp(house: Diary, want: "on" | "off" | "keep" = "on"): string[] {
  house.wish("boiler", want);
  return [house.step(), house.step()].flat();
}

describe("a time that was lived through elsewhere", () => {
  const now = { at: NOON, mono: 0 };
  const memoryWith = (id: string, ran: object): Memory => {
    const memory = adopt(undefined, [id], now, "boot", ZONE);
    Object.assign(memory.relays[id] ?? {}, ran);
    return memory;
  };
  const ran = (memory: Memory): object => {
    const { on_today_ms, starts_today, cycled_today } = memory.relays.pump ?? assert.fail("there is no pump");
    return { on_today_ms, starts_today, cycled_today };
  };
  const here = memoryWith("pump", { on_today_ms: 2 * MINUTE, starts_today: 1 });
  const there = { on_today_ms: 40 * MINUTE, starts_today: 3, cycled_today: true };
  const after = (other: unknown): object => ran(withDayOf(here, other, now, ZONE));

  test("counts for the same day, and only there", () => {
    const other = memoryWith("pump", there);
    assert.deepEqual(after(other), { on_today_ms: 42 * MINUTE, starts_today: 4, cycled_today: true });
    assert.deepEqual(ran(here), { on_today_ms: 2 * MINUTE, starts_today: 1, cycled_today: false }, "a copy");
    assert.deepEqual(after(memoryWith("pump", { ...there, day: "2020-01-01" })), ran(here));
  });

  test("counts nothing where it has no such relay, or does not read", () => {
    for (const other of [undefined, {}, memoryWith("boiler", there), memoryWith("pump", { on_today_ms: "long" })])
      assert.deepEqual(after(other), ran(here));
  });
});

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

describe("what the disk gives back", () => {
  const now = { at: NOON, mono: 5 };
  const fresh = adopt(undefined, ["boiler"], now, "b", ZONE);
  /** A sound memory that is not that of a relay never seen. */
  const known = { ...fresh, relays: { boiler: { ...fresh.relays.boiler, starts_today: 4 } } };
  const rules = rulesOf({ relays: { boiler: {} } });
  const EVENTS = { wishes: new Wishes(), commands: [], outcomes: [], feedback: [] };
  const snapshot = { now, channels: new Map(), aliases: new Map() };

  test("is taken up when it is sound", () => {
    assert.equal(adopt(known, ["boiler"], now, "b", ZONE).relays.boiler?.starts_today, 4);
    const whole = {
      starts_mono: Array.from({ length: 60 }, (_, index) => index - 90),
      set_back: { day: "x", mono: 1 },
    };
    const more = { ...known, last_start_mono: 3, relays: { boiler: { ...known.relays.boiler, ...whole } } };
    const memory = adopt(more, ["boiler"], now, "b", ZONE);
    assert.equal(memory.last_start_mono, 3);
    assert.deepEqual(memory.relays.boiler?.starts_mono, whole.starts_mono);
    assert.deepEqual(memory.relays.boiler?.set_back, whole.set_back);
  });

  const GARBAGE: readonly unknown[] = [
    ...[undefined, null, 5, "memory", [], {}],
    ...[{ version: 2 }, { relays: null }, { relays: [known.relays.boiler] }, { last_start_mono: "soon" }].map(
      (more) => ({
        ...known,
        ...more,
      }),
    ),
    ...[
      null,
      5,
      {},
      { at: "yesterday", mono: 1 },
      { at: 1, mono: "soon" },
      { mono: 1 },
      { at: Number.NaN, mono: 1 },
    ].map((saved) => ({ ...known, saved })),
    ...[null, [], 7, "ab"].map((boiler) => ({ ...known, relays: { boiler } })),
    ...[
      ...[{ commanded: "yes" }, { mode: "perhaps" }, { until: 17 }, { until: { at: 1 } }, { on_today_ms: null }],
      ...[{ starts_mono: "many" }, { starts_mono: [null] }, { starts_mono: Array(61).fill(1) }, { day: 5 }],
      ...[{ fault: true }, { fault: {} }, { fault: { reason: "broken" } }, { fault: { reason: null } }],
      ...[{ days: 1 }, { days: [1] }, { days: [{ day: "x" }] }, { ahead: "soon" }, { missed: [{ day: "x" }] }],
      ...[{ left_off: true }, { left_off: { asked: true, quiet_mono: "x" } }, { undone_mono: 3 }],
      ...[{ run_before_ms: "x" }, { resumed: null }, { cut: {} }, { cut: { run_ms: 1 } }],
      ...[{ set_back: 7 }, { set_back: "x" }, { set_back: { day: "x" } }, { set_back: { day: 5, mono: 1 } }],
    ].map((more) => ({ ...known, relays: { boiler: { ...known.relays.boiler, ...more } } })),
  ];
  for (const garbage of GARBAGE) {
    test(`${JSON.stringify(garbage)} counts as never seen`, () => {
      const memory = adopt(garbage, ["boiler"], now, "b", ZONE);
      assert.deepEqual(memory.relays, fresh.relays);
      assert.doesNotThrow(() => step(rules, memory, { ...EVENTS, snapshot }, now));
    });
  }

  test("nothing at all of it can throw or switch on", () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: true });
    const relay = fc.dictionary(fc.constantFrom(...Object.keys(fresh.relays.boiler ?? {})), anything);
    const memory = fc.record({
      version: fc.constant(1),
      boot: fc.constantFrom("b", "c"),
      saved: fc.constant(now),
      relays: fc.record({ boiler: fc.oneof(relay, anything) }),
    });
    fc.assert(
      fc.property(fc.oneof(anything, memory), (saved) => {
        const adopted = adopt(saved, ["boiler"], now, "b", ZONE);
        const { orders } = step(rules, adopted, { ...EVENTS, snapshot }, now);
        assert.deepEqual(
          orders.filter(({ on }) => on),
          [],
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test("a relay that an older version did not know so well keeps what it has", () => {
    const { starts_mono: _starts, run_over: _over, ...older } = fresh.relays.boiler ?? {};
    const saved = { ...fresh, relays: { boiler: { ...older, starts_today: 4 } } };
    const memory = adopt(saved, ["boiler"], now, "b", ZONE);
    assert.equal(memory.relays.boiler?.starts_today, 4);
    assert.deepEqual(memory.relays.boiler?.starts_mono, []);
  });

  test("a relay that was on, nobody knows since when, has run for no time at all", () => {
    const on = { commanded: true, confirmed: true, ran: true, on_mono: null };
    const saved = { ...known, relays: { boiler: { ...known.relays.boiler, ...on } } };
    const limited = rulesOf({ relays: { boiler: { limits: { max_on_ms: 1 } } } });
    const memory = adopt(saved, ["boiler"], now, "b", ZONE);
    const { decisions } = step(limited, memory, { ...EVENTS, snapshot }, now);
    assert.deepEqual(
      decisions.map(({ reason }) => reason.code),
      ["starting"],
    );
    const known_on = { ...memory, relays: { boiler: { ...memory.relays.boiler, ...on } } } as typeof memory;
    assert.equal(relayStates(limited, known_on, now)[0]?.on_for_ms, 0);
  });

  test("tells which relays were on and are not configured any more", () => {
    const relays = { kept: { commanded: true }, gone: { commanded: true }, rested: { commanded: false }, odd: null };
    const saved = { ...fresh, relays: { ...relays, vague: { commanded: "yes" } } };
    assert.deepEqual(lostRelays(saved, ["kept"]), ["gone"]);
    assert.deepEqual(lostRelays({ ...saved, version: 2 }, []), []);
    assert.deepEqual(lostRelays(undefined, []), []);
  });

  test("relays that are gone from the configuration are forgotten, new ones start anew", () => {
    const saved = JSON.parse(JSON.stringify({ ...fresh, relays: { old: fresh.relays.boiler } }));
    const memory = adopt(saved, ["boiler", "constructor"], now, "b", ZONE);
    assert.deepEqual(Object.keys(memory.relays), ["boiler", "constructor"]);
    assert.deepEqual(memory.relays.constructor, fresh.relays.boiler);
  });
});

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
