import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Reading } from "../../model/index.ts";
import { Instants } from "./instants.ts";

const T = Date.UTC(2026, 5, 15, 10);

function setup() {
  const superseded: string[] = [];
  const instants = new Instants((channel) => superseded.push(channel));
  const shown = (readings: readonly Reading[]) => readings.map(({ channel, at, value }) => [channel, at - T, value]);
  /** Values of one channel, each measured at its own moment. */
  const come = (channel: string, after_ms: number, ...values: number[]) =>
    values.flatMap((value) => shown(instants.apart([{ channel, at: T + after_ms, value }], T + after_ms)));
  return { superseded, instants, shown, come };
}

describe("readings that come within a millisecond", () => {
  test("are given one instant each, in the order of arrival", () => {
    const { come, superseded } = setup();
    const expected = [0, 1, 2, 3, 4].map((ms) => ["x", ms, ms + 1]);
    assert.deepEqual(come("x", 0, 1, 2, 3, 4, 5), expected);
    assert.deepEqual(come("x", 3, 6), [["x", 5, 6]], "the burst is ahead of the clock");
    assert.deepEqual(come("x", 9, 7), [["x", 9, 7]], "and is caught up");
    assert.deepEqual(superseded, []);
  });

  test("are so too by a device's own clock that is half a minute ahead", () => {
    const { instants, shown } = setup();
    const come = (value: number) => shown(instants.apart([{ channel: "x", at: T + 30_000, value }], T));
    assert.deepEqual([1, 2].flatMap(come), [
      ["x", 30_000, 1],
      ["x", 30_001, 2],
    ]);
  });

  test("of other channels keep their instant", () => {
    const { instants, shown } = setup();
    const set = [
      { channel: "x", at: T, value: 1 },
      { channel: "y", at: T, value: 2 },
    ];
    assert.deepEqual(shown(instants.apart(set, T)), [
      ["x", 0, 1],
      ["y", 0, 2],
    ]);
    instants.apart([{ channel: "x", at: T, value: 3 }], T);
    assert.deepEqual(shown(instants.apart([{ channel: "y", at: T + 1, value: 4 }], T + 1)), [["y", 1, 4]]);
  });

  test("that were measured together are one: the last counts", () => {
    const { instants, shown, superseded } = setup();
    const set = [1, 2, 3].map((value) => ({ channel: "x", at: T, value }));
    assert.deepEqual(shown(instants.apart([...set, { channel: "x", at: T + 5, value: 4 }], T + 5)), [
      ["x", 0, 3],
      ["x", 5, 4],
    ]);
    assert.deepEqual(superseded, ["x", "x"]);
  });
});

describe("more than a thousand in a second", () => {
  test("the newest waits for its instant, those before it are counted", () => {
    const { come, instants, shown, superseded } = setup();
    const first = come("x", 0, ...Array.from({ length: 1_001 }, (_, n) => n));
    assert.deepEqual(first.at(-1), ["x", 1_000, 1_000]);
    assert.deepEqual(come("x", 0, 1_001, 1_002, 1_003), []);
    assert.deepEqual(superseded, ["x", "x"]);
    assert.deepEqual(shown(instants.due(T)), []);
    assert.deepEqual(shown(instants.due(T + 1)), [["x", 1_001, 1_003]]);
    assert.deepEqual(shown(instants.due(T + 2)), []);
  });

  test("what waits comes before what is newer, and at the stop", () => {
    const { come, instants, shown, superseded } = setup();
    come("x", 0, ...Array.from({ length: 1_002 }, (_, n) => n));
    assert.deepEqual(come("x", 5, 7), [
      ["x", 1_001, 1_001],
      ["x", 1_002, 7],
    ]);
    come("x", 5, 8, 9, 10, 11, 12, 13);
    assert.deepEqual(shown(instants.rest()), [["x", 1_006, 13]]);
    assert.deepEqual(superseded, ["x", "x"]);
  });
});

test("a device that tells its instants is believed, as far as they go on", () => {
  const { instants, shown } = setup();
  const told = (at: number, value: number) => shown(instants.apart([{ channel: "x", at: T + at, value }], T + 9_000));
  assert.deepEqual(told(1_000, 1), [["x", 1_000, 1]]);
  assert.deepEqual(told(2_000, 2), [["x", 2_000, 2]]);
  assert.deepEqual(told(2_000, 3), [["x", 2_001, 3]], "it cannot be the same moment, if it is another value");
  assert.deepEqual(told(1_500, 4), [["x", 2_002, 4]], "what is told later was measured later");
  assert.deepEqual(told(-60_000, 5), [["x", 2_003, 5]], "its clock goes back, not the house's");
});

test("when recorded time goes back to a time that is free, it is followed", () => {
  const { come, superseded } = setup();
  come("x", 3_600_000, ...Array.from({ length: 1_003 }, (_, n) => n));
  assert.deepEqual(come("x", 0, 7, 8), [
    ["x", 0, 7],
    ["x", 1, 8],
  ]);
  assert.deepEqual(superseded, ["x", "x"]);
});

test("whatever comes: instants go up, never more than a second ahead, the last is kept, and all the others are counted", () => {
  const arrival = fc.record({ channel: fc.constantFrom("x", "y"), passed_ms: fc.nat(3), count: fc.nat(400) });
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 30 }), (arrivals) => {
      let counted = 0;
      const instants = new Instants(() => {
        counted += 1;
      });
      const kept: Reading[] = [];
      const last = new Map<string, number>();
      let now = T;
      let given = 0;
      for (const { channel, passed_ms, count } of arrivals) {
        now += passed_ms;
        for (let i = 0; i < count; i++) {
          given += 1;
          last.set(channel, given);
          const more = instants.apart([{ channel, at: now, value: given }], now);
          for (const { at } of more) assert.ok(at - now <= 1_000);
          kept.push(...more);
        }
      }
      kept.push(...instants.rest());
      assert.equal(kept.length + counted, given);
      for (const channel of ["x", "y"]) {
        const own = kept.filter((reading) => reading.channel === channel);
        assert.ok(
          own.every(({ at, value }, i) => i === 0 || (at > (own[i - 1]?.at ?? 0) && value > (own[i - 1]?.value ?? 0))),
        );
        assert.equal(own.at(-1)?.value, last.get(channel));
      }
    }),
  );
});
