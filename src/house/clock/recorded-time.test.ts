import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR, type Pace } from "../../model/index.ts";
import { RecordedTime } from "./recorded-time.ts";

const T = Date.UTC(2026, 5, 15, 10);
/** Smaller steps of the clock are not noted. */
const UNNOTED_MS = 280;

describe("recorded time", () => {
  test("is the wall clock's, forward steps included", () => {
    const time = new RecordedTime(T - 5);
    assert.equal(time.stamp({ at: T, mono: 0 }, true), T);
    assert.equal(time.stamp({ at: T + 701, mono: 700 }, true), T + 701, "clocks that are read apart");
    assert.equal(time.stamp({ at: T + 699, mono: 702 }, true), T + 701, "never back");
    assert.deepEqual(time.takePaces(), []);
    assert.equal(time.stamp({ at: T + 3 * HOUR, mono: 900 }, true), T + 3 * HOUR);
    assert.deepEqual(time.takePaces(), [{ since: T + 898, until: T + 3 * HOUR, rate: 0 }], "it leapt");
    assert.deepEqual(time.takePaces(), [], "told once");
  });

  test("goes on at half speed after the clock was set back, until the clock has caught up", () => {
    const time = new RecordedTime(T - 1);
    time.stamp({ at: T, mono: 0 }, true);
    const at = (mono: number): number => time.stamp({ at: T - HOUR + mono, mono }, true) - T;
    assert.equal(at(1_000), 1_000, "until the step was seen");
    assert.equal(time.wait_ms, 2 * HOUR);
    assert.deepEqual(time.takePaces(), [{ since: T + 1_000, until: T + 1_000 + HOUR, rate: 2 }]);
    assert.equal(at(HOUR + 1_000), HOUR / 2 + 1_000);
    assert.equal(time.ahead_ms, HOUR / 2);
    assert.equal(at(2 * HOUR + 1_000), HOUR + 1_000, "the clock is there");
    assert.equal(at(3 * HOUR + 1_000), 2 * HOUR + 1_000);
    assert.deepEqual([time.wait_ms, time.ahead_ms], [0, 0]);
    assert.deepEqual(time.takePaces(), [{ since: T + 1_000, until: T + 1_000 + HOUR, rate: 2 }]);
  });

  test("goes slowly no more when the clock is set forward again", () => {
    const time = new RecordedTime(T - 1);
    time.stamp({ at: T, mono: 0 }, true);
    time.stamp({ at: T - HOUR, mono: 0 }, true);
    assert.equal(time.stamp({ at: T + 600_000, mono: 600_000 }, true), T + 600_000);
    assert.deepEqual(time.takePaces().slice(1), [
      { since: T, until: T + 300_000, rate: 2 },
      { since: T + 300_001, until: T + 600_000, rate: 0 },
    ]);
  });

  test("is told to go slowly for less when the clock is set forward by nearly as much", () => {
    const time = new RecordedTime(T - 1);
    time.stamp({ at: T, mono: 0 }, true);
    time.stamp({ at: T - HOUR, mono: 0 }, true);
    assert.deepEqual(time.takePaces(), [{ since: T, until: T + HOUR, rate: 2 }]);
    assert.equal(time.stamp({ at: T + 400, mono: 1_000 }, true), T + 500);
    assert.deepEqual(time.takePaces(), [{ since: T, until: T + 600, rate: 2 }]);
  });

  test("begins in no leap of an earlier run after which nothing was recorded", () => {
    const saved = { taken: { others: [{ from: T - DAY, to: T }], from: T + 1_000 * DAY } };
    const time = new RecordedTime(T, saved);
    assert.equal(time.stamp({ at: T - HOUR, mono: 0 }, true), T + 1);
    assert.deepEqual(time.takePaces(), [{ since: T + 1, until: T + 2 + HOUR, rate: 2 }]);
  });

  test("is told as slow up to the last instant recorded, when Gleaner stopped meanwhile", () => {
    const first = new RecordedTime(T - 1);
    first.stamp({ at: T, mono: 0 }, true);
    first.stamp({ at: T - HOUR, mono: 0 }, true);
    const saved = JSON.parse(JSON.stringify(first.plain()));
    assert.equal(first.stamp({ at: T - HOUR + 600_000, mono: 600_000 }, true), T + 300_000);
    const second = new RecordedTime(T + 300_000, saved);
    assert.equal(second.stamp({ at: T - HOUR + 700_000, mono: 700_000 }, true), T + 300_001);
    assert.deepEqual(second.takePaces(), [
      { since: T, until: T + 300_001, rate: 2 },
      { since: T + 300_001, until: T + 300_001 + HOUR - 399_999, rate: 2 },
    ]);
    const late = new RecordedTime(T + 2 * HOUR, saved);
    late.stamp({ at: T + 3 * HOUR, mono: 5 * HOUR }, true);
    assert.deepEqual(late.takePaces(), [{ since: T, until: T + HOUR, rate: 2 }], "not longer than was meant");
  });

  test("is the clock's own where the two clocks are cut to milliseconds, each at another moment", () => {
    const time = new RecordedTime(null);
    for (let i = 0; i < 1_000; i++) {
      const [at, mono] = [T + Math.floor(i * 7.3 + 0.9), Math.floor(i * 7.3)];
      assert.equal(time.stamp({ at, mono }, true), at);
      assert.equal(time.ahead_ms, 0);
    }
    assert.deepEqual(time.takePaces(), []);
  });

  test("does not run ahead when what began earlier is heard later", () => {
    const time = new RecordedTime(null);
    let last = 0;
    for (let cycle = 0; cycle < 1_000; cycle++) {
      const mono = cycle * 1_000;
      time.stamp({ at: T + mono + 50, mono: mono + 50 }, true);
      last = time.stamp({ at: T + mono, mono }, true) - T - mono;
    }
    assert.equal(last, 50);
  });

  test("does not stand still however often it is asked", () => {
    const time = new RecordedTime(T + 5_000);
    let last = 0;
    for (let mono = 0; mono <= 8_000; mono++) last = time.stamp({ at: T + mono, mono }, true);
    assert.equal(last, T + 5_001 + 4_000);
  });

  test("begins behind what an earlier run recorded", () => {
    assert.equal(new RecordedTime(T + HOUR).stamp({ at: T, mono: 77 }, true), T + HOUR + 1);
  });

  test("does not wait for a clock that nobody has set, until somebody does", () => {
    const time = new RecordedTime(T);
    assert.equal(time.stamp({ at: 5_000, mono: 0 }, false), T + 1, "1970 is no time to record with");
    assert.equal(time.stamp({ at: 105_000, mono: 100_000 }, false), T + 1 + 100_000);
    assert.equal(time.wait_ms, 0);
    assert.deepEqual(time.takePaces(), []);
    assert.equal(time.stamp({ at: T + 60_000, mono: 110_000 }, true), T + 1 + 110_000);
    assert.equal(time.wait_ms, 2 * 50_001);
    const since = T + 1 + 110_000;
    assert.deepEqual(time.takePaces(), [{ since, until: since + 50_001, rate: 2 }], "slow only since then");
  });

  test("follows a clock that is set back to a time that was never recorded", () => {
    const years = 1_000 * DAY;
    const wrong = new RecordedTime(T);
    wrong.stamp({ at: T + HOUR, mono: 0 }, true);
    assert.equal(wrong.stamp({ at: T + years, mono: 0 }, true), T + years);
    const saved = JSON.parse(JSON.stringify(wrong.plain()));
    assert.equal(wrong.stamp({ at: T + 2 * HOUR, mono: HOUR }, true), T + 2 * HOUR);
    assert.equal(new RecordedTime(T + years, saved).stamp({ at: T + 2 * HOUR, mono: 0 }, true), T + 2 * HOUR);
    const unsure = new RecordedTime(T + years, saved);
    assert.equal(unsure.stamp({ at: T + 2 * HOUR, mono: 0 }, false), T + years + 1);
    assert.equal(unsure.stamp({ at: T + 2 * HOUR + 5, mono: 5 }, true), T + 2 * HOUR + 5, "once it is trusted");
    // without a word of the leap, all that lies before may have been recorded
    assert.equal(new RecordedTime(T + years).stamp({ at: T + 2 * HOUR, mono: 0 }, true), T + years + 1);
  });

  test("is noted at most sixty times an hour", () => {
    const time = new RecordedTime(T - 1);
    for (let i = 0; i < 3 * 3_600; i++) time.stamp({ at: T + i * 1_500, mono: i * 1_000 }, true);
    assert.equal(time.takePaces().length, 180);
  });

  test("is so also when it is followed back each time", () => {
    const time = new RecordedTime(T);
    time.stamp({ at: T + 60_000, mono: 0 }, true);
    for (let i = 1; i <= 100; i++) time.stamp({ at: T + (i % 2) * 1_000 * DAY + i * HOUR, mono: i }, true);
    assert.equal(time.takePaces().length, 60);
  });

  test("follows a clock that misses the free time by a little", () => {
    const years = 1_000 * DAY;
    const time = new RecordedTime(T);
    time.stamp({ at: T + 60_000, mono: 0 }, true);
    time.stamp({ at: T + years, mono: 0 }, true);
    assert.equal(time.stamp({ at: T + 55_000, mono: 20_000 }, true), T + 60_001);
    assert.equal(time.wait_ms, 2 * 5_001);
  });

  test("leaves out what was recorded with a wrong clock when the right one comes by there", () => {
    const time = new RecordedTime(T - 1);
    time.stamp({ at: T, mono: 0 }, true);
    time.stamp({ at: T + DAY, mono: 0 }, true);
    time.stamp({ at: T + DAY + HOUR, mono: HOUR }, true);
    assert.equal(time.stamp({ at: T + HOUR, mono: HOUR }, true), T + HOUR);
    time.takePaces();
    assert.equal(time.stamp({ at: T + DAY - 1, mono: DAY - 1 }, true), T + DAY - 1);
    const over = T + DAY + HOUR + 1;
    assert.equal(time.stamp({ at: T + DAY, mono: DAY }, true), over);
    assert.deepEqual(time.takePaces(), [{ since: over, until: over + HOUR + 1, rate: 2 }]);
    assert.equal(time.stamp({ at: T + DAY + 2 * HOUR, mono: DAY + 2 * HOUR }, true), over + HOUR);
  });

  const far = fc.oneof(fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), fc.constantFrom(-20 * DAY, 20 * DAY, 0, -100));
  const near = fc.integer({ min: -600_000, max: 600_000 });
  for (const [what, by, everywhere] of [
    ["far", far, false],
    ["a little", near, true],
  ] as const) {
    test(`never gives a time twice, and is worth true time, however the clock is set ${what}`, () => {
      const settings = fc.array(fc.tuple(fc.integer({ min: 12, max: 3 * HOUR }), by, fc.boolean()), { maxLength: 30 });
      fc.assert(
        fc.property(settings, (all) => {
          const { given, paces } = live(all);
          assert.equal(new Set(given.map(({ at }) => at)).size, given.length, "each its own");
          assertWorth(given, paces, everywhere);
        }),
      );
    });
  }
});

