import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR } from "../model/index.ts";
import { TakenTimes } from "./taken-times.ts";

const T = Date.UTC(2026, 5, 15);

describe("times that were recorded already", () => {
  test("are all up to now where nobody knows better", () => {
    const taken = new TakenTimes();
    assert.equal(taken.isFree(T), false);
    assert.equal(taken.enter(T), T, "the present one goes on");
  });

  test("leave the time free that the clock leapt over, if there is room", () => {
    const taken = new TakenTimes();
    taken.leave(T, T + HOUR);
    assert.equal(taken.isFree(T), false, "the last instant is taken");
    assert.equal(taken.isFree(T + 1), true);
    assert.equal(taken.isFree(T + HOUR - 10 * 60_000), false, "no room before what follows");
    assert.equal(taken.isFree(T + HOUR), false);
    taken.leave(T + 2 * HOUR, T + 2 * HOUR + 60_000);
    assert.equal(taken.isFree(T + 2 * HOUR + 30_000), false, "a minute is no room");
  });

  test("are passed over, all that follow each other", () => {
    const taken = new TakenTimes();
    taken.begin(T);
    taken.leave(T + HOUR, T + DAY);
    taken.leave(T + DAY + HOUR, T + DAY + 2 * HOUR);
    taken.leave(T + DAY + 3 * HOUR, T + 2 * HOUR);
    assert.equal(taken.enter(T + 5 * HOUR), T + 5 * HOUR);
    assert.equal(taken.enter(T + DAY + 60_000), T + DAY + HOUR + 1);
    assert.equal(taken.isFree(T + 3 * HOUR), false, "one with where it came from now");
    assert.equal(taken.enter(T + DAY + 2 * HOUR), T + DAY + 3 * HOUR + 1);
  });

  test("are known to a later run", () => {
    const taken = new TakenTimes();
    taken.leave(T, T + DAY);
    const later = new TakenTimes(JSON.parse(JSON.stringify(taken.plain())));
    assert.equal(later.isFree(T), false);
    assert.equal(later.isFree(T + HOUR), true);
    for (const saved of [null, 7, { others: 1 }, { others: [null, { from: "x", to: 1 }], from: "x" }]) {
      assert.equal(new TakenTimes(saved).isFree(T), false, "what makes no sense counts for nothing");
    }
  });

  test("are few: the oldest become one", () => {
    const taken = new TakenTimes();
    for (let day = 0; day < 100; day++) taken.leave(T + day * DAY, T + day * DAY + 12 * HOUR);
    assert.ok(JSON.stringify(taken.plain()).length < 2_500);
    assert.equal(taken.isFree(T + HOUR), false);
    assert.equal(taken.isFree(T + 98 * DAY + HOUR), true);
  });
});
