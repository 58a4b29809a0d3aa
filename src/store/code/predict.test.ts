import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { guess, PREDICTORS, pickPredictor } from "./predict.ts";
import { noise } from "./testing/series.ts";

const [NOTHING, LAST, MEAN, SOFT, LINE] = [0, 1, 2, 3, 4];

function picked(values: readonly number[], count = values.length): number {
  return pickPredictor(Int32Array.from(values), count);
}

function guessed(values: readonly number[], predictor: number): number[] {
  const errors = new Int32Array(values.length);
  guess(Int32Array.from(values), values.length, predictor, errors);
  return [...errors.subarray(1)];
}

const times = (length: number, value: (i: number) => number): number[] => Array.from({ length }, (_, i) => value(i));

describe("the guess that fits", () => {
  test("a value that stays or goes in steps is the last", () => {
    assert.equal(picked(times(96, () => 5)), LAST, "also where all are as good");
    assert.equal(picked(times(96, (i) => Math.floor(i / 10) * 7)), LAST);
  });

  test("what leaps about 0 is guessed from nothing", () => {
    assert.equal(picked(times(96, (i) => (i % 2 === 0 ? 9 : -9))), NOTHING);
  });

  test("what rises evenly is guessed from its rise", () => {
    assert.equal(picked(times(96, (i) => 1_000 * i)), LINE);
    assert.equal(picked(times(96, (i) => -3 * i)), LINE);
  });

  test("noise about something large is guessed from several", () => {
    assert.equal(picked(times(96, (i) => 5_000 + (i % 2 === 0 ? 9 : -9))), MEAN);
    assert.equal(picked([...noise(1, 96, 40)].map((n) => 5_000 + n)), SOFT);
  });

  test("a guess that is right every other time is better than one that is always a little off", () => {
    assert.equal(picked(times(96, (i) => (i % 2 === 0 ? 0 : 2))), NOTHING);
  });

  test("large errors count too: above 1024, and those that need all 32 bits", () => {
    assert.equal(picked(times(96, (i) => 512 * i)), LINE);
    assert.equal(picked(times(96, (i) => (2 ** 30 * i) | 0)), LINE);
    assert.equal(picked(times(96, (i) => (i % 2 === 0 ? 2 ** 30 : 0))), NOTHING);
  });

  test("only a sample is looked at: 96 values in 384", () => {
    const leaps = noise(2, 768, 1e6);
    const wild = (i: number): number => leaps[i] ?? 0;
    const inSample = (i: number): boolean => i % 384 < 96;
    assert.equal(picked(times(768, (i) => (inSample(i) ? 50 * i : wild(i)))), LINE);
    assert.notEqual(picked(times(768, (i) => (inSample(i) ? wild(i) : 50 * i))), LINE);
    // the second stretch counts, and a last one that is cut short
    assert.equal(picked(times(480, (i) => (i < 96 ? 5 : 50 * i))), LINE);
    assert.equal(picked(times(400, (i) => (i < 96 ? 5 : 50 * i))), LINE);
  });

  test("what lies behind the count is not looked at", () => {
    assert.equal(picked([...times(20, (i) => 50 * i), ...times(76, (i) => (i % 2) * 9_000)], 20), LINE);
  });
});

test("errors are written with their sign in the lowest bit", () => {
  const values = [10, 12, 11, 20];
  assert.deepEqual(guessed(values, NOTHING), [24, 22, 40]);
  assert.deepEqual(guessed(values, LAST), [4, 1, 18]);
  assert.deepEqual(guessed(values, MEAN), [4, 0, 18], "before the first all are equal to the first");
  // (12 + 12 + 10 + 10) / 4, then (11 + 11 + 12 + 10) / 4
  assert.deepEqual(guessed(values, SOFT), [4, 0, 18]);
  assert.deepEqual(guessed(values, LINE), [4, 5, 20]);
  assert.equal(PREDICTORS, 5);
});

test("the mean of three tells them apart, rounded down", () => {
  assert.deepEqual(guessed([0, 4, 8, -3], SOFT), [8, 12, 15]);
  assert.deepEqual(guessed([0, 4, 8, -3], MEAN), [8, 12, 17]);
});

test("sums wrap at 32 bits", () => {
  assert.deepEqual(guessed([2 ** 31 - 1, -(2 ** 31)], LAST), [2]);
  assert.deepEqual(guessed([0, 2 ** 30, -(2 ** 31)], LINE), [-(2 ** 31), 0]);
  assert.deepEqual(guessed([-(2 ** 31), 2 ** 31 - 1], NOTHING), [-2]);
});
