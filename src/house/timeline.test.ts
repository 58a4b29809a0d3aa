import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR } from "../model/index.ts";
import { Timeline } from "./timeline.ts";

const T = Date.UTC(2026, 5, 15, 10);

describe("recorded time", () => {
  test("is the wall clock's, forward steps included", () => {
    const timeline = new Timeline(T - 5);
    assert.equal(timeline.stamp({ at: T, mono: 0 }, true), T);
    assert.equal(timeline.stamp({ at: T + 700, mono: 701 }, true), T + 700, "clocks that are read apart");
    assert.equal(timeline.stamp({ at: T + 699, mono: 702 }, true), T + 700, "never back");
    assert.equal(timeline.stamp({ at: T + 3 * HOUR, mono: 900 }, true), T + 3 * HOUR);
  });

  test("goes on a hundredth slower after the clock was set back, until the clock has caught up", () => {
    const timeline = new Timeline(null);
    timeline.stamp({ at: T, mono: 0 }, true);
    const at = (mono: number): number => timeline.stamp({ at: T - HOUR + mono, mono }, true) - T;
    assert.equal(at(1_000), 990);
    assert.equal(at(HOUR), 0.99 * HOUR);
    assert.equal(at(99 * HOUR), 99 * 0.99 * HOUR);
    assert.equal(at(100 * HOUR), 99 * HOUR, "the clock is there");
    assert.equal(at(101 * HOUR), 100 * HOUR);
  });

  test("does not run ahead when what began earlier is heard later", () => {
    const timeline = new Timeline(null);
    let last = 0;
    for (let cycle = 0; cycle < 1_000; cycle++) {
      const mono = cycle * 1_000;
      timeline.stamp({ at: T + mono + 50, mono: mono + 50 }, true);
      last = timeline.stamp({ at: T + mono, mono }, true) - T - mono;
    }
    assert.equal(last, 50);
  });

  test("does not stand still however often it is asked", () => {
    const timeline = new Timeline(T + 1_000);
    let last = 0;
    for (let mono = 0; mono <= 10_000; mono++) last = timeline.stamp({ at: T + mono, mono }, true);
    assert.equal(last, T + 1_000 + 9_901);
  });

  test("begins behind what an earlier run recorded", () => {
    assert.equal(new Timeline(T + HOUR).stamp({ at: T, mono: 77 }, true), T + HOUR + 1);
  });

  test("follows a clock that was set back by more than a day, when somebody has set it", () => {
    const wrong = new Timeline(T + 1_000 * DAY);
    assert.equal(wrong.stamp({ at: T, mono: 0 }, true), T);
    const nobody = new Timeline(T);
    assert.equal(nobody.stamp({ at: 5_000, mono: 0 }, false), T + 1, "1970 is no time to record with");
    assert.equal(nobody.stamp({ at: 105_000, mono: 100_000 }, false), T + 1 + 99_000);
  });

  test("never falls while the clock is set back by less than a day, whatever it does", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: -HOUR, max: HOUR })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const timeline = new Timeline(null);
        let [at, mono, last] = [T, 0, 0];
        for (const [passed, step] of all) {
          mono += passed;
          at += passed + step;
          const stamp = timeline.stamp({ at, mono }, false);
          assert(stamp >= last && stamp >= last + Math.floor(passed * 0.99) - 6);
          assert(stamp >= at);
          last = stamp;
        }
      }),
    );
  });
});

test("steps of the clock are told from its steering", () => {
  const timeline = new Timeline(null);
  assert.equal(timeline.step({ at: T, mono: 0 }), 0, "there is nothing before the first look");
  assert.equal(timeline.step({ at: T + 3_000, mono: 1_000 }), 0);
  assert.equal(timeline.step({ at: T + 3_000 + HOUR, mono: 2_000 }), HOUR - 1_000);
  assert.equal(timeline.step({ at: T + 4_000, mono: 3_000 }), -HOUR);
});
