import assert from "node:assert/strict";
import { test } from "node:test";
import { reason, say } from "../../model/index.ts";
import { LoopWatch, Stalls } from "./loop-watch.ts";

const told = (stalls: Stalls, mono: number): string =>
  stalls
    .troubles(mono)
    .map((why) => say(why, "en"))
    .join("; ");

test("a thread that stands still is told with what has kept it, as far as that is known", () => {
  const stalls = new Stalls({ mono: 0, used_ms: 0 });
  stalls.look({ mono: 250, used_ms: 200 });
  stalls.took(() => reason("late_by_program", { program: "./short.sh" }), 300);
  stalls.look({ mono: 1_400, used_ms: 1_000 });
  assert.equal(told(stalls, 1_400), "", "hardly late");

  stalls.took(() => reason("late_by_device", { device: "roof" }), 300);
  stalls.took(() => reason("late_by_program", { program: "./read.sh" }), 1_200);
  stalls.took(() => reason("late_by_cycle"), 400);
  stalls.look({ mono: 3_200, used_ms: 2_500 });
  const program = "The relay control stood still for 0:02: it was busy with the output of ./read.sh";
  assert.equal(told(stalls, 3_200), program);

  stalls.look({ mono: 3_450, used_ms: 2_500 });
  assert.equal(told(stalls, 33_100), program);
  assert.equal(told(stalls, 33_200), "", "after half a minute it is no news");

  stalls.look({ mono: 6_000, used_ms: 5_000 });
  assert.match(told(stalls, 6_000), /0:03: it was busy with work of its own/);
  stalls.took(() => reason("late_by_cycle"), 260);
  stalls.look({ mono: 9_000, used_ms: 5_300 });
  assert.match(told(stalls, 9_000), /0:03: the machine gave it no time/);
});

test("a thread that is not late tells nothing", () => {
  const watch = new LoopWatch();
  assert.deepEqual(watch.troubles, []);
  watch.stop();
});
