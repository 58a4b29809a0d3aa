import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, reason } from "../model/index.ts";
import { Diary, FAILED, NOON } from "./testing/diary.ts";

/** Who is heard: persons, missing data, silent scripts, scripts, the mode file. */

const one = (sketch: object = {}): Diary => new Diary({ relays: { boiler: sketch } });
const MISSING = reason("channel_missing", { channel: "tank" });

describe("starting", () => {
  test("nothing is on until an off was confirmed", () => {
    const house = new Diary({ relays: { boiler: {} } }, { confirmed: false });
    house.output("boiler", "silent");
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), []);
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.equal(house.relay("boiler").reason.code, "starting");
    assert.deepEqual(house.step("29 s"), []);
    assert.deepEqual(house.ordered, [], "the order is not repeated all the time");
    house.output("boiler", "works");
    house.step("1 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("a person's on waits for that too", () => {
    const house = new Diary({ relays: { boiler: {} } }, { confirmed: false });
    house.mode("boiler", "on");
    assert.deepEqual(house.step(), ["mode boiler: forced_on"]);
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.deepEqual(house.step("1 s"), ["switch boiler on: forced_on"]);
  });

  test("a relay with a script waits for its first word, one without has none to wait for", () => {
    const house = new Diary({ relays: { boiler: {}, fan: { has_script: false } } });
    assert.equal(house.relay("boiler").reason.code, "starting");
    assert.equal(house.relay("fan").reason.code, "no_rule");
    house.mode("fan", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step(), ["mode fan: file_on", "switch fan on: file_on"]);
  });
});

describe("by hand", () => {
  test("off and on stand until they are changed", () => {
    const house = one();
    house.wish("boiler", "on");
    house.step();
    house.mode("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_off", "switch boiler off: forced_off"]);
    assert.equal(house.relay("boiler").mode_number, 0);
    assert.equal(house.relay("boiler").until, null);
    assert.deepEqual(house.step("1 h"), []);
    house.wish("boiler", "off");
    house.mode("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_on", "switch boiler on: forced_on"]);
    assert.equal(house.relay("boiler").mode_number, 3);
    assert.deepEqual(house.step("5 h"), []);
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto", "switch boiler off: text"]);
    assert.equal(house.relay("boiler").mode_number, 1);
  });

  test("expire on the monotonic clock, whatever the wall clock does", () => {
    const house = one();
    house.wish("boiler", "off");
    house.mode("boiler", "on", { for_ms: HOUR });
    assert.deepEqual(house.step(), ["mode boiler: forced_on_for", "switch boiler on: forced_on"]);
    assert.equal(house.decisions[0]?.reason.values?.left, HOUR);
    assert.equal(house.relay("boiler").until, NOON + HOUR);
    house.setClock(NOON + 5 * HOUR);
    assert.deepEqual(house.step("59 min"), []);
    assert.equal(house.relay("boiler").until, house.now.at + MINUTE);
    assert.deepEqual(house.step("1 min"), ["mode boiler: override_ended", "switch boiler off: text"]);
    assert.equal(house.relay("boiler").mode, "auto");
    assert.equal(house.relay("boiler").until, null);
  });

  test("a new act replaces the time of the old one", () => {
    const house = one();
    house.wish("boiler", "off");
    house.mode("boiler", "on", { for_ms: HOUR });
    house.step();
    house.mode("boiler", "on");
    house.step("1 min");
    assert.deepEqual(house.step("5 h"), []);
    house.mode("boiler", "off", { for_ms: MINUTE });
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_off_for", "switch boiler off: forced_off"]);
    assert.deepEqual(house.step("1 min"), ["mode boiler: override_ended"]);
  });

  test("of several acts in one cycle the last one counts, and each is journalled", () => {
    const house = one();
    house.mode("boiler", "on");
    house.mode("boiler", "off");
    assert.deepEqual(house.step(), ["mode boiler: forced_on", "mode boiler: forced_off"]);
    assert.deepEqual(house.ordered, []);
  });

  test("an act on a relay that does not exist changes nothing", () => {
    const house = one();
    house.mode("nobody", "on");
    assert.deepEqual(house.step(), []);
    assert.deepEqual(Object.keys(house.memory.relays), ["boiler"]);
  });

  test("tells who acted", () => {
    const house = one();
    house.mode("boiler", "on", { origin: "api" });
    house.step();
    assert.equal(house.relay("boiler").reason.values?.origin, "api");
  });
});

