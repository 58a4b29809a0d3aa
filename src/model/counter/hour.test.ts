import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ListedHour } from "./hour.ts";

function hour(values: readonly number[], before = Number.NaN): ListedHour {
  const listed = ListedHour.of(
    values.map((_, i) => 1_000 + 60 * i),
    values,
  );
  listed.before = before;
  return listed;
}

describe("an hour of a counter", () => {
  it("knows its ends, its extremes, and whether it rises", () => {
    const { first, last, min, max, readings, isRising } = hour([5, 3, 9, 8]);
    assert.deepEqual(
      { first, last, min, max, readings, isRising },
      {
        first: 1_000,
        last: 1_180,
        min: 3,
        max: 9,
        readings: 4,
        isRising: false,
      },
    );
    assert.equal(hour([3, 3, 4]).isRising, true);
    assert.equal(hour([-7]).isRising, true);
    assert.equal(hour([3, 4, 3.9]).isRising, false);
    assert.equal(hour([-2, -5]).max, -2);
  });

  it("shows each reading and its instant", () => {
    const listed = hour([1, 2, 4]);
    assert.deepEqual([listed.at(0), listed.value(0), listed.at(2), listed.value(2)], [1_000, 1, 1_120, 4]);
    assert.ok(Number.isNaN(listed.at(3)) && Number.isNaN(listed.value(3)));
  });

  it("has a part, and a rest after its first reading if there is one", () => {
    const part = hour([1, 2, 4, 8]).part(1, 3, { first: 1_060, last: 1_120, min: 2, max: 4 });
    assert.deepEqual([part.readings, part.value(0), part.at(1), part.max], [2, 2, 1_120, 4]);
    const rest = hour([1, 2, 4]).rest();
    assert.deepEqual([rest?.readings, rest?.value(0), rest?.at(1), rest?.isRising], [2, 2, 1_120, true]);
    assert.equal(hour([1, 2]).rest()?.readings, 1);
    assert.equal(hour([1]).rest(), undefined);
  });

  it("changed last where it got to its highest, or when it began", () => {
    assert.deepEqual(hour([1, 2, 4, 4, 4], 0).lastChange(), { size: 2, at: 1_120 });
    assert.deepEqual(hour([1, 2, 4], 0).lastChange(), { size: 2, at: 1_120 });
    assert.deepEqual(hour([4, 4, 4], 3.5).lastChange(), { size: 0.5, at: 1_000 });
    const listed = hour([4, 5], 3);
    assert.equal(listed.lastChange(), listed.lastChange(), "it is looked for once");
  });

  it("may have leapt where one step is the most of all that it rose since", () => {
    const leapt = (level: number, newest = 0): number => hour([101, 102, 150, 151], 100).beforeLeaps(level, newest);
    assert.equal(leapt(151), 2);
    assert.equal(leapt(155), 2, "the step of 48 is seven eighths of what it rose since 102");
    assert.equal(leapt(157), 4, "of 55 it is not");
    assert.equal(leapt(160), 4, "its end is further than an eighth of all from the top");
    assert.equal(leapt(200), 4);
    assert.equal(hour([150, 151], 100).beforeLeaps(151, 0), 0, "the step to its first reading");
    assert.equal(hour([150, 151], 149).beforeLeaps(151, 0), 1);
    assert.equal(hour([100, 100, 100], 100).beforeLeaps(100, 0), 3, "nothing rose");
    assert.equal(hour([101, 102, 149.9, 150, 150], 100).beforeLeaps(150, 0), 2);
  });

  it("may have leapt in its newest readings, however little", () => {
    const calm = (newest: number): number => hour([101, 102, 103, 104], 100).beforeLeaps(400, newest);
    assert.deepEqual([0, 1, 3, 4, 9].map(calm), [4, 3, 1, 0, 0]);
    assert.equal(hour([101, 150, 151], 100).beforeLeaps(151, 1), 1, "the earlier of both counts");
  });
});
