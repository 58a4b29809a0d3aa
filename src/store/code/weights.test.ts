import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { roundWeights, SHARE_BITS, shareOut, TOKENS } from "./weights.ts";

const OFFSET = 3;

/** Rounded weights of these counts, and how many kinds there are. */
function rounded(counts: readonly number[]) {
  // other contexts stand before and behind
  const all = new Uint32Array(OFFSET + TOKENS + OFFSET).fill(99_999);
  all.fill(0, OFFSET, OFFSET + TOKENS);
  all.set(counts, OFFSET);
  const weights = new Uint16Array(2 * OFFSET + TOKENS + OFFSET).fill(9);
  const kinds = roundWeights(all, OFFSET, weights, 2 * OFFSET);
  const own = weights.subarray(2 * OFFSET, 2 * OFFSET + TOKENS);
  const others = [...weights.subarray(0, 2 * OFFSET), ...weights.subarray(2 * OFFSET + TOKENS)];
  assert.deepEqual(others, Array(3 * OFFSET).fill(9), "nothing else is touched");
  assert.ok(own.subarray(counts.length).every((weight) => weight === 0));
  return { kinds, weights: [...own.subarray(0, counts.length)] };
}

/** Shares of these weights. */
function shared(weights: readonly number[]): number[] {
  const all = new Uint16Array(OFFSET + TOKENS + OFFSET).fill(1);
  all.fill(0, OFFSET, OFFSET + TOKENS);
  all.set(weights, OFFSET);
  const shares = new Uint16Array(all.length).fill(60_000);
  shareOut(all, shares, OFFSET);
  assert.deepEqual(
    [...shares.subarray(0, OFFSET), ...shares.subarray(OFFSET + TOKENS)],
    Array(2 * OFFSET).fill(60_000),
  );
  const own = [...shares.subarray(OFFSET, OFFSET + TOKENS)];
  assert.equal(
    own.reduce((sum, share) => sum + share, 0),
    1 << SHARE_BITS,
  );
  return own.slice(0, weights.length);
}

describe("weights", () => {
  test("keep three significant bits, rounded", () => {
    assert.deepEqual(rounded([0, 1, 7, 8, 9, 10, 15, 17, 4_000]), {
      kinds: 8,
      weights: [0, 1, 7, 8, 10, 10, 16, 16, 4_096],
    });
  });

  test("are made smaller together when one is above 4096; what is there stays there", () => {
    assert.deepEqual(rounded([32_768, 16_384, 1, 0, 400]), { kinds: 4, weights: [4_096, 2_048, 1, 0, 48] });
    assert.deepEqual(rounded([4_096, 1]), { kinds: 2, weights: [4_096, 1] });
  });

  test("of nothing are nothing", () => {
    assert.deepEqual(rounded([0, 0]), { kinds: 0, weights: [0, 0] });
  });
});

describe("shares", () => {
  test("add up to 4096 in proportion; a lack goes to the largest, of equal ones to the first", () => {
    assert.deepEqual(shared([1]), [4_096]);
    assert.deepEqual(shared([1, 1, 1]), [1_366, 1_365, 1_365]);
    assert.deepEqual(shared([2, 1, 4]), [1_170, 585, 2_341]);
  });

  test("leave at least one to each that is there; a surplus is taken from the largest", () => {
    assert.deepEqual(shared([16_384, 1, 0, 1, 1, 1]), [4_092, 1, 0, 1, 1, 1]);
    const many = shared([...Array(126).fill(1), 8_192, 8_192]);
    assert.deepEqual([many[0], many[125], many[126], many[127]], [1, 1, 1_938, 2_032]);
  });

  test("are never taken away by more than the half", () => {
    const many = shared([...Array(100).fill(1), ...Array(28).fill(8_192)]);
    assert.deepEqual(many.slice(99, 104), [1, 73, 127, 146, 146]);
  });

  test("of nothing are not given", () => {
    const shares = new Uint16Array(TOKENS).fill(7);
    shareOut(new Uint16Array(TOKENS), shares, 0);
    assert.ok(shares.every((share) => share === 7));
  });
});