interface Given {
  readonly at: number;
  readonly mono: number;
  /** It is the first one of a run. */
  readonly first: boolean;
}

/** @param settings after so long the clock is set by so much; while Gleaner was stopped, or not */
function live(settings: readonly (readonly [passed: number, by: number, stopped: boolean])[]): {
  readonly given: readonly Given[];
  readonly paces: readonly Pace[];
} {
  let time = new RecordedTime(null);
  let [at, mono] = [T, 0];
  const given: Given[] = [];
  const paces = new Map<number, Pace>();
  const stamp = (first: boolean): void => {
    given.push({ at: time.stamp({ at, mono }, true), mono, first });
    for (const pace of time.takePaces()) paces.set(pace.since, pace);
  };
  stamp(true);
  for (const [passed, by, stopped] of settings) {
    mono += passed;
    at += passed;
    if (stopped) time = new RecordedTime(given.at(-1)?.at ?? null, JSON.parse(JSON.stringify(time.plain())));
    else stamp(false);
    mono += 12;
    at += by + 12;
    stamp(stopped);
  }
  return { given, paces: [...paces.values()].sort((a, b) => a.since - b.since) };
}

/** The true time between two instants that follow each other. */
function worthOf(paces: readonly Pace[], from: number, to: number): number {
  const borders = paces.flatMap(({ since, until }) => [since, until]).filter((at) => at > from && at < to);
  borders.sort((a, b) => a - b);
  return [from, ...borders].reduce((sum, at, i) => {
    const here = paces.filter(({ since, until }) => since <= at && at < until);
    if (here.some(({ since, rate }) => rate === 0 && since > from)) return sum;
    return sum + ((borders[i] ?? to) - at) * (here.find(({ rate }) => rate > 0)?.rate ?? 1);
  }, 0);
}

