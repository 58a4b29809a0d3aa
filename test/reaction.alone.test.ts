import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeReaction } from "../bench/reaction.ts";
import { again } from "../src/model/testing/again.ts";
import { percentile } from "./support/edges.ts";
import { assertKept } from "./support/kept.ts";

test("a relay follows a reading on the serial line: p99 of 100 edges within the promise", async (t) => {
  await again(async () => {
    const { times, bound } = await judgeReaction(100);
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => Math.round(percentile(times, share)));
    t.diagnostic(`p50 ${p50} ms, p99 ${p99} ms, max ${Math.round(percentile(times, 1))} ms`);
    assert.equal(times.length, 100);
    assertKept(t, [bound]);
  });
});
