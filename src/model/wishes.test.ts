import assert from "node:assert/strict";
import { test } from "node:test";
import { text } from "./reasons.ts";
import { SCRIPT, type Wish } from "./relay.ts";
import { Wishes } from "./wishes.ts";

const wish = (from: string, want: "on" | "off", relay = "boiler"): Wish => ({
  ...{ from, relay, want, reason: text(want), mono: 0, inputs: [] },
});

test("the wishes of several deciders stand side by side", () => {
  const script = wish(SCRIPT, "on");
  const shadow = wish("shadow", "off");
  const wishes = new Wishes([script, shadow]);
  assert.equal(wishes.of("boiler", SCRIPT), script);
  assert.equal(wishes.of("boiler", "shadow"), shadow);
  assert.equal(wishes.of("boiler", "manager"), undefined);
  assert.equal(wishes.of("pump", SCRIPT), undefined);
  assert.equal(wishes.of("boiler", null), undefined, "nobody decides");
});

test("a newer wish replaces its decider's own last one, and that is told", () => {
  const wishes = new Wishes();
  const first = wish(SCRIPT, "on");
  assert.equal(wishes.put(first), undefined);
  assert.equal(wishes.put(wish("shadow", "off")), undefined);
  const second = wish(SCRIPT, "off");
  assert.equal(wishes.put(second), first);
  assert.equal(wishes.of("boiler", SCRIPT), second);
});