describe("without data", () => {
  const needing = (without_data: object, more: object = {}): Diary => {
    const house = one({ needs: ["tank"], limits: { without_data, ...more } });
    house.channel("tank", 40);
    house.wish("boiler", "on");
    house.step();
    house.step("1 s");
    return house;
  };

  test("off: at once, with what is missing and its age", () => {
    const house = needing({ do: "off" });
    house.channel("tank", 40, "90 s", false);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < channel_stale"]);
    assert.deepEqual(house.decision.reason.wished?.values, { channel: "tank", age: 90_000 });
    assert.equal(house.decision.inputs?.[0]?.age_ms, 90_000);
    house.channel("tank", null);
    house.step("1 s");
    assert.equal(house.relay("boiler").reason.wished?.code, "channel_missing");
    house.channel("tank", 41);
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("a channel that does not exist is missing", () => {
    const house = one({ needs: ["ghost"] });
    house.wish("boiler", "on");
    house.step();
    assert.deepEqual(house.relay("boiler").reason, {
      code: "without_data_off",
      values: {},
      wished: { code: "channel_missing", values: { channel: "ghost" } },
    });
  });

  test("on: the freezer runs rather than thaws, against min_off even", () => {
    const house = needing({ do: "on" }, { min_off_ms: MINUTE });
    house.wish("boiler", "off");
    house.step("1 s");
    house.channel("tank", null);
    assert.deepEqual(house.step("1 s"), ["refused boiler on: min_off < without_data_on < channel_missing"]);
    assert.deepEqual(house.step("1 min"), ["switch boiler on: without_data_on < channel_missing"]);
  });

  test("keep: stays for so long, then goes off", () => {
    const house = needing({ do: "keep", for_ms: 5 * MINUTE });
    house.channel("tank", 40, "1 min", false);
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").reason.code, "without_data_keep");
    assert.deepEqual(house.step("299999 ms"), []);
    assert.equal(house.relay("boiler").reason.values?.left, 1);
    assert.deepEqual(house.step("1 ms"), ["switch boiler off: without_data_off < channel_stale"]);
  });

  test("keep: the time starts anew once data came back", () => {
    const house = needing({ do: "keep", for_ms: 5 * MINUTE });
    house.channel("tank", null);
    house.step("1 s");
    house.channel("tank", 40);
    house.step("4 min");
    house.channel("tank", null);
    house.step("1 s");
    assert.deepEqual(house.step("4 min"), []);
    assert.deepEqual(house.step("1 min"), ["switch boiler off: without_data_off < channel_missing"]);
  });

  test("keep keeps an off relay off", () => {
    const house = needing({ do: "keep", for_ms: 5 * MINUTE });
    house.wish("boiler", "off");
    house.step("1 s");
    house.channel("tank", null);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), []);
    assert.deepEqual(house.ordered, []);
  });

  test("forced on gives way too, and that is journalled as a refusal of what the person asked", () => {
    const house = needing({ do: "off" });
    house.channel("tank", null);
    house.step("1 s");
    house.mode("boiler", "on");
    assert.deepEqual(house.step("1 s"), [
      "mode boiler: forced_on",
      "refused boiler on: without_data_off < channel_missing < forced_on",
    ]);
    assert.deepEqual(house.ordered, []);
    house.channel("tank", 40);
    assert.deepEqual(house.step("1 s"), ["switch boiler on: forced_on"]);
    house.channel("tank", null);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < channel_missing"]);
  });

  test("unless the configuration lets a person decide", () => {
    const house = needing({ do: "off" }, { forced_on_needs_data: false });
    house.mode("boiler", "on");
    house.channel("tank", null);
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_on"]);
    assert.deepEqual(house.step("1 h"), []);
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s").at(-1), "switch boiler off: without_data_off < channel_missing");
  });

  test("off by hand is off, whatever the data says", () => {
    const house = needing({ do: "on" });
    house.channel("tank", null);
    house.mode("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_off", "switch boiler off: forced_off"]);
  });
});

