import assert from "node:assert/strict";
import { test } from "node:test";
import type { Piece } from "./frames.ts";
import { gapOf, lonelyPlaces, plotData, pointsOf, summary, valueAt } from "./plot.ts";

/** A piece with a value at each of these multiples of its step. */
function piece(places: readonly number[], step = 10, from = places[0] ?? 0, to = (places.at(-1) ?? 0) + step): Piece {
  const value = (part: number): number[] => places.map((place) => place + part);
  return { from, to, step, series: { unit: "W", at: [...places], min: value(-1), mean: value(0), max: value(1) } };
}

const every = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) }, (_, index) => from + index * step);

test("a line breaks where more than two and a half buckets are missing, and not before", () => {
  const broken = (places: number[]): number => pointsOf([piece(places)]).filter((point) => "broken" in point).length;
  assert.equal(broken([0, 10, 20, 30]), 0);
  assert.equal(broken([0, 10, 30, 40]), 0);
  assert.equal(broken([0, 10, 20, 50, 60]), 1);
});

test("a channel that reports less often than there are buckets has no gaps for that", () => {
  const slow = piece(every(0, 1_000, 100), 10);
  assert.equal(gapOf(slow), 250);
  assert.ok(pointsOf([slow]).every((point) => !("broken" in point)));
  const silent = piece([...every(0, 1_000, 100), ...every(1_400, 2_000, 100)], 10);
  assert.equal(pointsOf([silent]).filter((point) => "broken" in point).length, 1);
});

test("a known gap breaks the line although it is short, unless it is shorter than a bucket", () => {
  const broken = (since: number, until: number): number =>
    pointsOf([piece([0, 10, 30, 40])], [{ since, until }]).filter((point) => "broken" in point).length;
  assert.equal(broken(16, 31), 1);
  assert.equal(broken(18, 24), 0);
  assert.equal(broken(100, 200), 0);
  assert.equal(broken(-200, -100), 0);
});

test("pieces join without a break and without going back, and reach one point beyond the edges", () => {
  const coarse = piece(every(0, 1_000, 100), 100, 0, 500);
  const fine = piece(every(450, 700, 10), 10, 500, 600);
  const points = pointsOf([coarse, fine]);
  const times = points.map(({ at }) => at);
  assert.deepEqual(
    times,
    [...new Set(times)].sort((a, b) => a - b),
  );
  assert.ok(points.every((point) => !("broken" in point)));
  assert.equal(times.at(-1), 605);
});

test("channels stand on common times; where one says nothing it is undefined, where it breaks null", () => {
  const a = piece([0, 10, 20, 60]);
  const b = piece([0, 20, 40, 60], 20);
  const { times, columns, range } = plotData([[a], [b]], { from: 0, to: 70 });
  assert.deepEqual(times, [5, 10, 15, 25, 30, 37.5, 50, 65, 70]);
  assert.deepEqual(columns[0]?.mean, [0, undefined, 10, 20, undefined, null, undefined, 60, undefined]);
  assert.deepEqual(columns[1]?.mean, [undefined, 0, undefined, undefined, 20, undefined, 40, undefined, 60]);
  assert.deepEqual(range, [-1, 61]);
});

test("the scale is that of what is in the view, else of what is beside it", () => {
  const all = piece(every(0, 100, 10), 10);
  assert.deepEqual(plotData([[all]], { from: 30, to: 50 }).range, [29, 41]);
  assert.deepEqual(plotData([[{ ...all, from: 21, to: 24 }]], { from: 21, to: 24 }).range, [9, 21]);
  assert.equal(plotData([[]], { from: 0, to: 1 }).range, undefined);
});

test("the value under the cursor is its bucket's, none within a gap", () => {
  const one = piece([0, 10, 20, 100]);
  assert.deepEqual(valueAt([one], 14), { at: 15, min: 9, mean: 10, max: 11 });
  assert.equal(valueAt([one], 40)?.mean, 20);
  assert.equal(valueAt([one], 70), undefined);
  assert.equal(valueAt([one], 500), undefined);
  assert.equal(valueAt([], 5), undefined);
});

test("least, mean and greatest of a part; wider buckets weigh more", () => {
  const coarse = { ...piece([0, 100], 100), to: 200 };
  assert.deepEqual(summary([coarse, piece([200, 210])], 0, 1_000), {
    min: -1,
    mean: (0 * 100 + 100 * 100 + 200 * 10 + 210 * 10) / 220,
    max: 211,
  });
  assert.equal(summary([coarse], 500, 900), undefined);
});

test("a value between two breaks stands alone", () => {
  assert.deepEqual(lonelyPlaces([1, null, 2, undefined, null, 3, undefined, 4, null, null, undefined, 5]), [0, 2, 11]);
  assert.deepEqual(lonelyPlaces([1, 2, 3]), []);
  assert.deepEqual(lonelyPlaces([]), []);
});
