import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeReadings, judgeSwitching } from "../bench/trouble/oracle.ts";

const kept = (...values: number[]) => values.map((value) => ({ at: value * 10, value }));

test("what is missing counts as lost unless something excuses it", () => {
  const excuses = [{ from: 30, to: 40, why: "killed" }];
  const verdict = judgeReadings([10, 20, 30, 40, 50], kept(10, 50), excuses);
  assert.deepEqual([verdict.lost, verdict.excused, verdict.kept, verdict.printed], [[20], 2, 2, 5]);
  assert.deepEqual([verdict.doubled, verdict.invented, verdict.disordered], [[], [], 0]);
});

test("what is there twice, was never printed, or changed its place is told", () => {
  const all = judgeReadings([10, 20, 30], kept(10, 30, 20, 20, 25), []);
  assert.deepEqual([all.lost, all.doubled, all.invented, all.disordered], [[], [20], [25], 2]);
  const together = judgeReadings([10, 20], [...kept(10), { at: 100, value: 20 }], []);
  assert.equal(together.disordered, 1, "two at one instant");
});

test("journal and output are held to each other run by run", () => {
  const on = [true];
  const both = [false, true, true, false];
  assert.equal(judgeSwitching(both, [true, false], { how: "stopped" }), undefined);
  assert.match(judgeSwitching(both, on, { how: "stopped" }) ?? "", /2 switchings in the journal, 1 at the output/);
  assert.equal(judgeSwitching(both, on, { how: "killed" }), undefined);
  assert.equal(judgeSwitching([], on, { how: "killed" }), undefined, "a slow disk is not waited for");
  assert.ok(judgeSwitching([], [true, false], { how: "killed" }), "but never twice");
  assert.equal(judgeSwitching([], [true, false, true], { how: "killed_unstored" }), undefined);
  assert.ok(judgeSwitching([true, false, true], on, { how: "killed_unstored" }));
});
