import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeBlock, encodeBlock, sealed } from "./block.ts";
import { ByteSink } from "./bytes.ts";
import { MOST_INTS } from "./ints.ts";
import { newRollups, rollupsOf } from "./rollups.ts";
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
import { bytesOf, hex, noise } from "./testing/series.ts";
import { planTimes } from "./times.ts";

const HOUR_MS = 3_600_000;
const START = 690 * SPAN_MS;
const ID = segmentId(3, spanOf(START));

/** A block without roll-ups, from one hour of the segment to another. */
function block(from: number, to: number, offset = 0): BlockInfo {
  const [first, last] = [START + from * HOUR_MS, START + to * HOUR_MS];
  return { offset, length: 100, count: 50, first, last, decimals: 1, rollups: null };
}

/** What is known of a block of readings that begins at an hour of the segment; each second one is 5 ms late. */
function summed(hour: number, values: ArrayLike<number>, step = 100_000): BlockInfo {
  const at = Float64Array.from(values, (_, i) => START + hour * HOUR_MS + i * step + (i % 2) * 5);
  const run = { count: at.length, at, numbers: Float64Array.from(values), states: null };
  const bytes = encodeBlock(run, 0, planTimes(at, 0, at.length, new ByteSink()), ID, null, 0);
  const chunk = decodeBlock(bytes, ID, () => null);
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  const { decimals } = chunk.column;
  return { offset: 0, length: bytes.length, count: at.length, first, last, decimals, rollups: rollupsOf(chunk) };
}

/** Blocks that lie one after the other. */
function laid(...blocks: readonly BlockInfo[]): BlockInfo[] {
  let end = 0;
  return blocks.map((one) => {
    end += one.length;
    return { ...one, offset: end - one.length };
  });
}

const values = noise(6, 40, 30);

/** Two of counts, one of tenths, two of states, and one of counts again; the third is the longest. */
const MIXED = laid(
  summed(0, values.subarray(3)),
  summed(30, values.subarray(20)),
  summed(
    50,
    Float64Array.from(values, (n) => 10 + n / 10),
    130_000,
  ),
  block(60, 70),
  block(80, 81),
  summed(100, values.subarray(30), 1_000_000),
);
const GOLDEN =
  "a96a9127020653250080dddb010143148089e431e5fb730158289bc8b621b5b9b502026432cbe8df0e80a2951102643280a2951180dddb01023a0a80e7ce20c5a8a504010201020103ccd759010010c0d23c64c3fcffff3b040080000002000f000012b69a0c40eeffffffffffffffffffff7f072affffffffffffffffff060400800000cacf3a3e0900104864c3fbffff0e0400800000000000ca9a0c40c4faffffffffffffff7f0304020010004a0d00100064cb01040080000000120090feff77760304008000000000010010acff37040200100000003c50adffffdf04020010000000003a10adffff3704020010000000003470adffffbf010402001000000000f7ffb502c0d5faffffffffffffffffffffffff1b0402001000e5b2ac00014e90feff370400800000010001cac736c0e6ffffffffffffffffff0604008000003b9a01010202ccd759010000a4d33c6403040080000000010040e1ffffffffffffffdf04008000008038000196fe0ac0ecffffffffffffffffffff6f040080000080410600003890feff37040080000000000faaef0f000f000001c20150feff0d040080000000000102c8ff0d0400800000000136fc1b040080000000014070feff1b04008000000100010430ffffff060400800000020003e583a9f50bc0f9ffffffffffffffffffffffffffbf010400800000c56885000000020001010303ccd75901000088d43c6406040080000000140040e8ffffffffffffffffff771904008000000035000010f69e4940e6ffffffffffffffff7f0762ffffffffffffffffffffbf010400800000761a76ee06000108cc6a0402001000000f8a897a000100c432040200100000110eec760704008000000000046200040080000000122050feff1dceff7f0304008000000c001220c8ff0de5ffdf0104008000000300120050ffffff9d7f0304008000000c0010be88ef0940e7ffffffffffffffffff1d68fdffffffffffffffffffbf010400800000b616eec50000106a50ffffff5d06040080000006001096be0740e7ffffffffffffffffff5d06040080000018b700";
