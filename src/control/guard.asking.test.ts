import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, text, Wishes } from "../model/index.ts";
import { step } from "./step.ts";
import { Diary, NOON } from "./testing/diary.ts";
import { relayStates } from "./view.ts";

/** Who is heard: persons, scripts, the mode file. */

const one = (sketch: object = {}): Diary => new Diary({ relays: { boiler: sketch } });

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
    const house = new Diary({ relays: { boiler: {}, fan: { decided_by: null } } });
    assert.equal(house.relay("boiler").reason.code, "starting");
    assert.equal(house.relay("fan").reason.code, "no_rule");
    house.mode("fan", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step(), ["mode fan: file_on", "switch fan on: file_on"]);
  });
});

describe("a person's off to a relay that is off", () => {
  test("is sent once, as nobody knows what its output really does", () => {
    const house = one({ limits: { min_off_ms: MINUTE } });
    house.wish("boiler", "off");
    house.step();
    for (const again of ["1 s", "1 min"]) {
      house.mode("boiler", "off");
      assert.deepEqual(house.step(again), ["mode boiler: forced_off"]);
      assert.deepEqual(house.ordered, ["boiler off"]);
      for (let minute = 0; minute < 5; minute++) {
        house.step("1 min");
        assert.deepEqual(house.ordered, []);
      }
    }
    assert.equal(house.relay("boiler").off_for_ms, 0, "no rest begins");
  });

  test("goes on its way alone: the other modes, programs, and outputs that report send nothing", () => {
    const house = one();
    house.mode("boiler", "auto");
    house.step();
    assert.deepEqual(house.ordered, []);
    house.mode("boiler", "off", { origin: "file" });
    house.step();
    assert.deepEqual(house.ordered, []);
    house.reports("boiler", false);
    house.mode("boiler", "off");
    house.step();
    assert.deepEqual(house.ordered, []);
  });

  test("disturbs no partner, and that it could not be done is told", () => {
    const house = new Diary({
      interlocks: [{ name: "pair", relays: ["boiler", "pump"], dead_time_ms: 0 }],
      relays: { boiler: {}, pump: {} },
    });
    house.wish("pump", "on");
    house.step();
    house.output("boiler", "fails");
    house.mode("boiler", "off");
    house.step("1 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
    assert.deepEqual(house.step("1 s"), ["fault boiler: output_failed"]);
    assert.equal(house.relay("pump").on, true);
    assert.deepEqual(house.step("1 min"), []);
    assert.deepEqual(house.ordered, []);
  });
});

describe("a program that writes the mode file", () => {
  test("forces a relay, and the journal says that it was no person", () => {
    const house = one();
    house.wish("boiler", "off");
    house.mode("boiler", "on", { origin: "file" });
    assert.deepEqual(house.step(), ["mode boiler: forced_on_by_program", "switch boiler on: forced_on_by_program"]);
    house.mode("boiler", "off", { origin: "file" });
    assert.deepEqual(house.step("1 s"), [
      "mode boiler: forced_off_by_program",
      "switch boiler off: forced_off_by_program",
    ]);
  });
});

describe("keys of the house", () => {
  for (const origin of ["panel", "lcd"] as const)
    test(`at the ${origin} are a person's hand, and the journal says where`, () => {
      const house = one();
      house.wish("boiler", "off");
      house.mode("boiler", "on", { origin });
      const [on, off] = [`forced_on_at_${origin}`, `forced_off_at_${origin}`];
      assert.deepEqual(house.step(), [`mode boiler: ${on}`, `switch boiler on: ${on}`]);
      house.mode("boiler", "off", { origin });
      assert.deepEqual(house.step("1 s"), [`mode boiler: ${off}`, `switch boiler off: ${off}`]);
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
    assert.deepEqual(house.ordered, ["boiler off"]);
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

describe("keep", () => {
  test("that goes back to what auto wanted gives way to the minimum on time, and counts as automatic", () => {
    const house = one({ limits: { min_on_ms: HOUR } });
    house.wish("boiler", "off");
    house.step();
    house.wish("boiler", "keep");
    house.mode("boiler", "on");
    house.step("1 s");
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 min"), ["mode boiler: back_to_auto", "refused boiler off: min_on < text"]);

    const other = one();
    other.wish("boiler", "on");
    other.step();
    const started = other.now.at;
    other.wish("boiler", "keep");
    other.mode("boiler", "off");
    other.step("1 min");
    assert.equal(other.relay("boiler").last_auto_on, started);
    other.mode("boiler", "auto");
    other.step("1 min");
    assert.equal(other.relay("boiler").last_auto_on, other.now.at);
  });

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

  test("back to auto without an override leaves on what missing data had switched on", () => {
    const house = one({ needs: ["tank"], limits: { without_data: { do: "on" } } });
    house.channel("tank", 40);
    house.wish("boiler", "off");
    house.step();
    house.channel("tank", null);
    house.step("1 s");
    house.channel("tank", 40);
    house.wish("boiler", "keep");
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto"]);
    assert.equal(house.relay("boiler").on, true);
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
  test("its wish is spent when the run is ended by its longest time", () => {
    const house = one({ limits: { max_on_ms: HOUR, min_off_ms: 10 * MINUTE } });
    house.wish("boiler", "keep");
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    house.step();
    assert.deepEqual(house.step("1 h"), ["switch boiler off: max_on < text"]);
    assert.deepEqual(house.step("1 s"), []);
    assert.deepEqual(house.step("5 h"), [], "its rest is over, but nobody asks for it any more");
  });

  test("its wish that is spent is nobody's wish any more", () => {
    const house = one({ decided_by: null, limits: { max_on_ms: HOUR } });
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    house.step();
    house.step("1 h");
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").reason.code, "no_rule");
  });

  test("nobody's wish is off, and holds against no minimum on time", () => {
    const house = one({ decided_by: null, limits: { min_on_ms: HOUR } });
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    house.step();
    assert.equal(house.relay("boiler").last_auto_on, house.now.at);
    house.mode("boiler", "auto", { auto_state: false, origin: "file" });
    assert.deepEqual(house.step("20 min"), ["mode boiler: file_off", "refused boiler off: min_on < file_off"]);
    assert.deepEqual(house.step("40 min"), ["switch boiler off: file_off"]);
  });

  test("decides for a relay without a script", () => {
    const house = one({ decided_by: null });
    house.mode("boiler", "auto", { auto_state: true, origin: "file" });
    assert.deepEqual(house.step(), ["mode boiler: file_on", "switch boiler on: file_on"]);
    assert.equal(house.relay("boiler").mode_number, 2);
    house.mode("boiler", "auto", { auto_state: false, origin: "file" });
    assert.deepEqual(house.step("1 s"), ["mode boiler: file_off", "switch boiler off: file_off"]);
    assert.equal(house.relay("boiler").mode_number, 1);
  });

  test("an override does not make a wish of the file that it never had", () => {
    const house = one({ decided_by: null });
    house.mode("boiler", "on");
    house.step();
    house.mode("boiler", "auto");
    assert.deepEqual(house.step("1 s"), ["mode boiler: back_to_auto", "switch boiler off: no_rule"]);
  });

  test("its state comes back after an override", () => {
    const house = one({ decided_by: null });
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
    "switch workshop off: stopping",
    "switch fan off: stopping",
    "switch boiler off: stopping",
  ]);
  assert.deepEqual(house.ordered, ["workshop off", "fan off", "boiler off"]);
  assert.equal(house.relay("freezer").on, true);
});

test("a relay that ran over midnight has not come and gone on the new day", () => {
  const house = one();
  house.leap("11 h"); // 23:00
  house.wish("boiler", "on");
  house.step();
  house.wish("boiler", "off");
  house.step("2 h");
  assert.equal(house.relay("boiler").cycled_today, false);
});

test("a step that says nothing about stopping does not stop", () => {
  const house = one();
  const { now, rules, memory } = house;
  const wish = { from: "script", relay: "boiler", want: "on", reason: text("on"), mono: now.mono, inputs: [] } as const;
  const snapshot = { now, channels: new Map(), aliases: new Map() };
  const input = { snapshot, wishes: new Wishes([wish]), commands: [], outcomes: [], feedback: [] };
  assert.deepEqual(
    step(rules, memory, input, now).orders.map(({ relay, on }) => [relay, on]),
    [["boiler", true]],
  );
});

describe("the page", () => {
  test("lists the relays in the order of the configuration", () => {
    const house = new Diary({ relays: { pump: {}, boiler: {}, fan: {} } });
    assert.deepEqual(
      relayStates(house.rules, house.memory, house.now).map(({ id }) => id),
      ["pump", "boiler", "fan"],
    );
  });

  test("knows nothing of a relay that was never seen", () => {
    const { reason, inputs, on, cycled_today, last_on, last_off, on_for_ms, off_for_ms } = new Diary(
      { relays: { boiler: {} } },
      { confirmed: false },
    ).relay("boiler");
    assert.deepEqual(
      { reason: reason.code, inputs, on, cycled_today, last_on, last_off, on_for_ms, off_for_ms },
      {
        ...{ reason: "starting", inputs: [], on: false, cycled_today: false },
        ...{ last_on: null, last_off: null, on_for_ms: 0, off_for_ms: 0 },
      },
    );
  });

  test("counts how long a relay has been on, or off since that was confirmed", () => {
    const house = one();
    house.wish("boiler", "on");
    house.step();
    house.step();
    house.leap("90 s");
    assert.deepEqual([house.relay("boiler").on_for_ms, house.relay("boiler").off_for_ms], [90_000, 0]);
    house.wish("boiler", "off");
    house.step();
    house.step("1 s");
    house.leap("30 s");
    assert.deepEqual([house.relay("boiler").on_for_ms, house.relay("boiler").off_for_ms], [0, 30_000]);
    house.wish("boiler", "on");
    house.step();
    house.step();
    assert.deepEqual([house.relay("boiler").on_for_ms, house.relay("boiler").off_for_ms], [0, 0]);
  });

  test("names no limit while it is data that is missing", () => {
    const house = one({ needs: ["tank"], limits: { min_off_ms: HOUR } });
    house.channel("tank", 40);
    house.wish("boiler", "on");
    house.step();
    house.channel("tank", null);
    house.step("1 min");
    house.step();
    assert.equal(house.relay("boiler").hold, null);
    house.channel("tank", 40);
    house.step("1 min");
    assert.equal(house.relay("boiler").hold?.rule, "min_off");
  });
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

describe("whose wishes count", () => {
  test("only those of the decider that the relay's rule names: a shadow is not heard, and keeps nothing on", () => {
    const house = one({});
    house.wish("boiler", "off");
    house.step();
    house.shadow("boiler", "on");
    assert.deepEqual(house.step("1 min"), []);
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), ["switch boiler on: text"]);
    house.shadow("boiler", "off");
    assert.deepEqual(house.step("1 min"), []);
  });

  test("another decider than the script: its wish is asked for", () => {
    const house = one({ decided_by: "shadow" });
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), []);
    house.shadow("boiler", "on");
    assert.deepEqual(house.step("1 min"), ["switch boiler on: text"]);
  });
});
