import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, reason } from "../model/index.ts";
import { Diary } from "./testing/diary.ts";

/** Somebody switches at the device itself: an output that reports its state says so. */

const one = (limits: object = {}, more: object = {}): Diary => new Diary({ relays: { boiler: { limits } }, ...more });

/** Its output reports the state so and so again and again, every 5 s, until something is told or half a minute is over. */
function seen(house: Diary, on: boolean): string[] {
  for (let times = 0; times < 6; times++) {
    house.reports("boiler", on);
    const lines = house.step("5 s");
    if (lines.length > 0) return lines;
  }
  return [];
}

/** On by its script, and reported so. */
function running(limits: object = {}): Diary {
  const house = one(limits);
  house.wish("boiler", "on");
  house.step();
  house.step();
  assert.deepEqual(seen(house, true), []);
  return house;
}

/** Off by its script, and reported so. */
function resting(limits: object = {}, more: object = {}): Diary {
  const house = one(limits, more);
  house.wish("boiler", "off");
  house.step();
  assert.deepEqual(seen(house, false), []);
  return house;
}

describe("switched off at the device", () => {
  test("stays off until the wish has changed", () => {
    const house = running();
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device", "switch boiler off: left_off"]);
    assert.deepEqual(house.ordered, ["boiler off"], "nothing else than off is ordered");
    for (let hour = 0; hour < 3; hour++) {
      house.reports("boiler", false);
      assert.deepEqual(house.step("1 h"), [], "its script goes on wishing");
    }
    assert.equal(house.relay("boiler").reason.code, "left_off");
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 s"), []);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("59 s"), [], "a wish that trembles has not changed");
    house.wish("boiler", "off");
    house.step("1 s");
    house.step("1 min");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("a script that only keeps what is on has not changed its mind", () => {
    const house = running();
    house.wish("boiler", "keep");
    seen(house, false);
    assert.deepEqual(house.step("10 min"), []);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), [], "it was on by that wish before");
    house.wish("boiler", "keep");
    house.step("1 s");
    house.step("1 min");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("missing data is no change of the wish", () => {
    const house = running();
    seen(house, false);
    house.without("boiler", "no_data", reason("channel_missing"));
    house.step("10 min");
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), []);
  });

  test("whoever asks for it on the page has it again at once", () => {
    for (const mode of ["on", "auto"] as const) {
      const house = running();
      seen(house, false);
      house.mode("boiler", mode);
      assert.match(house.step("1 s")[1] ?? "", /^switch boiler on/);
    }
  });

  test("a person's on of before does not bring it back, nor does its end", () => {
    const house = resting();
    house.mode("boiler", "on", { for_ms: HOUR });
    house.step();
    house.step();
    seen(house, true);
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device", "switch boiler off: left_off"]);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("50 min"), []);
    assert.deepEqual(house.step("10 min"), ["mode boiler: override_ended"]);
  });

  test("stands as a person's off where a time is configured", () => {
    const house = running({ off_at_device_ms: 2 * HOUR });
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device_for", "switch boiler off: forced_off"]);
    assert.equal(house.relay("boiler").mode, "off");
    assert.deepEqual(house.step("119 min"), []);
    assert.deepEqual(house.step("1 min"), ["mode boiler: override_ended", "switch boiler on: text"]);
  });

  test("its rest begins, whatever its minimum on time", () => {
    const house = running({ min_on_ms: HOUR, min_off_ms: 10 * MINUTE });
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device", "switch boiler off: left_off"]);
    house.step();
    house.mode("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_on", "refused boiler on: min_off < forced_on"]);
  });

  test("is remembered over a restart", () => {
    const house = running();
    seen(house, false);
    house.restart({ away: "1 min" });
    house.wish("boiler", "on");
    assert.deepEqual([...house.step(), ...house.step(), ...house.step("1 h")], []);
    assert.equal(house.relay("boiler").reason.code, "left_off");
  });

  test("one report that slips says nothing", () => {
    const house = running();
    for (let round = 0; round < 5; round++) {
      house.reports("boiler", false);
      assert.deepEqual(house.step("5 s"), []);
      assert.deepEqual(house.ordered, []);
      house.reports("boiler", true);
      assert.deepEqual(house.step("5 s"), []);
    }
  });
});