const FLOATS = summed(200, [Math.PI, 1 / 3, -2]);

describe("a contents page", () => {
  it("tells where each block lies and what it holds", () => {
    const blocks = [block(0, 1), block(2, 2, 100), block(3, 700, 200)];
    assert.deepEqual(decodeContents(encodeContents(blocks, ID), ID), blocks);
    assert.deepEqual(decodeContents(encodeContents([], ID), ID), []);
  });

  it("tells the roll-ups of each block, whatever its neighbours are", () => {
    const all = [...MIXED, FLOATS];
    assert.deepEqual(
      all.map(({ decimals, rollups }) => [decimals, rollups?.count]),
      [
        [0, 2],
        [0, 1],
        [1, 2],
        [1, undefined],
        [1, undefined],
        [0, 3],
        [-1, 1],
      ],
    );
    for (let from = 0; from < all.length; from++) {
      for (const to of [from + 1, from + 2, all.length]) {
        const blocks = laid(...all.slice(from, to));
        assert.deepEqual(decodeContents(encodeContents(blocks, ID), ID), blocks, `${from} to ${to}`);
      }
    }
  });

  it("keeps no roll-ups that are too many to be of use", () => {
    const half = { ...block(0, 1), rollups: newRollups(MOST_INTS / 2) };
    const blocks = laid(half, { ...half, first: half.last }, { ...half, first: half.last, rollups: newRollups(1) });
    const told = decodeContents(encodeContents(blocks, ID), ID);
    assert.deepEqual(told, laid(...blocks.map((one) => ({ ...one, rollups: null }))));
  });

  it("is written as ever", () => {
    assert.equal(hex(encodeContents(MIXED, ID)), GOLDEN);
    assert.deepEqual(decodeContents(bytesOf(GOLDEN), ID), MIXED);
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

describe("bytes that are no contents page", () => {
  const page = encodeContents([block(0, 1), block(2, 3, 100)], ID);

  /** What is said of bytes that bear the right checksum. */
  function refused(bytes: Uint8Array, message: string): void {
    const signed = bytes.slice();
    new DataView(signed.buffer).setUint32(0, sealed(signed.subarray(4), ID), true);
    assert.throws(() => decodeContents(signed, ID), {
      name: "DamagedBlock",
      message: `a contents page cannot be read: ${message}`,
    });
  }

  it("of another segment, too short, or changed", () => {
    const damaged = (message: string) => ({
      name: "DamagedBlock",
      message: `the contents page of a segment ${message}`,
    });
    assert.throws(() => decodeContents(page, ID + 1), damaged("has a wrong checksum"));
    assert.throws(() => decodeContents(page.subarray(0, 4), ID), damaged("is too short"));
    for (let at = 0; at < page.length; at++) {
      const changed = page.slice();
      changed[at] = (changed[at] ?? 0) ^ 16;
      assert.throws(() => decodeContents(changed, ID), damaged("has a wrong checksum"));
    }
  });

  it("of a form that nobody knows", () => {
    for (const form of [1, 3]) refused(page.with(4, form), "an unknown form of contents");
  });

  it("with more blocks than bytes, or that end too early", () => {
    refused(page.with(5, 100), "more blocks than bytes");
    refused(page.subarray(0, page.length - 1), "ends too early");
    refused(Uint8Array.of(0, 0, 0, 0, 2, 1), "more blocks than bytes");
  });

  it("with groups of blocks that do not fit", () => {
    // the last two bytes: a group of two blocks, no roll-ups
    assert.deepEqual([...page.subarray(-2)], [2, 0]);
    for (const size of [0, 3]) refused(page.with(-2, size), "groups of blocks that do not fit");
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
