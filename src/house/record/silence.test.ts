import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Gap, HOUR, MINUTE } from "../../model/index.ts";
import { Silence } from "./silence.ts";

const T = Date.UTC(2026, 5, 15, 10);
const STALE = 10_000;

/** Hears a channel at these instants after T, ms. */
function hear(silence: Silence, ...instants: number[]): Gap[] {
  return instants.flatMap((ms) => silence.heard("sun", T + ms, ms, STALE));
}
const gap = (since: number, until: number): Gap => ({
  channel: "sun",
  since: T + since,
  until: T + until,
  why: "silent",
});

describe("a channel that falls silent", () => {
  test("is told when it speaks again, with the whole time", () => {
    assert.deepEqual(hear(new Silence(), 0, 10_000, 20_001, 21_000), [gap(10_000, 20_001)]);
  });

  test("counts by the monotonic clock: one that was set makes no silence, and hides none", () => {
    const silence = new Silence();
    hear(silence, 0);
    assert.deepEqual(silence.heard("sun", T + HOUR, 1_000, STALE), []);
    assert.deepEqual(silence.heard("sun", T + HOUR + 1_000, HOUR, STALE), [
      { channel: "sun", since: T + HOUR, until: T + HOUR + 1_000, why: "silent" },
    ]);
  });

  test("and speaks with an instant that lies before its last one has no gap that could be told", () => {
    const silence = new Silence();
    hear(silence, HOUR);
    assert.deepEqual(silence.heard("sun", T, 2 * HOUR, STALE), []);
    assert.deepEqual(silence.heard("sun", T + MINUTE, 2 * HOUR + MINUTE, STALE), [gap(0, MINUTE)]);
  });

  test("is told twelve times an hour, what comes beyond as one", () => {
    const silence = new Silence();
    const gaps = hear(silence, ...Array.from({ length: 170 }, (_, i) => i * 20_000));
    assert.equal(gaps.length, 12);
    assert.deepEqual(hear(silence, HOUR), [gap(12 * 20_000, 169 * 20_000), gap(169 * 20_000, HOUR)]);
    assert.deepEqual(silence.rest(), []);
  });

  test("what is left of the hour is told at the stop, once", () => {
    const silence = new Silence();
    hear(silence, ...Array.from({ length: 20 }, (_, i) => i * 20_000));
    assert.deepEqual(silence.rest(), [gap(12 * 20_000, 19 * 20_000)]);
    assert.deepEqual(silence.rest(), []);
  });
});

describe("after a start", () => {
  const past = (newest: number | undefined) =>
    new Silence({
      latest: new Map(newest === undefined ? [] : [["sun", T + newest]]),
      stopped_at: T,
      started_at: T + HOUR,
    });

  test("a channel that spoke until the stop and speaks at once has no gap of its own", () => {
    assert.deepEqual(hear(past(-1_000), HOUR + 1_000), []);
  });
  test("one that comes late was silent from the start on", () => {
    assert.deepEqual(hear(past(-1_000), HOUR + MINUTE), [gap(HOUR, HOUR + MINUTE)]);
  });
  test("one that was silent when Gleaner stopped has one gap, over the stop", () => {
    assert.deepEqual(hear(past(-MINUTE), HOUR + 1_000, HOUR + 2_000), [gap(-MINUTE, HOUR + 1_000)]);
  });
  test("one that was never recorded has none", () => {
    assert.deepEqual(hear(past(undefined), 2 * HOUR), []);
  });
});
