import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeBlock, encodeBlock, openRest, runOf } from "./block.ts";
import { ByteSink, ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts } from "./ints.ts";
import { decodeNumbers, encodeNumbers } from "./numbers.ts";
import { decodeRollups, encodeRollups, rollupsOf } from "./rollups.ts";
import { Gathering } from "./runs.ts";
import { planTimes } from "./times.ts";
import type { Run } from "./values.ts";

const PLACE = 77;

/** Writes a run as one block and reads it again. */
function thereAndBack(run: Run, shared: boolean): Run {
  const plan = planTimes(run.at, 0, run.count, new ByteSink());
  const row = shared && plan.rest !== null ? 5 : null;
  const bytes = encodeBlock(run, 0, plan, PLACE, row, 0);
  return runOf(decodeBlock(bytes, PLACE, (rest, count) => openRest(plan.rest ?? undefined, rest, count)));
}

function assertSameRun(actual: Run, expected: Run): void {
  assert.equal(actual.count, expected.count);
  assert.deepEqual([...actual.at], [...expected.at]);
  for (let i = 0; i < expected.count; i++) {
    const state = expected.states?.[i];
    assert.equal(actual.states?.[i], state);
    if (state === undefined) assert.equal(actual.numbers[i], expected.numbers[i]);
  }
}

const anInt = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -5_000, max: 5_000 }),
  fc.integer(),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0),
);

describe("integers", () => {
  it("come back as they were", () => {
    const sink = new ByteSink();
    const into = new Int32Array(400);
    fc.assert(
      fc.property(fc.array(anInt, { maxLength: 400 }), (values) => {
        encodeInts(Int32Array.from(values), values.length, sink.clear());
        const source = new ByteSource(sink.bytes());
        decodeInts(source, values.length, into);
        assert.deepEqual([...into.subarray(0, values.length)], values);
        assert.equal(source.left, 0);
      }),
      { numRuns: 400 },
    );
  });
});

it("numbers of any kind come back to the last bit", () => {
  const sink = new ByteSink();
  const aNumber = fc.oneof(
    anInt,
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(-0),
  );
  for (const values of [aNumber, fc.maxSafeInteger(), fc.float({ noNaN: true, noDefaultInfinity: true })]) {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 200 }), (list) => {
        encodeNumbers(Float64Array.from(list), list.length, sink.clear());
        const back = decodeNumbers(new ByteSource(sink.bytes()), list.length);
        list.forEach((value, i) => {
          assert.ok(Object.is(back[i], value), `${back[i]} instead of ${value}`);
        });
      }),
    );
  }
});

const aValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.constantFrom("float", "", "12", "é") },
);

const steps = fc.constantFrom(1, 7, 1_000, 10_000, 86_400_000, 4e10);

const aRun: fc.Arbitrary<Run> = fc
  .tuple(
    fc.integer({ min: -1e12, max: 4e12 }),
    steps,
    fc.array(fc.tuple(aValue, fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 120 }),
    fc.boolean(),
  )
  .map(([start, step, list, late]) => {
    const gathering = new Gathering();
    let at = start;
    for (const [value, delay] of list) {
      at += step * (delay === 40 ? 100 : 1);
      const instant = late ? at + delay : at;
      if (typeof value === "string") gathering.add(instant, Number.NaN, value);
      else gathering.add(instant, value);
    }
    return gathering.run();
  });

describe("blocks", () => {
  it("give back every reading, to the last bit and millisecond", () => {
    fc.assert(
      fc.property(aRun, fc.boolean(), (run, shared) => assertSameRun(thereAndBack(run, shared), run)),
      { numRuns: 400 },
    );
  });
});

it("roll-ups come back as they were, and add up to the readings", () => {
  const sink = new ByteSink();
  fc.assert(
    fc.property(aRun, (run) => {
      const plan = planTimes(run.at, 0, run.count, new ByteSink());
      const inner = { ...plan, rest: plan.rest };
      const block = encodeBlock(run, 0, inner, PLACE, null, 0);
      const chunk = decodeBlock(block, PLACE, () => null);
      const rollups = rollupsOf(chunk);
      if (run.states?.some((state) => state !== undefined)) {
        assert.equal(rollups, null);
        return;
      }
      assert.ok(rollups);
      encodeRollups(rollups, 10_000, chunk.column.decimals >= 0, sink.clear());
      assert.deepEqual(decodeRollups(new ByteSource(sink.bytes())), rollups);
      assert.equal(
        rollups.readings.reduce((sum, n) => sum + n, 0),
        run.count,
      );
    }),
    { numRuns: 300 },
  );
});
