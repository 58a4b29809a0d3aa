import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cuts, Gathering, lowerBound, mergeRuns, sharedBy, sliceRun } from "./runs.ts";
import type { Run } from "./values.ts";

type Reading = readonly [at: number, value: number | string];

function gathered(...readings: readonly Reading[]): Gathering {
  const gathering = new Gathering();
  for (const [at, value] of readings) {
    if (typeof value === "string") gathering.add(at, 5, value);
    else gathering.add(at, value);
  }
  return gathering;
}

/** The readings of a run; a state must have NaN as its number. */
function readings({ count, at, numbers, states }: Run): Reading[] {
  assert.deepEqual([at.length, numbers.length], [count, count]);
  return [...at].map((instant, i) => {
    const state = states?.[i];
    assert.equal(Number.isNaN(numbers[i]), state !== undefined);
    return [instant, state ?? numbers[i] ?? 0];
  });
}

describe("readings being gathered", () => {
  it("in order stay as they are", () => {
    const gathering = gathered([3, 1], [4, 2], [9, 3]);
    assert.deepEqual(readings(gathering.run()), [
      [3, 1],
      [4, 2],
      [9, 3],
    ]);
    assert.equal(gathering.count, 3);
    assert.equal(gathering.run().states, null);
    assert.deepEqual(readings(new Gathering().run()), []);
  });

  it("are put in order, and of one instant the first one stays", () => {
    const gathering = gathered([5, 1], [3, 2], [5, 3], [4, 4], [3, 5]);
    const expected: Reading[] = [
      [3, 2],
      [4, 4],
      [5, 1],
    ];
    assert.deepEqual(readings(gathering.run()), expected);
    assert.equal(gathering.count, 3);
    gathering.add(9, 9);
    assert.deepEqual(readings(gathering.run()), [...expected, [9, 9]], "more may follow");
    gathering.add(9, 8);
    assert.deepEqual(readings(gathering.run()), [...expected, [9, 9]], "the same instant alone makes it unsorted");
  });

  it("have no states where all are numbers, in order or not", () => {
    assert.deepEqual([gathered([1, 2], [3, 4]).run().states, gathered([3, 4], [1, 2]).run().states], [null, null]);
  });

  it("keep their states, in order or not, the empty one too", () => {
    assert.deepEqual(readings(gathered([1, 7], [2, ""], [3, "on"]).run()), [
      [1, 7],
      [2, ""],
      [3, "on"],
    ]);
    assert.deepEqual(readings(gathered([9, "on"], [2, 7], [9, "off"], [1, "x"]).run()), [
      [1, "x"],
      [2, 7],
      [9, "on"],
    ]);
  });

  it("that come after one of the same instant are counted, with its value or another", () => {
    const gathering = gathered([5, 0], [5, 0], [5, -0], [5, "on"], [7, "on"], [7, "on"], [7, "off"], [7, 5], [9, 1]);
    assert.deepEqual(gathering.dropped, { same: 0, other: 0 }, "nobody has asked yet");
    gathering.run();
    assert.deepEqual(gathering.dropped, { same: 2, other: 4 });
    gathering.add(9, 1);
    gathering.add(10, 1);
    gathering.run();
    gathering.run();
    assert.deepEqual(gathering.dropped, { same: 3, other: 4 }, "each once");
    const plain = gathered([2, 1], [1, 1], [2, 1], [2, 3]);
    plain.run();
    assert.deepEqual(plain.dropped, { same: 1, other: 1 });
  });

  it("may be many, sorted or not", () => {
    const many = Array.from({ length: 300 }, (_, i): Reading => [i, i % 7 === 0 ? `s${i}` : i / 2]);
    assert.deepEqual(readings(gathered(...many).run()), many);
    assert.deepEqual(readings(gathered(...many.toReversed()).run()), many);
  });

  it("at instant 0 and before it", () => {
    assert.deepEqual(readings(gathered([-5, 1], [0, 2], [-9, 3]).run()), [
      [-9, 3],
      [-5, 1],
      [0, 2],
    ]);
  });
});

