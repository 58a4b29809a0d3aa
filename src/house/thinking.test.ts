import assert from "node:assert/strict";
import { test } from "node:test";
import { type ChannelState, type Reason, reason, type Snapshot } from "../model/index.ts";
import { relay } from "./testing/bench.ts";
import { FakeScripts } from "./testing/fakes.ts";
import { Thinking } from "./thinking.ts";

const RULES = [relay("boiler"), relay("fan", {}, false)];
const NO_SUN = { sunrise: null, sunset: null };

/** The world after so many ms, in which the sun gives so much. */
function world(mono: number, watts: number): Snapshot {
  const sun: ChannelState = { name: "sun", unit: "W", value: watts, at: mono, age_ms: 0, fresh: true };
  return { now: { at: mono, mono }, channels: new Map([["sun", sun]]), aliases: new Map() };
}

function bench() {
  // they answer when the test does it for them
  const scripts = new FakeScripts({ boiler: { reads: ["sun"], run: () => undefined } });
  let news = 0;
  let suns = 0;
  const thinking = new Thinking(scripts, RULES, () => {
    news += 1;
  });
  const look = (mono: number, watts = 0): string[] => {
    const snapshot = world(mono, watts);
    const sun = () => {
      suns += 1;
      return NO_SUN;
    };
    thinking.look(snapshot, [], sun, snapshot.now);
    return scripts.runs.splice(0);
  };
  const wish = (want: "on" | "off", why: Reason = reason("text", { text: "x" })): number => {
    const before = news;
    scripts.onWish({ from: "script", relay: "boiler", want, reason: why, mono: 0, inputs: [] }, ["sun"]);
    return news - before;
  };
  return { thinking, scripts, look, wish, suns: () => suns };
}

test("a script wakes the house when it wishes something else, or for another reason", () => {
  const { look, wish, thinking } = bench();
  look(0);
  assert.equal(wish("on"), 1);
  assert.equal(wish("on", reason("text", { text: "in other words" })), 0);
  assert.equal(wish("on", reason("script_loaded")), 1);
  assert.equal(wish("off", reason("script_loaded")), 1);
  assert.equal(thinking.wishes.of("boiler", "script")?.want, "off");
});

test("what it read is compared with the world that it was given", () => {
  const { look, wish } = bench();
  assert.deepEqual(look(0, 100), ["boiler"]);
  wish("on");
  assert.deepEqual(look(1_000, 100), []);
  assert.deepEqual(look(2_000, 200), ["boiler"]);
  assert.deepEqual(look(3_000, 300), ["boiler"], "another change, before it answered");
  wish("on");
  assert.deepEqual(look(4_000, 300), []);
});

test("nobody reckons the sun when no script runs", () => {
  const { look, suns, wish } = bench();
  look(0);
  wish("on");
  look(1_000);
  assert.equal(suns(), 1);
});

test("a changed script runs with the next look, after an act all that have one do", () => {
  const { look, thinking, wish } = bench();
  look(0);
  wish("on");
  for (const again of [() => thinking.changed("boiler"), () => thinking.allChanged()]) {
    again();
    assert.deepEqual([look(1_000), look(2_000)], [["boiler"], []]);
  }
});

test("how its script stands is known of each relay, also of one without", () => {
  const { thinking, scripts } = bench();
  scripts.status = (id) => (id === "boiler" ? { state: "ok", version: "1" } : { state: "none" });
  assert.deepEqual(thinking.status(), { boiler: { state: "ok", version: "1" }, fan: { state: "none" } });
});
