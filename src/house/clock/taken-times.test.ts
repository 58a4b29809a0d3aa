import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { TakenTimes } from "./taken-times.ts";

const T = Date.UTC(2026, 5, 15);

describe("times that were recorded already", () => {
  test("are all up to now where nobody knows better", () => {
    const taken = new TakenTimes();
    assert.equal(taken.freeFrom(T), undefined);
    assert.equal(taken.enter(T), T, "the present one goes on");
  });

  test("leave the time free that the clock leapt over, if there is room", () => {
    const taken = new TakenTimes();
    taken.leave(T + 0.5, T + HOUR);
    assert.equal(taken.freeFrom(T + MINUTE), T + MINUTE);
    for (const at of [T - DAY, T, T + 1]) assert.equal(taken.freeFrom(at), T + 2, "the last instant is taken");
    assert.equal(taken.freeFrom(T + 45 * MINUTE), T + 45 * MINUTE, "a quarter of an hour is room");
    assert.equal(taken.freeFrom(T + 45 * MINUTE + 1), undefined, "less is none");
    assert.equal(taken.freeFrom(T + HOUR), undefined);
    taken.leave(T + 2 * HOUR, T + 2 * HOUR + MINUTE);
    assert.equal(taken.freeFrom(T + 2 * HOUR + 30_000), undefined, "a minute is no room");
  });

  test("are passed over, all that follow each other", () => {
    const taken = new TakenTimes();
    taken.begin(T);
    taken.leave(T + HOUR, T + DAY);
    taken.leave(T + DAY + HOUR, T + DAY + 2 * HOUR);
    taken.leave(T + DAY + 3 * HOUR, T + 2 * HOUR);
    assert.equal(taken.nextAfter(T + 5 * HOUR), T + DAY);
    assert.equal(taken.aheadAt(T + DAY), T + DAY);
    for (const at of [T + 1, T + 3 * HOUR, T + DAY - 1]) assert.equal(taken.aheadAt(at), undefined);
    assert.equal(taken.enter(T + 5 * HOUR), T + 5 * HOUR);
    assert.equal(taken.enter(T + DAY + MINUTE), T + DAY + HOUR + 1);
    assert.equal(taken.freeFrom(T + 3 * HOUR), undefined, "one with where it came from now");
    assert.equal(taken.enter(T + DAY + 2 * HOUR), T + DAY + 3 * HOUR + 1);
    assert.equal(taken.nextAfter(T + 5 * HOUR), Number.POSITIVE_INFINITY);
  });

  test("lie in their order, whichever was left first", () => {
    const taken = new TakenTimes();
    taken.begin(T + 10 * DAY);
    taken.leave(T + 10 * DAY + HOUR, T);
    taken.leave(T + HOUR, T + 5 * DAY);
    taken.leave(T + 5 * DAY + HOUR, T + 20 * DAY);
    for (const [at, next] of [
      [-1, 0],
      [2, 5],
      [6, 10],
    ] as const)
      assert.equal(taken.nextAfter(T + at * DAY), T + next * DAY);
    assert.equal(taken.freeFrom(T + 10 * DAY), T + 10 * DAY + HOUR + 1);
  });

  test("are known to a later run", () => {
    const taken = new TakenTimes();
    taken.leave(T, T + DAY);
    const later = new TakenTimes(JSON.parse(JSON.stringify(taken.plain())));
    assert.equal(later.freeFrom(T), T + 1);
    later.endsBefore(T + 2 * MINUTE);
    assert.equal(later.freeFrom(T), undefined, "what was never recorded there needs no room");
    for (const saved of [null, 7, { others: 1 }, { others: [null, { from: "x", to: 1 }], from: "x" }, { from: 9e15 }]) {
      assert.equal(new TakenTimes(saved).freeFrom(T), undefined, "what makes no sense counts for nothing");
    }
  });

  test("with less than a quarter of an hour between them leave no room there", () => {
    const others = [
      { from: T, to: T + HOUR },
      { from: T + HOUR + 10 * MINUTE, to: T + 2 * HOUR },
    ];
    const taken = new TakenTimes({ others, from: T + DAY });
    for (const at of [T, T + HOUR + 1, T + 2 * HOUR]) assert.equal(taken.freeFrom(at), T + 2 * HOUR + 1);
  });

  test("begin and end with an instant that is taken, and are whole instants", () => {
    const saved = (to: number): unknown => ({ others: [{ from: T, to }], from: T + DAY });
    for (const at of [T, T + HOUR]) assert.equal(new TakenTimes(saved(T + HOUR)).enter(at), T + HOUR + 1);
    for (const at of [T - 1, T + HOUR + 1]) assert.equal(new TakenTimes(saved(T + HOUR)).enter(at), at);
    assert.equal(new TakenTimes(saved(T + HOUR + 0.5)).enter(T), T, "what is none is not believed");
    assert.equal(new TakenTimes(saved(T - 1)).nextAfter(T - DAY), Number.POSITIVE_INFINITY, "nor what has no length");
    const ahead = new TakenTimes({ others: [{ from: T, to: T + HOUR }], from: T - DAY });
    for (const at of [T, T + HOUR]) assert.equal(ahead.aheadAt(at), T);
    for (const at of [T - 1, T + HOUR + 1]) assert.equal(ahead.aheadAt(at), undefined);
  });

  test("become one beyond 32 where the hole between them is the smallest, unless the present lies in it", () => {
    const from = (i: number): number => T + i * DAY;
    const others = Array.from({ length: 32 }, (_, i) => ({
      from: from(i),
      to: i === 10 ? from(11) - HOUR : from(i) + 12 * HOUR,
    }));
    const leftFor = (to: number): TakenTimes => {
      const taken = new TakenTimes({ others, from: from(40) });
      taken.leave(from(40) + HOUR, to);
      return taken;
    };
    const small = from(11) - HOUR / 2;
    const elsewhere = leftFor(from(50));
    assert.equal(elsewhere.freeFrom(small), from(11) + 12 * HOUR + 1);
    for (const i of [0, 9, 12, 30]) assert.equal(elsewhere.freeFrom(from(i) + 13 * HOUR), from(i) + 13 * HOUR);
    assert.equal(leftFor(small).enter(small + 1), small + 1);
  });

  test("are few however often the clock leaps", () => {
    const taken = new TakenTimes();
    for (let day = 0; day < 100; day++) taken.leave(T + day * DAY, T + day * DAY + (12 + (day % 2)) * HOUR);
    assert.ok(JSON.stringify(taken.plain()).length < 2_500);
    assert.equal(taken.freeFrom(T + 99 * DAY + HOUR), T + 99 * DAY + HOUR);
  });

  test("never swallow the present, which lies in a hole", () => {
    const taken = new TakenTimes();
    taken.begin(T);
    for (let day = 1; day <= 100; day++) {
      taken.leave(T + day * MINUTE, T + 1_000 * DAY + day * DAY);
      taken.leave(T + 1_000 * DAY + day * DAY + MINUTE, T + day * MINUTE + 20 * MINUTE);
    }
    assert.equal(taken.enter(T + 100 * DAY), T + 100 * DAY);
  });
});
