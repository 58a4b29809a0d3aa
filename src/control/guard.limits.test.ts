import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, say } from "../model/index.ts";
import { Diary } from "./testing/diary.ts";

/** The limits of a relay, each as a diary, and how what is refused is told. */

const boiler = (limits: object, more: object = {}): Diary => new Diary({ relays: { boiler: { limits, ...more } } });

describe("minimum on time", () => {
  test("holds a relay on against its script, then lets go", () => {
    const house = boiler({ min_on_ms: 10 * MINUTE });
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), ["switch boiler on: text"]);
    assert.deepEqual(house.ordered, ["boiler on"]);
    house.wish("boiler", "off");
    assert.deepEqual(house.step("4 min"), ["refused boiler off: min_on < text"]);
    assert.equal(house.decision.reason.values?.left, 6 * MINUTE);
    assert.deepEqual(house.ordered, []);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_on", for_ms: 6 * MINUTE });
    assert.deepEqual(house.step("5 min"), [], "the same refusal is told once");
    assert.equal(house.relay("boiler").reason.values?.left, MINUTE, "but the card counts down");
    assert.deepEqual(house.step("59999 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch boiler off: text"]);
    assert.equal(house.relay("boiler").hold, null);
  });

  test("gives way to a person's off and to missing data", () => {
    const house = boiler({ min_on_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.mode("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_off", "switch boiler off: forced_off"]);

    const other = boiler({ min_on_ms: HOUR }, { needs: ["tank"] });
    other.channel("tank", 40);
    other.wish("boiler", "on");
    other.step();
    other.channel("tank", 40, "1 min", false);
    assert.deepEqual(other.step("1 s"), ["switch boiler off: without_data_off < channel_stale"]);
  });
});

