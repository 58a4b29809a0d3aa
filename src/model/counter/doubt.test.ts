import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, HOUR } from "../time.ts";
import {
  Change,
  comesBackFrom,
  type Fall,
  isDaysLater,
  isFurther,
  isMostOf,
  isOver,
  isQuestionable,
  isTakenBack,
  type Leap,
  leftOf,
  type Mark,
  risenFrom,
} from "./doubt.ts";

const before: Mark = { level: 100, at: 0, change: new Change(1, 0), total: 0 };
const fell: Fall = { kind: "fall", as: "reset", isDaily: false, before, at: 1, value: 10, reading: 1, low: 10 };
const leapt: Leap = {
  kind: "leap",
  steep: true,
  doubling: "no",
  back: undefined,
  before,
  at: 1,
  value: 180,
  reading: 1,
};

describe("a doubt", () => {
  it("of a last digit that trembles is none", () => {
    assert.deepEqual(
      [0.5, 1, 1 + 1e-9, 1.1].map((fall) => isFurther(fall, before.change)),
      [false, false, false, true],
    );
  });

  it("of a reset ends from a quarter on, of a restart where it was", () => {
    assert.equal(comesBackFrom(fell), 25);
    assert.equal(comesBackFrom({ ...fell, as: "rollover" }), 25);
    assert.equal(comesBackFrom({ ...fell, as: "restart" }), 100);
  });

  it("of what takes a fall back is a question where it is far off, or where what it fell to had risen", () => {
    assert.deepEqual(
      [87, 88, 100, 112.5, 113].map((value) => isQuestionable(fell, 10, value)),
      [true, false, false, false, true],
    );
    assert.equal(isQuestionable(fell, 11, 100), true);
    assert.equal(isQuestionable({ ...fell, as: "restart" }, 11, 300), false);
  });

  it("of a leap ends where it falls back to within an eighth of it", () => {
    assert.equal(leftOf(leapt), 10);
    assert.deepEqual(
      [89, 90, 100, 110, 111].map((value) => isTakenBack(leapt, value)),
      [false, true, true, true, false],
    );
  });

  it("is over where a fall has climbed half its way, or a leap is not the most of what it rose any more", () => {
    assert.deepEqual(
      [55, 55.1].map((level) => isOver(fell, level)),
      [false, true],
    );
    assert.deepEqual(
      [190, 192].map((level) => isOver(leapt, level)),
      [false, true],
    );
    assert.deepEqual(
      [80, 69.9].map((size) => isMostOf(100, 100 + size, 180)),
      [true, false],
    );
    assert.equal(isMostOf(100, 170, 180), true);
  });

  it("loses nothing that rose", () => {
    assert.deepEqual(
      [90, 100, 103].map((value) => risenFrom(before, value)),
      [0, 0, 3],
    );
  });
});

it("a register may begin anew whole days later, however rarely it is read, on a day of 23 or 25 hours too", () => {
  const midnight = { from: -HOUR, at: 0 };
  const later = (hours: number, distance = 1): boolean =>
    isDaysLater(midnight, { from: (hours - distance) * HOUR, at: hours * HOUR });
  assert.deepEqual(
    [1, 12, 21.9, 22, 24, 26, 26.1].map((hours) => later(hours)),
    [false, false, false, true, true, true, false],
  );
  assert.deepEqual(
    [46, 48, 50, 55].map((hours) => later(hours)),
    [true, true, true, false],
  );
  assert.equal(later(7 * 24), true);
  assert.equal(later(29, 8), true, "between 21 and 29 hours later");
  assert.equal(later(36, 8), false);
  assert.equal(isDaysLater({ from: 0, at: DAY }, { from: DAY, at: 2 * DAY }), true);
});
