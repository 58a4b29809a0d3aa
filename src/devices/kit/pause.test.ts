import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { Pause } from "./pause.ts";

function setup() {
  const clock = new HandClock();
  let silences = 0;
  const pause = new Pause(clock, 500, () => {
    silences += 1;
  });
  return { clock, pause, silences: () => silences };
}

test("a silence in the middle of something is noticed once, after its time and within 100 ms more", async () => {
  const { clock, pause, silences } = setup();
  pause.heard(true);
  await clock.pass(500);
  assert.equal(silences(), 0);
  await clock.pass(100);
  assert.equal(silences(), 1);
  await clock.pass(10_000);
  assert.equal(silences(), 1);
  assert.equal(clock.pending, 0, "nothing looks any more");
  pause.heard(true);
  await clock.pass(600);
  assert.equal(silences(), 2);
});

test("what is heard in time, or ends something, is no silence", async () => {
  const { clock, pause, silences } = setup();
  for (let piece = 0; piece < 10; piece += 1) {
    pause.heard(true);
    await clock.pass(450);
  }
  pause.heard(false);
  await clock.pass(10_000);
  assert.equal(silences(), 0);
  assert.equal(clock.pending, 0);
});

test("a house that stood still for ten seconds finds what came meanwhile, and has heard no silence", async () => {
  const { clock, pause, silences } = setup();
  pause.heard(true);
  await clock.pass(50);
  clock.mono += 10_000;
  await clock.pass(0);
  pause.heard(true);
  await clock.pass(400);
  assert.equal(silences(), 0);
});

test("nothing is noticed after a stop", async () => {
  const { clock, pause, silences } = setup();
  pause.heard(true);
  pause.stop();
  await clock.pass(10_000);
  assert.equal(silences(), 0);
});