describe("a script that cannot decide", () => {
  test("takes its relay to its safe state", () => {
    const house = one();
    house.wish("boiler", "on");
    house.step();
    house.without("boiler", "no_data", MISSING);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < channel_missing"]);
    house.without("boiler", "script_failed", FAILED);
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").reason.wished?.code, "script_failed");
  });

  test("for want of data also against forced on", () => {
    const house = one();
    house.mode("boiler", "on");
    house.without("boiler", "no_data", MISSING);
    assert.deepEqual(house.step(), [
      "mode boiler: forced_on",
      "refused boiler on: without_data_off < channel_missing < forced_on",
    ]);
  });

  test("because it failed or names a channel that nobody knows: a person may force the relay on all the same", () => {
    for (const [why, said] of [
      ["script_failed", FAILED],
      ["no_data", reason("channel_unknown", { channel: "tnak" })],
    ] as const) {
      const house = one();
      house.without("boiler", why, said);
      house.step();
      assert.equal(house.relay("boiler").reason.code, "without_data_off");
      house.mode("boiler", "on");
      assert.deepEqual(house.step("1 s"), ["mode boiler: forced_on", "switch boiler on: forced_on"], said.code);
    }
  });
});

describe("the lease of a wish", () => {
  test("a script that falls silent keeps nothing on for longer than 30 s", () => {
    const house = one({ limits: { min_on_ms: HOUR } });
    house.wish("boiler", "on");
    house.step();
    house.silence("boiler");
    assert.deepEqual(house.step("30 s"), []);
    assert.deepEqual(house.step("1 ms"), ["switch boiler off: without_data_off < wish_expired"]);
    assert.equal(house.decision.reason.wished?.values?.age, 30_001);
    house.wish("boiler", "on");
    assert.deepEqual(house.step("1 s"), ["switch boiler on: text"]);
  });

  test("goes to the safe state of the configuration", () => {
    const house = one({ limits: { without_data: { do: "keep", for_ms: MINUTE } } });
    house.wish("boiler", "on");
    house.step();
    house.silence("boiler");
    assert.deepEqual(house.step("31 s"), []);
    assert.deepEqual(house.step("59 s"), []);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < wish_expired"]);
  });

  test("does not touch what a person switched on", () => {
    const house = one();
    house.wish("boiler", "off");
    house.mode("boiler", "on");
    house.step();
    house.silence("boiler");
    assert.deepEqual(house.step("2 h"), []);
    assert.equal(house.relay("boiler").on, true);
  });
});

