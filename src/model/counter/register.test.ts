import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CounterRules } from "../ports/history.ts";
import { DAY, HOUR } from "../time.ts";
import { Change } from "./doubt.ts";
import { Register } from "./register.ts";

/** A register that has risen to 110 by 1 an hour for ten hours, in steps of 1. */
function rising(rules: CounterRules = {}): Register {
  const register = new Register(rules);
  register.begin(0, 100);
  Object.assign(register, { level: 110, at: 10 * HOUR, total: 10, change: new Change(1, 10 * HOUR) });
  return register;
}

/** One that shows so much, at its pace and by steps of so much. */
function full(level: number, { step = 0.1, per_hour = 0.1, rules = {} } = {}): Register {
  const register = new Register(rules);
  register.begin(0, level - 10 * per_hour);
  Object.assign(register, { level, at: 10 * HOUR, total: 10 * per_hour, change: new Change(step, 10 * HOUR) });
  return register;
}

describe("a register", () => {
  it("has a pace since it began, and none before", () => {
    const register = new Register({});
    register.begin(5 * HOUR, 40);
    register.at = 5 * HOUR;
    assert.deepEqual(
      [register.pace(), register.level, { ...register.change.lastChange() }],
      [0, 40, { size: 0, at: 5 * HOUR }],
    );
    assert.equal(rising().pace(), 1 / HOUR);
    assert.equal(rising().pace(20 * HOUR), 0.5 / HOUR);
  });

  it("goes back to a mark", () => {
    const register = rising();
    const mark = register.mark();
    Object.assign(register, { level: 500, at: 11 * HOUR, total: 400, change: new Change(390, 11 * HOUR) });
    register.goBack(mark);
    assert.deepEqual(register.mark(), rising().mark());
  });

  it("rises fast by more than eight times its pace, and twice its last change", () => {
    assert.deepEqual(
      [15.9, 16.1, 8].map((rise) => rising().isFast(rise, 2 * HOUR)),
      [false, true, false],
    );
    assert.deepEqual(
      [1.9, 2].map((rise) => rising().isFast(rise, HOUR / 60)),
      [false, true],
    );
    assert.equal(rising({ most_per_hour: 1 }).isFast(1.1, HOUR), true);
  });

  it("rises as on any day by three times its pace, if that is possible", () => {
    assert.deepEqual(
      [6, 6.1].map((rise) => rising().isUsual(rise, 2 * HOUR)),
      [true, false],
    );
    assert.equal(rising({ most_per_hour: 2.5 }).isUsual(6, 2 * HOUR), false);
    assert.equal(rising().isUsual(6.1, 2 * HOUR, { total: 20, at: 10 * HOUR }), true, "as it was then");
    assert.equal(rising().isUsual(1, HOUR, { total: 20, at: 0 }), false, "nothing was known then");
  });

  it("may have risen unseen by eight times its pace, or twice its last change, if that is possible", () => {
    assert.deepEqual(
      [15.9, 16.1].map((rise) => rising().mayHaveRisen(rise, 2 * HOUR, 8)),
      [true, false],
    );
    assert.deepEqual(
      [2, 2.1].map((rise) => rising().mayHaveRisen(rise, HOUR / 60, 8)),
      [true, false],
    );
    assert.equal(rising({ most_per_hour: 1 }).mayHaveRisen(2, HOUR, 8), false);
    const then = { total: 0, at: 0, change: new Change(0.1, 0) };
    assert.equal(rising().mayHaveRisen(2, HOUR, 8, then), false, "as it was then");
  });

  it("rises too fast only where a person said how fast is possible", () => {
    assert.equal(rising().isTooFast(1e9, 1), false);
    assert.deepEqual(
      [40, 40.1].map((rise) => rising({ most_per_hour: 20 }).isTooFast(rise, 2 * HOUR)),
      [false, true],
    );
  });

  it("doubles by more than itself, and more than it rises in a day or three times as long as it took", () => {
    assert.deepEqual(
      [220, 220.1].map((value) => rising().isDoubled(110, value)),
      [false, true],
    );
    assert.deepEqual(
      [29, 29.1].map((value) => rising().isDoubled(5, value)),
      [false, true],
      "a day's 24",
    );
    assert.deepEqual(
      [149, 149.1].map((value) => rising().isDoubled(5, value, 2 * DAY)),
      [false, true],
      "six days",
    );
    assert.equal(rising().isDoubled(5, 20, 0, 20 * HOUR), true, "at half the pace");
    assert.deepEqual(
      [0, 0.1].map((value) => rising().isDoubled(-50, value)),
      [false, true],
      "below 0",
    );
  });

  it("may have begun anew at 0 where it rose so much since, and fell by more than it trembles", () => {
    assert.deepEqual(
      [0, 6, 6.1, -1].map((value) => rising().hasBegunAnew(value, 2 * HOUR)),
      [true, true, false, false],
    );
    const low = full(2, { step: 1, per_hour: 1 });
    assert.deepEqual(
      [1, 0.9].map((value) => low.hasBegunAnew(value, 2 * HOUR)),
      [false, true],
    );
  });

  it("that is due and read rarely may have begun anew where it rose eight times its pace since", () => {
    assert.deepEqual(
      [0, 24, 24.1, -1].map((value) => rising().mayHaveBegun(value, 3 * HOUR)),
      [true, true, false, false],
    );
    assert.equal(rising().mayHaveBegun(1, 2 * HOUR), false, "a last digit may tremble");
    assert.equal(rising({ most_per_hour: 2 }).mayHaveBegun(7, 3 * HOUR), false);
  });

  it("rolls over where its digits are full, by what it may have risen", () => {
    const over = (value: number, register = full(99_999.9)): number | undefined => {
      const found = register.overflow(value, HOUR);
      return found === undefined ? undefined : Number(found.toFixed(6));
    };
    assert.equal(over(0.1), 0.2);
    assert.equal(over(1.4), 1.5, "16 times its pace");
    assert.equal(over(1.6), undefined);
    assert.equal(over(-0.1), undefined);
    assert.equal(over(0, full(99.9)), undefined, "a hundred is full too soon, at this pace and this last digit");
    assert.equal(over(0, full(99.9, { step: 0.002 })), 0.1);
    assert.equal(over(0, full(99.9, { step: 0.1, per_hour: 0.002 })), 0.1);
  });

  it("rolls over where a person said, by less than the half of it", () => {
    const rules = { rollover: 1_000 };
    const over = (value: number, register: Register, time_ms = HOUR) => register.overflow(value, time_ms);
    assert.equal(over(3, full(998, { rules, per_hour: 1 })), 5);
    assert.equal(over(7, full(998, { rules, per_hour: 1 })), undefined, "more than eight times its pace");
    assert.equal(over(0, full(400, { rules, per_hour: 100 })), undefined);
    assert.equal(over(0, full(501, { rules, per_hour: 0 })), 499, "its pace is not known");
    assert.equal(over(0, full(500, { rules, per_hour: 0 })), undefined);
    assert.equal(over(3, full(998, { rules: { ...rules, most_per_hour: 4 }, per_hour: 0 })), undefined);
    assert.equal(over(500, full(1_501, { rules, per_hour: 0 })), undefined, "it is beyond");
  });
});
