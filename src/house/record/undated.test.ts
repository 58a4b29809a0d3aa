import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Decision, type Reading, reason } from "../../model/index.ts";
import { Undated } from "./undated.ts";

const T = Date.UTC(2026, 5, 15, 10);
const now = (mono: number) => ({ at: T + mono, mono });
const reading = (channel: string, at: number, value: Reading["value"]): Reading => ({ channel, at: T + at, value });
const decision = (at: number): Decision => ({ at: T + at, kind: "house", reason: reason("house_started") });
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** How many decisions wait. */
function decisionsIn(undated: Undated): number {
  return undated.plain()?.moments.flatMap(({ decisions }) => decisions).length ?? 0;
}

/** The next run on what one has left. */
function after(one: Undated, boot = "one"): Undated {
  return new Undated(JSON.parse(JSON.stringify(one.plain() ?? null)), boot);
}

describe("what waits for the clock", () => {
  test("is given back in its order, moment by moment, and waits no more", () => {
    const undated = new Undated(undefined, "one");
    const moments = [
      { now: now(1_000), readings: [reading("sun", 998, 5), reading("lamp", 1_000, "on")], decisions: [] },
      { now: now(2_000), readings: [], decisions: [decision(2_000)] },
      { now: now(3_000), readings: [reading("sun", 3_000, 6)], decisions: [decision(3_000)] },
    ];
    for (const one of moments) assert.equal(undated.put(one.now, one.readings, one.decisions), 0);
    undated.put(now(4_000), [], []);
    assert.deepEqual([undated.readings, decisionsIn(undated)], [3, 2]);
    assert.deepEqual(after(undated).take(), { moments, lost: undefined }, "to the next run of this machine start too");
    assert.deepEqual(undated.take(), { moments, lost: undefined });
    assert.deepEqual([undated.readings, decisionsIn(undated), undated.plain()], [0, 0, undefined]);
    assert.deepEqual(undated.take(), { moments: [], lost: undefined });
  });

  test("after a reboot is known by number only, but for its decisions", () => {
    const undated = new Undated(undefined, "one");
    undated.put(now(1_000), [reading("sun", 1_000, 5), reading("lamp", 1_000, 1)], [decision(1_000)]);
    undated.put(now(2_000), [reading("sun", 2_000, 5)], [decision(2_000)]);
    const later = after(undated, "two");
    assert.deepEqual(later.stranded, [decision(1_000), decision(2_000)]);
    assert.equal(later.stranded_readings, 3);
    assert.deepEqual([later.readings, decisionsIn(later), later.cut], [0, 0, false]);
    const same = after(undated);
    assert.deepEqual([same.stranded, same.stranded_readings, same.readings], [[], 0, 3]);
  });

  test("of a channel whose name was lost is left out, the others stay", () => {
    const moments = [{ ...now(1), readings: [[0, 5, 0] as const, [7, 6, 0] as const], decisions: [] }];
    const undated = new Undated({ boot: "one", channels: ["sun"], moments, cut: false }, "one");
    assert.deepEqual(undated.take().moments[0]?.readings, [reading("sun", 1, 5)]);
  });
});

describe("bounds", () => {
  test("200,000 readings wait; of the others it is known when they were lost", () => {
    const undated = new Undated(undefined, "one");
    const all = many(80_000, reading("sun", 0, 1));
    for (const mono of [1_000, 2_000, 3_000, 4_000, 5_000]) undated.put(now(mono), all, []);
    assert.deepEqual([undated.readings, undated.dropped], [200_000, 200_000]);
    assert.deepEqual(undated.take().lost, { from: 3_000, to: 5_000 });
    undated.put(now(6_000), all, []);
    assert.deepEqual([undated.readings, undated.dropped, undated.take().lost], [80_000, 200_000, undefined]);
  });

  test("2,000 decisions wait; whoever gives more is told how many were lost", () => {
    const undated = new Undated(undefined, "one");
    assert.equal(undated.put(now(1), [], many(1_999, decision(1))), 0);
    assert.equal(undated.put(now(2), [], many(3, decision(2))), 2);
    assert.equal(undated.put(now(3), [], many(3, decision(3))), 3);
    assert.equal(decisionsIn(undated), 2_000);
  });

  test("the oldest 10,000 readings are saved, and all decisions; the next run knows that others were lost", () => {
    const undated = new Undated(undefined, "one");
    const some = many(4_000, reading("sun", 0, 1));
    for (const mono of [1, 2]) undated.put(now(mono), some, []);
    assert.deepEqual([undated.unsaved, after(undated).cut], [0, false]);
    undated.put(now(3), some, [decision(3)]);
    undated.put(now(4), some, []);
    undated.put(now(5), some, [decision(5)]);
    assert.equal(undated.unsaved, 10_000);
    assert.equal(undated.plain()?.moments.length, 4, "what has nothing to save takes no room");
    const later = after(undated);
    assert.deepEqual([later.readings, decisionsIn(later), later.cut], [10_000, 2, true]);
    assert.deepEqual(
      later.take().moments.map(({ now: { mono }, readings }) => [mono, readings.length]),
      [
        [1, 4_000],
        [2, 4_000],
        [3, 2_000],
        [5, 0],
      ],
    );
  });
});