describe("a report that comes before its order is confirmed", () => {
  /** An "on" was under way when "off" was ordered, and the contact had not closed yet: so the output says. */
  function saidTooEarly(limits: object = {}): Diary {
    const house = one(limits);
    house.output("boiler", "silent");
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 s");
    house.reports("boiler", false);
    house.step("100 ms");
    house.output("boiler", "works");
    house.answers("boiler", false);
    assert.deepEqual(house.step("100 ms"), []);
    return house;
  }

  test("does not turn a contact that sticks into somebody at the device", () => {
    for (const limits of [{}, { on_at_device_ms: HOUR }]) {
      const house = saidTooEarly(limits);
      assert.deepEqual(seen(house, true), ["fault boiler on: ordered_off_again"]);
      assert.deepEqual(house.ordered, ["boiler off"]);
      assert.deepEqual(seen(house, true), ["fault boiler on: feedback_mismatch"]);
      assert.equal(house.relay("boiler").mode, "auto");
    }
  });

  test("does not spare a person's off", () => {
    const house = saidTooEarly();
    house.mode("boiler", "off");
    house.step("1 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
    house.reports("boiler", false);
    house.mode("boiler", "off");
    house.step("1 s");
    house.mode("boiler", "off");
    house.step("1 s");
    assert.deepEqual(house.ordered, [], "what is known to be off is not told again");
  });

  test("is enough where a restart takes up a run by it", () => {
    const house = running();
    house.restart({ away: "1 s", reports: true });
    house.wish("boiler", "on");
    house.reports("boiler", true);
    house.step("1 s");
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device", "switch boiler off: left_off"]);
  });
});

describe("an on that failed although it was carried out", () => {
  test("is not repeated once its output reports it, so that an off at the device stands", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    house.step();
    house.step("500 ms");
    house.reports("boiler", true);
    assert.deepEqual(house.step("100 ms"), []);
    assert.equal(house.relay("boiler").on, true);
    assert.deepEqual(seen(house, false), ["mode boiler off: off_at_device", "switch boiler off: left_off"]);
    assert.deepEqual(house.ordered, ["boiler off"], "nothing was switched on again before");
  });

  test("nor is its output faulty any more", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    for (let second = 0; second < 5; second++) house.step("1 s");
    assert.equal(house.relay("boiler").fault?.code, "output_failed");
    house.reports("boiler", true);
    assert.deepEqual(house.step("1 s"), ["fault boiler: output_recovered"]);
    for (let round = 0; round < 20; round++) {
      house.step("5 s");
      assert.deepEqual(house.ordered, []);
    }
  });

  test("an off that failed is repeated whatever its output reports", () => {
    const house = running();
    house.output("boiler", "fails");
    house.wish("boiler", "off");
    house.step();
    house.step("500 ms");
    house.reports("boiler", false);
    house.step("1 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
  });
});

