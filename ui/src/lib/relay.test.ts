import assert from "node:assert/strict";
import { test } from "node:test";
import type { Relay } from "../../../src/web/api.ts";
import { holdLine, lampOf, modeAt, onToday, overrideLeft } from "./relay.ts";

const relay = (change: Partial<Relay> = {}): Relay => ({
  name: "Boiler",
  number: 1,
  mode: "auto",
  mode_number: 2,
  on: true,
  reason: "",
  reason_code: "text",
  since: 0,
  inputs: [],
  on_today_ms: 60_000,
  starts_today: 1,
  power_w: 1200,
  script: { state: "ok" },
  ...change,
});

test("a fault outshines on and off", () => {
  assert.equal(lampOf(relay()), "on");
  assert.equal(lampOf(relay({ on: false })), "off");
  assert.equal(lampOf(relay({ fault: "stuck" })), "fault");
});

test("the guard's countdown goes on between two states", () => {
  const held = relay({ hold: { rule: "min_on", for_ms: 372_000 } });
  assert.equal(holdLine(held, 0, "en"), "may switch off in 6:12");
  assert.equal(holdLine(held, 1_000, "en"), "may switch off in 6:11");
  assert.equal(holdLine(held, 372_000, "en"), undefined);
  assert.equal(
    holdLine(relay({ on: false, hold: { rule: "min_off", for_ms: 9_000 } }), 0, "de"),
    "darf in 0:09 einschalten",
  );
  assert.equal(holdLine(relay(), 0, "en"), undefined);
  assert.equal(holdLine({ ...held, mode: "on" }, 0, "en"), undefined, "a person's Off waits for nothing");
});

test("the countdown is left out where the sentence counts down already", () => {
  const held = { on: false, hold: { rule: "min_off", for_ms: 9_000 } };
  assert.equal(holdLine(relay({ ...held, reason_code: "min_off" }), 0, "en"), undefined);
  assert.notEqual(holdLine(relay({ ...held, reason_code: "no_rule" }), 0, "en"), undefined);
  const spent = { hold: { rule: "power_budget", for_ms: null } };
  assert.equal(holdLine(relay({ ...spent, reason_code: "power_budget" }), 0, "en"), undefined);
});

test("limits that only an event lifts are said in words, also those of a later version", () => {
  assert.equal(
    holdLine(relay({ hold: { rule: "interlock", for_ms: null } }), 0, "en"),
    "waits until the interlocked relay is off",
  );
  assert.equal(holdLine(relay({ hold: { rule: "something_new", for_ms: null } }), 0, "en"), "held back by the guard");
  assert.equal(holdLine(relay({ hold: { rule: "toString", for_ms: null } }), 0, "en"), "held back by the guard");
});

test("an override counts down only while it stands", () => {
  assert.equal(overrideLeft(relay({ mode: "on", until: 5_000 }), 2_000), 3_000);
  assert.equal(overrideLeft(relay({ mode: "on", until: 5_000 }), 5_000), undefined);
  assert.equal(overrideLeft(relay({ mode: "auto", until: 5_000 }), 0), undefined);
  assert.equal(overrideLeft(relay({ mode: "on" }), 0), undefined);
});

test("today's run time grows while the relay is on", () => {
  assert.equal(onToday(relay(), 500), 60_500);
  assert.equal(onToday(relay({ on: false }), 500), 60_000);
});

test("arrows lead round the three modes, Home and End to their ends, other keys nowhere", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End", "Enter", "a", "toString"].map((key) =>
      modeAt("on", key),
    ),
    ["off", "off", "auto", "auto", "off", "on", undefined, undefined, undefined],
  );
  assert.equal(modeAt("off", "ArrowLeft"), "on");
});
