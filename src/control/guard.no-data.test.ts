import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, reason } from "../model/index.ts";
import { Diary, FAILED } from "./testing/diary.ts";

/** Data that is missing, scripts that cannot decide or fall silent. */

const one = (sketch: object = {}): Diary => new Diary({ relays: { boiler: sketch } });
const MISSING = reason("channel_missing", { channel: "tank" });

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

  test("a channel that says it does not know is missing, however lately it said so", () => {
    const house = needing({ do: "off" });
    house.channel("tank", null, "2 s");
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < channel_missing"]);
    assert.equal(house.decision.inputs?.[0]?.age_ms, 2_000);
  });

  test("off: against its minimum on time", () => {
    const house = needing({ do: "off" }, { min_on_ms: HOUR });
    house.channel("tank", null);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_data_off < channel_missing"]);
  });

  test("on: counts as an automatic start", () => {
    const house = needing({ do: "on" });
    house.wish("boiler", "off");
    house.step("1 s");
    house.channel("tank", null);
    house.step("1 s");
    assert.equal(house.relay("boiler").last_auto_on, house.now.at);
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
      assert.equal(house.relay("boiler").reason.code, "without_answer_off", "no sensor is to blame");
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
    assert.deepEqual(house.step("1 ms"), ["switch boiler off: without_answer_off < wish_expired"]);
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
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_answer_off < wish_expired"]);
  });

  test("does not touch what a person switched on, as long as all is fresh that the script last saw", () => {
    const house = one();
    house.channel("tank", 40);
    house.channel("sun", 900);
    const seen = (channel: string) => ({ channel, value: 1, unit: "W", at: house.now.at, age_ms: 0 }) as const;
    house.wish("boiler", "off", [seen("tank"), seen("sun"), seen("gone")]);
    house.mode("boiler", "on");
    house.step();
    house.silence("boiler");
    assert.deepEqual(house.step("2 h"), []);
    assert.equal(house.relay("boiler").on, true);
    house.channel("sun", 900, "1 min", false);
    assert.deepEqual(house.step("1 s"), ["switch boiler off: without_answer_off < wish_expired"]);
    house.channel("sun", 700);
    assert.deepEqual(house.step("1 s"), ["switch boiler on: forced_on"]);
  });

  test("nor when the configuration lets a person do without data", () => {
    const house = one({ limits: { forced_on_needs_data: false } });
    house.channel("tank", 40);
    house.wish("boiler", "off", [{ channel: "tank", value: 40, unit: "W", at: house.now.at, age_ms: 0 }]);
    house.mode("boiler", "on");
    house.step();
    house.silence("boiler");
    house.channel("tank", 40, "1 min", false);
    assert.deepEqual(house.step("2 h"), []);
  });

  test("nor of a relay that has no script at all", () => {
    const house = one();
    house.wish("boiler", "off");
    house.mode("boiler", "on");
    house.step();
    house.silence("boiler");
    assert.deepEqual(house.step("2 h"), []);
    assert.equal(house.relay("boiler").on, true);
  });
});
