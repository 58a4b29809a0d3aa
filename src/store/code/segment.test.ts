import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type BlockInfo,
  channelOfSegment,
  decodeContents,
  encodeContents,
  SPAN_MS,
  segmentId,
  spanOf,
  spanOfSegment,
} from "./segment.ts";

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

it("segments have one number for each channel and 30 days, in the order of time", () => {
  for (const at of [-8.64e15, -1, 0, SPAN_MS - 1, Date.UTC(2026, 10, 20), 8.64e15]) {
    const id = segmentId(9_999, spanOf(at));
    assert.ok(Number.isSafeInteger(id));
    assert.equal(spanOfSegment(id), spanOf(at));
    assert.equal(channelOfSegment(id), 9_999);
  }
  assert.ok(segmentId(3, spanOf(8.64e15)) < segmentId(4, spanOf(-8.64e15)));
});
