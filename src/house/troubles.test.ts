import assert from "node:assert/strict";
import { test } from "node:test";
import { Diary } from "../control/testing/diary.ts";
import { type ChannelState, type DeviceHealth, say } from "../model/index.ts";
import { stuckOf, troublesOf } from "./troubles.ts";

const DEVICE: DeviceHealth = { state: "ok", problem: null, counters: {}, facts: {} };

/** Two relays; the contact of the first is welded on, and that is at fault. */
function welded(): Diary {
  const house = new Diary({ relays: { weld: {}, bad: {} } });
  for (let second = 0; second < 20; second++) {
    house.reports("weld", true);
    house.step("1 s");
  }
  return house;
}

test("relays at fault, silent outputs, scripts that fail and devices that say too much are each named", () => {
  const house = welded();
  const troubles = troublesOf(
    [house.relay("weld"), house.relay("bad")],
    [
      { relay: "bad", age_ms: 4_000 },
      { relay: "weld", age_ms: 4_000 },
    ],
    {
      bad: { state: "failing", version: "1", problem: "line 1: it returned nothing" },
      worse: { state: "broken", problem: "line 2: unexpected }" },
      edited: { state: "old", version: "1", problem: "line 3" },
      fine: { state: "ok", version: "1" },
    },
    { roof: { ...DEVICE, behind_ms: 60_000 }, plug: DEVICE },
  );
  assert.deepEqual(
    troubles.map((why) => say(why, "en").replace(/0:\d\d/, "T")),
    [
      "Relay weld: Really on although ordered off for T",
      "The output of bad has not answered for T",
      "The script of bad fails: line 1: it returned nothing",
      "The script of worse fails: line 2: unexpected }",
      "The script of edited runs in its last good version, but not after a restart: line 3",
      "roof says more than can be read, for 1:00 now: let it say less, or less often",
    ],
  );
});

test("of channels that are stuck three are told", () => {
  const channel = (name: string, stuck_ms?: number): readonly [string, ChannelState] => [
    name,
    { name, unit: "%", value: 1, at: 0, age_ms: 0, fresh: false, ...(stuck_ms !== undefined && { stuck_ms }) },
  ];
  const channels = new Map([channel("fine"), ...["a", "b", "c", "d"].map((name) => channel(name, 90_000))]);
  const stuck = stuckOf({ now: { at: 0, mono: 0 }, channels, aliases: new Map() });
  assert.deepEqual(
    stuck,
    ["a", "b", "c"].map((name) => ({ code: "channel_stuck", values: { channel: name, age: 90_000 } })),
  );
});

test("where all is well nothing is said", () => {
  const house = new Diary({ relays: { boiler: {} } });
  assert.deepEqual(troublesOf([house.relay("boiler")], [], { boiler: { state: "none" } }, { plug: DEVICE }), []);
});
