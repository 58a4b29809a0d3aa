import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ByteSink, ByteSource } from "./bytes.ts";
import { bytesOf, hex, seeded } from "./testing/series.ts";
import { decodeRest, indexFrom, instantAt, planTimes, type Times } from "./times.ts";

const START = Date.UTC(2026, 5, 15);

/** The plan of these instants, which must give back each. */
function planned(instants: readonly number[]) {
  // what stands before and behind is not looked at
  const at = Float64Array.from([1, 2, ...instants, 3e13]);
  const { head, count, rest } = planTimes(at, 2, instants.length, new ByteSink());
  const said = new ByteSource(head);
  const [base, step] = [said.signed(), said.signed()];
  assert.equal(said.left, 0);
  const source = rest === null ? null : new ByteSource(rest);
  const times: Times = { base, step, count, rest: source === null ? null : decodeRest(source, count) };
  assert.equal(source?.left ?? 0, 0);
  assert.deepEqual(
    instants.map((_, i) => instantAt(times, i)),
    instants,
  );
  return { base, step, count, rest };
}

const each = (length: number, instant: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => START + instant(i));

describe("instants", () => {
  it("are planned as bytes, which stay when the next plan is made", () => {
    const sink = new ByteSink();
    const at = Float64Array.from({ length: 400 }, (_, i) => START + 10_000 * i);
    const plans = [0, 100, 200, 300].map((from) => planTimes(at, from, 100, sink));
    assert.deepEqual(
      plans.map(({ head }) => new ByteSource(head).signed()),
      [0, 100, 200, 300].map((from) => START + 10_000 * from),
    );
  });

  it("of a regular series are its first and its step", () => {
    assert.deepEqual(planned(each(500, (i) => 10_000 * i)), { base: START, step: 10_000, count: 500, rest: null });
    assert.deepEqual(planned(each(500, (i) => 7 * i)), { base: START, step: 7, count: 500, rest: null });
    assert.deepEqual(planned(each(2, (i) => 4e10 * i)), { base: START, step: 4e10, count: 2, rest: null });
    assert.deepEqual(planned([START]), { base: START, step: 0, count: 1, rest: null });
    assert.deepEqual(planned([-5, -2, 1]), { base: -5, step: 3, count: 3, rest: null });
  });

  it("that are a little late keep the step that was meant", () => {
    const random = seeded(1);
    const late = (most: number) => () => Math.floor(random() * most);
    const plans = [10_000, 1_000, 200, 60].map((step) => {
      const lateness = late(Math.min(49, step / 5));
      return planned(each(2_000, (i) => step * i + lateness()));
    });
    assert.deepEqual(
      plans.map(({ step }) => step),
      [10_000, 1_000, 200, 60],
    );
    assert.deepEqual(
      plans.map(({ rest }) => rest?.length),
      [1_542, 1_441, 1_464, 915],
    );
  });

  it("of a source whose clock is fast have the step that it has", () => {
    const { step, rest } = planned(each(2_000, (i) => Math.round(10_003.4 * i)));
    assert.deepEqual([step, rest?.length], [10_003, 180]);
  });

  it("with a gap keep the step; the gap is one leap", () => {
    const { step, rest } = planned(each(1_000, (i) => 10_000 * i + (i > 300 ? 3_600_000 : 0)));
    assert.deepEqual(
      [step, hex(rest ?? bytesOf(""))],
      [10_000, "000100400e1ed0feffffffffffffffffffff0d05058a389a7000dd0d"],
    );
  });

  it("that are a little late and have a gap keep the step that was meant", () => {
    const random = seeded(2);
    const late = (i: number): number => Math.floor(random() * 40) + (i > 200 ? 3_600_000 : 0);
    const plans = [10_000, 5_000, 2_500, 160].map((step) => planned(each(700, (i) => step * i + late(i))));
    assert.deepEqual(
      plans.map(({ step }) => step),
      [10_000, 5_000, 2_500, 160],
    );
  });

  it("that come in pairs have their mean as their step", () => {
    assert.equal(planned(each(401, (i) => Math.floor(i / 2) * 10_000 + (i % 2) * 1_000)).step, 5_000);
  });

  it("of things that happen now and then", () => {
    const random = seeded(3);
    let at = 0;
    const { step, rest } = planned(
      each(300, () => {
        at += 1 + Math.floor(random() * 100_000);
        return at;
      }),
    );
    assert.deepEqual([step, rest?.length], [51_794, 660]);
  });

  it("with more than 2^30 ms between what is and what should be are kept as wide numbers", () => {
    const form = (leap: number): number | undefined => planned(each(10, (i) => 10 * i + (i > 8 ? leap : 0))).rest?.[0];
    assert.equal(form(2 ** 30 - 1), 0);
    assert.equal(form(2 ** 30), 1);
    assert.equal(planned([-(2 ** 52), 0, 1, 2, 3, 4, 8.64e15]).rest?.[0], 1);
  });

  it("are coded as ever", () => {
    const rest = planned(each(20, (i) => 10_000 * i + ((i * i) % 7))).rest;
    assert.equal(hex(rest ?? bytesOf("")), "002300748b45fdb30c0322e7052671d05134");
    assert.deepEqual(
      [...decodeRest(new ByteSource(bytesOf("002300748b45fdb30c0322e7052671d05134")), 20)],
      [0, 1, 4, 2, 2, 4, 1, 0, 1, 4, 2, 2, 4, 1, 0, 1, 4, 2, 2, 4],
    );
  });

  it("of an unknown form are refused", () => {
    assert.throws(() => decodeRest(new ByteSource(Uint8Array.of(2, 0, 0)), 2), {
      name: "BadBytes",
      message: "an unknown form of instants (2)",
    });
  });
});

it("the first instant from one on", () => {
  const times: Times = { base: 100, step: 10, count: 5, rest: Int8Array.of(0, 0, 3, 0, 0) };
  // 100, 110, 123, 130, 140
  const found = [0, 100, 101, 110, 120, 123, 124, 140, 141].map((at) => indexFrom(times, at));
  assert.deepEqual(found, [0, 0, 1, 1, 2, 2, 3, 4, 5]);
  assert.deepEqual([indexFrom(times, 0, 2), indexFrom(times, 141, 0, 3), indexFrom(times, 110, 2, 4)], [2, 3, 2]);
  assert.equal(indexFrom({ base: 0, step: 5, count: 3, rest: null }, 6), 2);
  assert.equal(instantAt(times, 9), 190, "beyond its rest it goes on");
});