describe("runs", () => {
  const run = gathered([10, 1], [20, "a"], [30, 3], [40, 4]).run();
  const plain = gathered([10, 1], [20, 2]).run();

  it("have parts", () => {
    assert.deepEqual(readings(sliceRun(run, 1, 3)), [
      [20, "a"],
      [30, 3],
    ]);
    assert.equal(sliceRun(plain, 0, 1).states, null);
    assert.deepEqual(readings(sliceRun(plain, 1, 1)), []);
  });

  it("find the first reading from an instant on", () => {
    assert.deepEqual(
      [5, 10, 11, 40, 41].map((at) => lowerBound(run, at)),
      [0, 0, 1, 3, 4],
    );
    assert.equal(lowerBound(run, 5, 2), 2, "from an index on");
  });

  it("become one; where both have an instant, the first one's value stays", () => {
    const other = gathered([5, "x"], [20, 9], [40, 9], [50, "y"]).run();
    const merged: Reading[] = [
      [5, "x"],
      [10, 1],
      [20, "a"],
      [30, 3],
      [40, 4],
      [50, "y"],
    ];
    assert.deepEqual(readings(mergeRuns(run, other)), merged);
    assert.deepEqual(readings(mergeRuns(run, sliceRun(run, 0, 0))), readings(run));
    assert.deepEqual(readings(mergeRuns(sliceRun(run, 0, 0), run)), readings(run));
    assert.deepEqual(readings(mergeRuns(plain, gathered([15, 7]).run())), [
      [10, 1],
      [15, 7],
      [20, 2],
    ]);
  });
});

describe("instants that two runs share are counted", () => {
  const run = gathered([10, 1], [20, "a"], [30, 0], [40, "b"], [50, 5]).run();
  const shared = (...other: readonly Reading[]): number[] => {
    const { same, other: unlike } = sharedBy(run, gathered(...other).run());
    const back = sharedBy(gathered(...other).run(), run);
    assert.deepEqual([back.same, back.other], [same, unlike], "whichever comes first");
    return [same, unlike];
  };

  it("with the same value or another", () => {
    assert.deepEqual(shared([10, 1], [20, "a"], [50, 5]), [3, 0]);
    assert.deepEqual(shared([10, 2], [20, "b"], [30, -0], [40, 5], [50, "b"]), [0, 5]);
    assert.deepEqual(shared([10, 1], [20, 7], [30, 0]), [2, 1]);
    assert.deepEqual(sharedBy(run, run), { same: 5, other: 0 });
  });

  it("whatever lies between, before and behind", () => {
    assert.deepEqual(shared(), [0, 0]);
    assert.deepEqual(shared([5, 1], [15, 1], [25, 1], [55, 1]), [0, 0]);
    assert.deepEqual(shared([1, 1], [2, 1], [3, 1], [40, "b"], [41, 1], [60, 1]), [1, 0]);
    assert.deepEqual(shared([60, 1]), [0, 0]);
    assert.deepEqual(shared([0, 1], [10, 9]), [0, 1]);
  });
});

describe("runs are cut into blocks", () => {
  const every = (step: number, count: number, start = 0): Run => {
    const at = Float64Array.from({ length: count }, (_, i) => start + i * step);
    return { count, at, numbers: at, states: null };
  };

  it("at the days that have enough, and at the most a block takes", () => {
    assert.deepEqual(cuts(every(10_000, 20_000)), [
      [0, 8_640],
      [8_640, 17_280],
      [17_280, 20_000],
    ]);
    assert.deepEqual(cuts(every(1_000, 20_000)), [
      [0, 16_384],
      [16_384, 20_000],
    ]);
  });

  it("slow ones at the end of the day on which there are enough", () => {
    assert.deepEqual(cuts(every(3_600_000, 700)), [[0, 700]]);
    // 48 a day: the 2048th is on the 43rd day
    assert.deepEqual(cuts(every(1_800_000, 5_000)), [
      [0, 2_064],
      [2_064, 4_128],
      [4_128, 5_000],
    ]);
    // exactly enough before midnight
    assert.deepEqual(cuts(every(42_187.5, 3_000)), [
      [0, 2_048],
      [2_048, 3_000],
    ]);
  });

  it("before 1970 too, and none into none", () => {
    assert.deepEqual(cuts(every(10_000, 10_000, -86_400_000)), [
      [0, 8_640],
      [8_640, 10_000],
    ]);
    assert.deepEqual(cuts(every(1, 0)), []);
  });
});
