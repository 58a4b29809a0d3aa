import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { atMost } from "./at-most.ts";

test("waits for what ends in time, however it ends, and leaves no timer", async () => {
  const clock = new HandClock();
  await atMost(clock, 500, Promise.resolve());
  await atMost(clock, 500, Promise.reject(new Error("no matter")));
  assert.equal(clock.pending, 0);
});

test("does not wait longer than its limit", async () => {
  const clock = new HandClock();
  let over = false;
  const waiting = atMost(clock, 500, new Promise(() => undefined)).then(() => {
    over = true;
  });
  await clock.pass(499);
  assert.equal(over, false);
  await clock.pass(1);
  await waiting;
  assert.equal(over, true);
});