/**
 * Recorded time between two instants is worth what passed by the monotonic clock.
 * @param everywhere also where a time that was recorded already lies between
 */
function assertWorth(given: readonly Given[], paces: readonly Pace[], everywhere: boolean): void {
  const slow = paces.filter(({ rate }) => rate > 0);
  for (const [i, { until }] of slow.entries()) assert.ok(until <= (slow[i + 1]?.since ?? until), "none over another");
  let compared = 0;
  for (const [i, { at, mono }] of given.entries()) {
    const next = given[i + 1];
    if (!next || next.first || next.at < at) continue;
    if (given.some((other) => other.at > at && other.at < next.at)) continue;
    const worth = worthOf(paces, at, next.at);
    const passed = next.mono - mono;
    if (worth > passed + UNNOTED_MS && !everywhere) continue;
    assert.ok(Math.abs(worth - passed) <= UNNOTED_MS, `${worth} ms instead of ${passed} ms`);
    compared++;
  }
  assert.ok(compared > 0 || given.length < 20);
}

test("steps of the clock are told from its steering", () => {
  const time = new RecordedTime(null);
  assert.equal(time.step({ at: T, mono: 0 }), 0, "there is nothing before the first look");
  assert.equal(time.step({ at: T + 3_000, mono: 1_000 }), 0);
  assert.equal(time.step({ at: T + 3_000 + HOUR, mono: 2_000 }), HOUR - 1_000);
  assert.equal(time.step({ at: T + 4_000, mono: 3_000 }), -HOUR);
});