describe("switched on at the device", () => {
  test("is undone, told, and its time counts", () => {
    const house = resting();
    assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_undone"]);
    assert.deepEqual(house.ordered, ["boiler off"]);
    house.step("1 s");
    assert.deepEqual(seen(house, false), []);
    assert.equal(house.relay("boiler").on_today_ms, 11_000);
    assert.equal(house.relay("boiler").fault, null);
  });

  test("again and again it is a fault", () => {
    const house = resting();
    for (let times = 0; times < 3; times++) {
      assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_undone"]);
      house.step("1 s");
      seen(house, false);
    }
    assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_undone", "fault boiler on: on_again_and_again"]);
    house.wish("boiler", "on");
    assert.match(house.step("1 s")[0] ?? "", /^refused boiler on: fault_latched/);
  });

  test("what does not go off again is a fault within the time of one", () => {
    const house = resting();
    seen(house, true);
    assert.deepEqual(seen(house, true), ["fault boiler on: feedback_mismatch"]);
  });

  test("stands as a person's on where that is allowed", () => {
    const house = resting({ on_at_device_ms: 2 * HOUR, max_on_ms: 3 * HOUR });
    assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_for", "switch boiler on: forced_on"]);
    assert.equal(house.relay("boiler").starts_today, 1);
    house.step();
    seen(house, true);
    assert.deepEqual(house.step("110 min"), []);
    assert.deepEqual(house.step("10 min"), ["mode boiler: override_ended", "switch boiler off: text"]);
  });

  test("a limit in the way has it undone, and it does not come back when that is gone", () => {
    const house = resting({ on_at_device_ms: 2 * HOUR, max_starts_per_hour: 1 });
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 min");
    house.step();
    seen(house, false);
    const lines = seen(house, true);
    assert.deepEqual(lines, [
      "mode boiler on: on_at_device_for",
      "refused boiler on: max_starts_per_hour < forced_on",
      "mode boiler: on_at_device_refused < max_starts_per_hour",
    ]);
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.equal(house.relay("boiler").mode, "auto");
    house.step("1 s");
    house.reports("boiler", false);
    assert.deepEqual(house.step("2 h"), []);
  });

  test("again and again with a limit in the way, it is a fault as well", () => {
    const house = resting({ on_at_device_ms: HOUR });
    house.without("boiler", "no_data", reason("channel_missing"));
    for (let times = 0; times < 3; times++) {
      assert.equal(seen(house, true).length, 3);
      house.step("1 s");
      seen(house, false);
    }
    assert.equal(seen(house, true).at(-1), "fault boiler on: on_again_and_again");
    assert.deepEqual(house.ordered, ["boiler off"]);
    house.wish("boiler", "on");
    assert.match(house.step("1 s")[0] ?? "", /^refused boiler on: fault_latched/);
  });

  test("before its off is confirmed, it is told once that it is ordered off again", () => {
    const house = running();
    house.output("boiler", "silent");
    house.wish("boiler", "off");
    house.step("1 s");
    house.reports("boiler", false);
    assert.deepEqual(house.step("1 s"), []);
    assert.deepEqual(seen(house, true), ["fault boiler on: ordered_off_again"]);
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.deepEqual([...seen(house, true), ...seen(house, true)], [], "told again, but not in the journal");
    house.reports("boiler", false);
    house.step("1 s");
    assert.deepEqual([...seen(house, true), ...seen(house, true)], ["fault boiler on: ordered_off_again"]);
  });

  test("refused, it leaves a person's on that waited as it was", () => {
    for (const for_ms of [undefined, 3 * HOUR]) {
      const house = running({ on_at_device_ms: HOUR, min_off_ms: 30 * MINUTE });
      house.wish("boiler", "off");
      house.step();
      house.step();
      assert.deepEqual(seen(house, false), []);
      house.mode("boiler", "on", for_ms === undefined ? {} : { for_ms });
      assert.deepEqual(house.step(), [
        `mode boiler: ${for_ms ? "forced_on_for" : "forced_on"}`,
        "refused boiler on: min_off < forced_on",
      ]);
      assert.deepEqual(seen(house, true), [
        "mode boiler on: on_at_device_for",
        "mode boiler: on_at_device_refused < min_off",
      ]);
      const { mode, mode_origin, until } = house.memory.relays.boiler ?? {};
      assert.deepEqual([mode, mode_origin, until != null], ["on", "page", for_ms !== undefined]);
      house.step();
      seen(house, false);
      assert.deepEqual(house.step("30 min"), ["switch boiler on: forced_on"]);
    }
  });

  test("not against a person's off, nor without data", () => {
    const house = resting({ on_at_device_ms: HOUR });
    house.mode("boiler", "off");
    house.step();
    assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_undone"]);
    const blind = one({ on_at_device_ms: HOUR });
    blind.without("boiler", "no_data", reason("channel_missing"));
    blind.step();
    seen(blind, false);
    const [, , last] = seen(blind, true);
    assert.equal(last, "mode boiler: on_at_device_refused < without_data_off < channel_missing");
    assert.deepEqual(blind.ordered, ["boiler off"]);
  });

  test("other starts do not hold it up: its inrush is over", () => {
    const house = new Diary({
      stagger_ms: MINUTE,
      relays: { boiler: { limits: { on_at_device_ms: HOUR } }, pump: {} },
    });
    seen(house, false);
    house.wish("pump", "on");
    house.step();
    assert.deepEqual(seen(house, true), ["mode boiler on: on_at_device_for", "switch boiler on: forced_on"]);
  });
});
