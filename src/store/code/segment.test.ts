import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type BlockInfo, decodeContents, encodeContents, SPAN_MS, segmentId, spanOf } from "./segment.ts";

const HOUR_MS = 3_600_000;
const START = 690 * SPAN_MS;
const ID = segmentId(3, spanOf(START));

/** A block without roll-ups, from one hour of the segment to another. */
function block(from: number, to: number, offset = 0): BlockInfo {
  const [first, last] = [START + from * HOUR_MS, START + to * HOUR_MS];
  return { offset, length: 100, count: 50, first, last, decimals: 1, rollups: null };
}

describe("a contents page", () => {
  it("tells where each block lies and what it holds", () => {
    const blocks = [block(0, 1), block(2, 2, 100), block(3, 700, 200)];
    assert.deepEqual(decodeContents(encodeContents(blocks, ID), ID), blocks);
  });

  it("is not made of blocks that do not follow each other: nobody could read it", () => {
    for (const blocks of [[block(-1, 1)], [block(2, 1)], [block(0, 5), block(4, 6)], [block(2, 3), block(0, 1)]]) {
      assert.throws(() => encodeContents(blocks, ID), {
        name: "RangeError",
        message: /^a block from .* does not follow /,
      });
    }
  });
});