describe("minimum off time", () => {
  test("counts from the confirmed off", () => {
    const house = boiler({ min_off_ms: 5 * MINUTE });
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), ["switch boiler on: text"], "a relay that never ran has nothing to rest from");
    house.wish("boiler", "off");
    house.output("boiler", "silent");
    assert.deepEqual(house.step("1 min"), ["switch boiler off: text"]);
    house.output("boiler", "works");
    house.step("1 min"); // the order is repeated
    assert.deepEqual(house.ordered, ["boiler off"]);
    house.step("10 s"); // and confirmed now
    house.wish("boiler", "on");
    assert.deepEqual(house.step("4 min"), ["refused boiler on: min_off < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: MINUTE });
    assert.deepEqual(house.step("59999 ms"), []);
    assert.deepEqual(house.step("1 ms"), ["switch boiler on: text"]);
  });

  test("is not asked of a relay that never ran, however soon after the machine's start", () => {
    const house = boiler({ min_off_ms: 24 * HOUR });
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), ["switch boiler on: text"]);
  });

  test("nor while an off is repeated to a relay that somebody switched on at the device", () => {
    const house = boiler({ min_off_ms: HOUR, feedback_within_ms: 10_000 });
    house.output("boiler", "silent");
    house.reports("boiler", true);
    house.step();
    house.step("5 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("is over as soon as it is, seen from the page between two steps", () => {
    const house = boiler({ min_off_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 s");
    house.step();
    house.leap("59 min");
    assert.deepEqual(house.relay("boiler").hold, { rule: "min_off", for_ms: MINUTE });
    house.leap("1 min");
    assert.equal(house.relay("boiler").hold, null);
  });

  test("also rests a relay that a person switches on", () => {
    const house = boiler({ min_off_ms: 5 * MINUTE });
    house.mode("boiler", "on");
    house.step();
    house.mode("boiler", "off");
    house.step("1 min");
    house.step(); // confirmed
    house.mode("boiler", "on");
    assert.deepEqual(house.step("1 min"), ["mode boiler: forced_on", "refused boiler on: min_off < forced_on"]);
  });
});

describe("longest run", () => {
  test("ends the run, and a new one needs a new wish", () => {
    const house = boiler({ max_on_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    assert.deepEqual(house.step("59 min"), []);
    assert.deepEqual(house.step("1 min"), ["switch boiler off: max_on < text"]);
    assert.equal(house.decision.reason.values?.limit, HOUR);
    assert.deepEqual(house.step("1 s"), ["refused boiler on: run_over < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "run_over", for_ms: null });
    assert.deepEqual(house.step("3 h"), [], "the old wish is worth nothing however long it lasts");
    house.wish("boiler", "off");
    house.step("1 s");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("with a minimum off time the rest is enough", () => {
    const house = boiler({ max_on_ms: HOUR, min_off_ms: 10 * MINUTE });
    house.wish("boiler", "on");
    house.step();
    assert.deepEqual(house.step("1 h"), ["switch boiler off: max_on < text"]);
    assert.deepEqual(house.step("1 s"), ["refused boiler on: min_off < text"]);
    assert.deepEqual(house.step("10 min"), ["switch boiler on: text"]);
  });

  test("an order that is still on its way is repeated, although the wish is against it", () => {
    const held = boiler({ min_on_ms: HOUR });
    held.output("boiler", "silent");
    held.wish("boiler", "on");
    held.step();
    held.wish("boiler", "off");
    assert.deepEqual(held.step("999 ms"), ["refused boiler off: min_on < text"]);
    assert.deepEqual(held.ordered, []);
    held.step("1 ms");
    assert.deepEqual(held.ordered, ["boiler on"]);

    const blocked = boiler({ min_off_ms: HOUR });
    blocked.wish("boiler", "on");
    blocked.step();
    blocked.step();
    blocked.output("boiler", "silent");
    blocked.wish("boiler", "off");
    blocked.step("1 min");
    blocked.wish("boiler", "on");
    assert.deepEqual(blocked.step("999 ms"), ["refused boiler on: off_unconfirmed < text"]);
    assert.deepEqual(blocked.ordered, []);
    blocked.step("1 ms");
    assert.deepEqual(blocked.ordered, ["boiler off"]);
  });

  test("ends a run that a person forced", () => {
    const house = boiler({ max_on_ms: HOUR });
    house.mode("boiler", "on");
    house.step();
    assert.deepEqual(house.step("1 h"), ["switch boiler off: max_on < forced_on"]);
  });
});

describe("time of the day", () => {
  test("is spent over several runs and comes back at midnight", () => {
    const house = boiler({ max_on_per_day_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("40 min");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 h"), ["switch boiler on: text"]);
    assert.deepEqual(house.step("19 min"), []);
    assert.deepEqual(house.step("1 min"), ["switch boiler off: max_on_per_day < text"]);
    assert.equal(house.relay("boiler").on_today_ms, HOUR);
    assert.deepEqual(house.step("1 s"), ["refused boiler on: max_on_per_day < text"]);
    assert.deepEqual(house.relay("boiler").hold, { rule: "max_on_per_day", for_ms: null });
    house.leap("9 h"); // 23:00
    assert.deepEqual(house.step(), []);
    assert.deepEqual(house.step("1 h"), ["switch boiler on: text"]);
    assert.equal(house.relay("boiler").on_today_ms, 0);
  });
});

describe("starts", () => {
  const cycle = (house: Diary, rest: string): string[] => {
    house.wish("boiler", "on");
    const lines = house.step(rest);
    house.wish("boiler", "off");
    house.step("1 min");
    return lines;
  };

  test("in an hour: the oldest must be an hour old", () => {
    const house = boiler({ max_starts_per_hour: 3 });
    for (let run = 0; run < 3; run++) assert.deepEqual(cycle(house, "9 min"), ["switch boiler on: text"]);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("9 min"), ["refused boiler on: max_starts_per_hour < text"]);
    // the first start was 30 minutes ago
    assert.deepEqual(house.relay("boiler").hold, { rule: "max_starts_per_hour", for_ms: 30 * MINUTE });
    assert.deepEqual(house.decision.reason.values, { limit: 3, left: 30 * MINUTE });
    assert.deepEqual(house.step("30 min"), ["switch boiler on: text"]);
  });

  test("in an hour: the page counts down between two steps", () => {
    const house = boiler({ max_starts_per_hour: 1 });
    cycle(house, "1 s");
    house.step();
    house.leap("58 min");
    assert.deepEqual(house.relay("boiler").hold, { rule: "max_starts_per_hour", for_ms: MINUTE });
    house.leap("1 min");
    assert.equal(house.relay("boiler").hold, null);
  });

  test("in an hour: sixty are remembered, the most that the configuration allows", () => {
    const house = boiler({ max_starts_per_hour: 60 });
    for (let run = 0; run < 59; run++) {
      house.wish("boiler", "on");
      house.step("10 s");
      house.wish("boiler", "off");
      house.step("10 s");
    }
    assert.equal(house.remembered("boiler").starts_mono.length, 59);
    house.step("1 h");
    const endless = boiler({});
    for (let run = 0; run < 70; run++) {
      endless.wish("boiler", "on");
      endless.step("10 s");
      endless.wish("boiler", "off");
      endless.step("10 s");
    }
    assert.equal(endless.remembered("boiler").starts_mono.length, 60);
    assert.equal(endless.remembered("boiler").starts_mono.at(-1), endless.now.mono - 10_000, "the last sixty");
  });

  test("in a day: counted by the civil day", () => {
    const house = boiler({ max_starts_per_day: 2 });
    cycle(house, "1 h");
    cycle(house, "1 h");
    assert.deepEqual(cycle(house, "1 h"), ["refused boiler on: max_starts_per_day < text"]);
    assert.equal(house.relay("boiler").starts_today, 2);
    assert.deepEqual(cycle(house, "9 h"), ["switch boiler on: text"], "past midnight");
    assert.equal(house.relay("boiler").starts_today, 1);
  });

  test("forced ones count too", () => {
    const house = boiler({ max_starts_per_day: 1 });
    cycle(house, "1 h");
    house.mode("boiler", "on");
    assert.deepEqual(house.step(), ["mode boiler: forced_on", "refused boiler on: max_starts_per_day < forced_on"]);
  });
});

describe("each limit says in words", () => {
  /** What the journal says of the last decision. */
  const said = (house: Diary): string => say(house.decision.reason, "en");
  /** It has run for ten minutes and is wished off, then on again. */
  const again = (limits: object): Diary => {
    const house = boiler(limits);
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("10 min");
    house.step();
    house.wish("boiler", "on");
    house.step("1 min");
    return house;
  };

  test("how long it still holds, or what it allows", () => {
    const hurried = boiler({ min_on_ms: HOUR });
    hurried.wish("boiler", "on");
    hurried.step();
    hurried.wish("boiler", "off");
    hurried.step("20 min");
    assert.equal(said(hurried), "Stays on for another 40:00 (minimum on time) – wished: off");
    assert.equal(said(again({ min_off_ms: HOUR })), "May switch on in 59:00 (minimum off time) – wished: on");
    assert.equal(said(again({ max_starts_per_hour: 1 })), "1 starts within the hour: next one in 49:00 – wished: on");
    assert.equal(said(again({ max_starts_per_day: 1 })), "1 starts today: enough – wished: on");
    assert.equal(said(again({ max_on_per_day_ms: 5 * MINUTE })), "Longest time of the day reached (5:00) – wished: on");
    const longest = boiler({ max_on_ms: 5 * MINUTE });
    longest.wish("boiler", "on");
    longest.step();
    longest.step("5 min");
    assert.equal(said(longest), "Longest run reached (5:00) – wished: on");
    longest.step("1 s");
    assert.equal(said(longest), "The run is over: waits for a new wish – wished: on");
  });

  test("that an off is not confirmed yet", () => {
    const house = boiler({ min_off_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.output("boiler", "silent");
    house.wish("boiler", "off");
    house.step("1 s");
    house.wish("boiler", "on");
    house.step("1 s");
    assert.equal(said(house), "Switching off is not confirmed yet – wished: on");
    assert.deepEqual(house.relay("boiler").hold, { rule: "unconfirmed", for_ms: null });
  });
});

describe("refusals", () => {
  test("are told again after something changed", () => {
    const house = boiler({ min_on_ms: HOUR });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["refused boiler off: min_on < text"]);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), []);
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["refused boiler off: min_on < text"]);
  });

  test("of a wish that flickers are bounded to 60 an hour, and what is left out is counted", () => {
    const house = boiler({ min_on_ms: 24 * HOUR });
    house.wish("boiler", "on");
    house.step();
    let told = 0;
    const flicker = (times: number): void => {
      for (let time = 0; time < times; time++) {
        house.wish("boiler", "off");
        told += house.step("1 s").length;
        house.wish("boiler", "on");
        told += house.step("1 s").length;
      }
    };
    flicker(200);
    assert.equal(told, 60);
    house.leap("1 h");
    house.wish("boiler", "off");
    assert.deepEqual(house.step(), ["refused boiler off: min_on < text"]);
    assert.equal(house.decision.reason.values?.more, 140);
    house.wish("boiler", "on");
    house.step("1 s");
    house.wish("boiler", "off");
    house.step("1 s");
    assert.equal(house.decision.reason.values?.more, undefined);
  });

  test("are counted by the hour: exactly an hour later there is room again", () => {
    const house = boiler({ min_on_ms: 24 * HOUR });
    house.wish("boiler", "on");
    house.step();
    let told = 0;
    for (let second = 0; second < 3_600; second += 10) {
      house.wish("boiler", second % 20 === 0 ? "off" : "on");
      told += house.step("10 s").length;
    }
    assert.equal(told, 60, "the first counted from the start of the house");
    house.wish("boiler", "off");
    assert.deepEqual(house.step(), ["refused boiler off: min_on < text"]);
  });

  test("carry the inputs of the wish", () => {
    const house = boiler({ min_off_ms: HOUR });
    const seen = { channel: "battery.soc", value: 96, unit: "%", at: house.now.at - 1_500, age_ms: 1_500 };
    house.wish("boiler", "on", [seen]);
    house.step();
    assert.deepEqual(house.decision.inputs, [seen]);
    assert.deepEqual(house.relay("boiler").inputs, [seen]);
    house.mode("boiler", "off");
    house.step("1 s");
    house.mode("boiler", "auto");
    house.step("1 s");
    assert.equal(house.decision.kind, "refused");
    assert.deepEqual(house.decision.inputs, [seen]);
  });
});
