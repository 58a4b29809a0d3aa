import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "../model/testing/hand-clock.ts";
import { Wake } from "./wake.ts";

function bench() {
  const clock = new HandClock();
  const cycles: number[] = [];
  const wake = new Wake(clock, () => {
    cycles.push(clock.mono);
    wake.awake();
  });
  return { clock, cycles, wake };
}

test("of all who want a cycle the earliest is heard, and then nobody until the next asks", async () => {
  const { clock, cycles, wake } = bench();
  for (const delay_ms of [1_000, 100, 500, 100]) wake.in(delay_ms);
  await clock.pass(10_000);
  assert.deepEqual(cycles, [100]);
  wake.in(1_000);
  await clock.pass(10_000);
  assert.deepEqual(cycles, [100, 11_100 - 100]);
});

test("a cycle that runs anyway stands for what was asked before it", async () => {
  const { clock, cycles, wake } = bench();
  wake.in(100);
  wake.awake();
  wake.in(1_000);
  await clock.pass(10_000);
  assert.deepEqual(cycles, [1_000]);
});

test("after the stop there is none, whoever asks", async () => {
  const { clock, cycles, wake } = bench();
  wake.in(100);
  wake.stop();
  wake.in(50);
  assert.equal(clock.pending, 0);
  await clock.pass(10_000);
  assert.deepEqual(cycles, []);
});
