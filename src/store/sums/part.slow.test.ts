import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { newRollups } from "../code/rollups.ts";
import { decodeContents, encodeContents, SPAN_MS, segmentId, spanOf } from "../code/segment.ts";
import { bytesOfParts } from "./part.ts";

const T = spanOf(Date.UTC(2026, 5, 1)) * SPAN_MS;

/** What the heap and the arrays beside it hold once all that can go is gone, bytes. */
async function held(collect: () => void): Promise<number> {
  for (let i = 0; i < 4; i++) {
    collect();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it("counts parts with what Node takes for them, be they many small ones or few large ones", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  // nothing of one round goes while the next is measured
  const all: object[] = [];
  for (const [blocks, hours, segments] of [
    [24, 1, 60],
    [1, 24, 600],
    [30, 24, 50],
  ] as const) {
    const id = segmentId(3, spanOf(T));
    const infos = Array.from({ length: blocks }, (_, i) => {
      const first = T + i * hours * 3_600_000;
      const rollups = newRollups(hours);
      rollups.sum.fill(i);
      return { offset: 0, length: 50, count: 200, first, last: first + 99_000, decimals: 1, rollups };
    });
    const bytes = encodeContents(infos, id);
    const before = await held(collect);
    const kept = Array.from({ length: segments }, () => decodeContents(bytes, id));
    const took = (await held(collect)) - before;
    all.push(kept);
    const counted = kept.reduce((sum, parts) => sum + bytesOfParts(parts), 0);
    assert.ok(counted > took && counted < 2.5 * took, `${counted} counted, ${took} taken, ${blocks} × ${hours}`);
  }
});