describe("keep", () => {
  test("leaves the relay as it is", () => {
    const house = one();
    house.wish("boiler", "keep");
    house.step();
    assert.equal(house.relay("boiler").on, false);
    house.wish("boiler", "on");
    house.step("1 s");
    house.wish("boiler", "keep");
    assert.deepEqual(house.step("1 h"), []);
    assert.equal(house.relay("boiler").on, true);
  });

  test("after an override goes back to what auto last wanted, so that the override leaves no trace", () => {
    const house = one();
    house.wish("boiler", "off");
    house.step();
    house.wish("boiler", "keep");
    house.mode("boiler", "on", { for_ms: HOUR });
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_on_for", "switch boiler on: forced_on"]);
    assert.deepEqual(house.step("1 h"), ["mode boiler: override_ended", "switch boiler off: text"]);

    house.wish("boiler", "on");
    house.step("1 s");
    house.wish("boiler", "keep");
    house.mode("boiler", "off");
    house.step("1 s");
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto", "switch boiler on: text"]);
  });

  test("of a script that never said on: off after the override", () => {
    const house = one();
    house.wish("boiler", "keep");
    house.mode("boiler", "on");
    house.step();
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto", "switch boiler off: text"]);
  });

  test("back to auto without an override changes nothing", () => {
    const house = one();
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "keep");
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto"]);
    assert.equal(house.relay("boiler").on, true);
  });
});

describe("the mode file", () => {
  test("decides for a relay without a script", () => {
    const house = one({ has_script: false });
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step(), ["mode boiler: file_on", "switch boiler on: file_on"]);
    assert.equal(house.relay("boiler").mode_number, 2);
    house.mode("boiler", "auto", { auto_state: false, origin: "file" });
    assert.deepEqual(house.step("1 s"), ["mode boiler: file_off", "switch boiler off: file_off"]);
    assert.equal(house.relay("boiler").mode_number, 1);
  });

  test("an override does not make a wish of the file that it never had", () => {
    const house = one({ has_script: false });
    house.mode("boiler", "on");
    house.step();
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto", "switch boiler off: no_rule"]);
  });

  test("its state comes back after an override", () => {
    const house = one({ has_script: false });
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    house.step();
    house.mode("boiler", "off", { for_ms: MINUTE });
    house.step("1 s");
    assert.deepEqual(house.step("1 min"), ["mode boiler: override_ended", "switch boiler on: file_on"]);
  });

  test("a script that keeps follows it, one that decides does not", () => {
    const house = one();
    house.wish("boiler", "keep");
    house.step();
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step("1 s"), ["mode boiler: file_on", "switch boiler on: text"]);
    house.wish("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["switch boiler off: text"]);
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step("1 s"), ["mode boiler: file_on"]);
    assert.equal(house.relay("boiler").on, false);
  });
});

test("stopping brings every relay into its safe state, and leaves on what is safe on", () => {
  const house = new Diary({
    relays: {
      boiler: { limits: { min_on_ms: HOUR } },
      freezer: { limits: { without_data: { do: "on" } } },
      spare: { limits: { without_data: { do: "on" } } },
      fan: {},
      workshop: { limits: { without_data: { do: "keep", for_ms: HOUR } } },
    },
  });
  house.wish("boiler", "on");
  house.wish("freezer", "on");
  house.wish("spare", "off");
  house.wish("workshop", "on");
  house.mode("fan", "on");
  house.step();
  house.stopping = true;
  assert.deepEqual(house.step("1 s"), [
    "switch boiler off: stopping",
    "switch fan off: stopping",
    "switch workshop off: stopping",
  ]);
  assert.deepEqual(house.ordered, ["boiler off", "fan off", "workshop off"]);
  assert.equal(house.relay("freezer").on, true);
});

test("times of the last switches tell auto from by hand", () => {
  const house = one();
  house.mode("boiler", "on");
  house.step();
  assert.equal(house.relay("boiler").last_on, house.now.at);
  assert.equal(house.relay("boiler").last_auto_on, null);
  house.mode("boiler", "auto");
  house.wish("boiler", "off");
  house.step("1 min");
  assert.equal(house.relay("boiler").last_off, house.now.at);
  assert.equal(house.relay("boiler").cycled_today, true);
  house.wish("boiler", "on");
  house.step("1 min");
  assert.equal(house.relay("boiler").last_auto_on, house.now.at);
  assert.equal(house.relay("boiler").since, house.now.at);
  house.step("1 s");
  assert.equal(house.relay("boiler").on_for_ms, 1_000);
});
