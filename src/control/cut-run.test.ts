import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, reason } from "../model/index.ts";
import { Diary } from "./testing/diary.ts";
import { relaysForScripts } from "./view.ts";

/** A run that a stop, a crash or a reboot cuts, and how it goes on. */

/** On by its script for ten minutes. */
function running(limits: object = {}, more: object = {}): Diary {
  const house = new Diary({ relays: { boiler: { limits, ...more } } });
  house.wish("boiler", "on");
  house.step();
  house.step("10 min");
  return house;
}

/** The first steps after a start. */
function comeUp(house: Diary, want: "on" | "off" | "keep" = "on"): string[] {
  house.wish("boiler", want);
  return [house.step(), house.step()].flat();
}

function stop(house: Diary): void {
  house.stopping = true;
  house.step();
  house.step();
  house.stopping = false;
}

describe("an output that cannot say whether it is on goes off, and", () => {
  for (const [how, cut] of [
    ["a crash", (house: Diary) => house.restart({ away: "5 s" })],
    ["a reboot", (house: Diary) => house.restart({ away: "1 min", reboot: true })],
    [
      "an update",
      (house: Diary) => {
        stop(house);
        house.restart({ away: "5 s" });
      },
    ],
    [
      "a crash while it comes up",
      (house: Diary) => {
        house.restart({ away: "5 s" });
        house.step();
        house.restart({ away: "5 s" });
      },
    ],
  ] as const) {
    test(`${how} costs no start of the day nor of the hour`, () => {
      const house = running({ max_starts_per_day: 1, max_starts_per_hour: 1, rest_ms: HOUR });
      cut(house);
      assert.equal(comeUp(house).at(-1), "switch boiler on: goes_on < text");
      assert.equal(house.relay("boiler").starts_today, 1);
      house.wish("boiler", "off");
      house.step("1 min");
      assert.equal(house.relay("boiler").cycled_today, true);
      house.wish("boiler", "on");
      assert.deepEqual(
        house.step("2 h"),
        ["refused boiler on: max_starts_per_day < text"],
        "the next is another start",
      );
    });
  }

  test("its own rest and minimum on time are kept all the same", () => {
    const house = running({ min_on_ms: 20 * MINUTE, min_off_ms: 5 * MINUTE, max_starts_per_day: 1 });
    stop(house);
    house.restart({ away: "1 min" });
    assert.deepEqual(comeUp(house), ["refused boiler on: min_off < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: 4 * MINUTE });
    assert.deepEqual(house.step("4 min"), ["switch boiler on: goes_on < text"]);
    house.wish("boiler", "off");
    assert.deepEqual(house.step("19 min"), ["refused boiler off: min_on < text"]);
    assert.deepEqual(house.step("1 min"), ["switch boiler off: text"]);
  });

  test("its longest run counts what came before", () => {
    const house = running({ max_on_ms: 30 * MINUTE });
    house.restart({ away: "5 min" });
    comeUp(house);
    house.step();
    assert.equal(house.relay("boiler").on_for_ms, 15 * MINUTE);
    assert.deepEqual(house.step("14 min"), []);
    assert.deepEqual(house.step("1 min"), ["switch boiler off: max_on < text"]);
    const spent = running({ max_on_ms: 30 * MINUTE });
    spent.restart({ away: "20 min" });
    assert.deepEqual(comeUp(spent), ["switch boiler off: max_on < starting", "refused boiler on: run_over < text"]);
  });

  test("a script that only keeps what is on goes on, and sees it as on", () => {
    const house = running();
    stop(house);
    house.restart({ away: "1 min" });
    const seen = relaysForScripts(house.rules, house.memory, house.now)[0];
    assert.deepEqual([seen?.on, seen?.on_for_ms, house.relay("boiler").on], [true, 10 * MINUTE, false]);
    assert.deepEqual(comeUp(house, "keep"), ["switch boiler on: goes_on < text"]);
  });

  test("what ends it while it waits ends it", () => {
    for (const end of [
      (house: Diary) => house.wish("boiler", "off"),
      (house: Diary) => house.mode("boiler", "off", { for_ms: 1_000 }),
    ]) {
      const house = running({ max_starts_per_day: 1, min_off_ms: 5 * MINUTE });
      house.restart({ away: "1 min" });
      comeUp(house);
      end(house);
      house.step("1 min");
      house.step("1 min");
      house.wish("boiler", "on");
      house.step("10 min");
      assert.equal(house.relay("boiler").reason.code, "max_starts_per_day");
    }
  });

  test("missing data does not", () => {
    const house = running({ max_starts_per_day: 1 });
    house.restart({ away: "1 min" });
    house.without("boiler", "no_data", reason("channel_missing"));
    house.step();
    house.step("2 h");
    assert.deepEqual(comeUp(house), ["switch boiler on: goes_on < text"]);
    assert.equal(house.relay("boiler").starts_today, 1);
  });

  test("it is forgotten after half a day, and in a crash loop", () => {
    const late = running();
    late.restart({ away: "13 h", reboot: true });
    late.without("boiler", "no_data", reason("channel_missing"));
    late.step();
    late.step("12 h");
    late.step("1 h");
    comeUp(late);
    assert.equal(late.relay("boiler").starts_today, 1, "of the new day");
    const loop = running({ max_starts_per_day: 2 });
    const starts: number[] = [];
    for (let crash = 0; crash < 8; crash++) {
      loop.restart({ away: "1 s" });
      comeUp(loop);
      starts.push(loop.relay("boiler").starts_today);
    }
    assert.deepEqual(starts, [1, 1, 1, 2, 2, 2, 2, 2]);
    assert.equal(loop.relay("boiler").reason.code, "max_starts_per_day");
  });

  test("a person's on goes on with its time", () => {
    const house = new Diary({ relays: { boiler: { limits: { max_starts_per_day: 1 } } } });
    house.wish("boiler", "off");
    house.mode("boiler", "on", { for_ms: HOUR });
    house.step();
    house.step("10 min");
    house.restart({ away: "10 min" });
    assert.deepEqual(comeUp(house, "off"), ["switch boiler off: starting", "switch boiler on: goes_on < forced_on"]);
    assert.deepEqual(house.step("40 min"), ["mode boiler: override_ended", "switch boiler off: text"]);
  });
});

describe("an output that says that it is still on", () => {
  const cut = (limits: object = {}, reboot = false): Diary => {
    const house = running(limits);
    house.restart({ away: "20 s", reports: true, reboot });
    return house;
  };

  for (const reboot of [false, true]) {
    test(`is left on once its script has been heard${reboot ? ", after a reboot too" : ""}`, () => {
      const house = cut({ min_on_ms: 20 * MINUTE, max_starts_per_day: 1 }, reboot);
      assert.deepEqual(house.step(), []);
      assert.equal(house.relay("boiler").reason.code, "resuming");
      house.reports("boiler", true);
      assert.deepEqual(house.step("1 s"), []);
      house.wish("boiler", "off");
      assert.deepEqual(house.step("1 s"), ["refused boiler off: min_on < text"]);
      assert.deepEqual(house.ordered, [], "nothing was ordered");
      assert.equal(house.relay("boiler").starts_today, 1);
      assert.equal(house.relay("boiler").on_today_ms, 10 * MINUTE + 22_000);
      assert.deepEqual(house.step("10 min"), ["switch boiler off: text"], "its minimum time counts from its start");
    });
  }

  test("goes off, and on again later, where the report says off", () => {
    const house = cut({ max_starts_per_day: 1 });
    house.wish("boiler", "on");
    house.step();
    house.reports("boiler", false);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: starting"]);
    assert.deepEqual(house.step(), ["switch boiler on: goes_on < text"]);
    assert.equal(house.relay("boiler").starts_today, 1);
  });

  test("is told at a stop that comes meanwhile, also where its safe state is on, so that it can confirm it", () => {
    for (const [limits, ordered] of [
      [{}, "boiler off"],
      [{ without_data: { do: "on" } }, "boiler on"],
    ] as const) {
      const house = cut(limits);
      house.step();
      assert.deepEqual(house.ordered, []);
      house.stopping = true;
      house.step("1 s");
      assert.deepEqual(house.ordered, [ordered]);
    }
  });

  test("is not left on for longer than ten seconds without data, or without a word of the output", () => {
    const blind = cut();
    blind.reports("boiler", true);
    blind.without("boiler", "no_data", reason("channel_missing"));
    assert.deepEqual(blind.step("9999 ms"), []);
    assert.deepEqual(blind.step("1 ms"), ["switch boiler off: starting"]);
    const mute = cut();
    mute.wish("boiler", "on");
    assert.deepEqual(mute.step("9999 ms"), []);
    assert.deepEqual(mute.ordered, [], "it is not switched on either");
    assert.deepEqual(mute.step("1 ms"), ["switch boiler off: starting"]);
  });

  test("a channel that it needs is waited for, too", () => {
    const house = running({}, { needs: ["grid.power"] });
    house.channel("grid.power", 100);
    house.step();
    house.step("1 min");
    house.restart({ away: "20 s", reports: true });
    house.channel("grid.power", null);
    house.reports("boiler", true);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("2 s"), []);
    assert.equal(house.relay("boiler").reason.code, "resuming");
    house.channel("grid.power", 100);
    assert.deepEqual(house.step("2 s"), []);
    assert.equal(house.relay("boiler").reason.code, "text");
  });

  test("a person's off, a stop and a fault do not wait for it", () => {
    const house = cut();
    house.mode("boiler", "off");
    assert.deepEqual(house.step(), ["mode boiler: forced_off", "switch boiler off: forced_off"]);
    const stopped = cut();
    stopped.stopping = true;
    assert.deepEqual(stopped.step(), ["switch boiler off: stopping"]);
  });
});
