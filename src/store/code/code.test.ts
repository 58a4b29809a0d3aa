import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeBlock, encodeBlock, openRest, runOf, sealed } from "./block.ts";
import { ByteSink, ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts } from "./ints.ts";
import { decodeNumbers, encodeNumbers } from "./numbers.ts";
import { decodeRollups, encodeRollups, rollupsOf } from "./rollups.ts";
import { cuts, Gathering, mergeRuns } from "./runs.ts";
import { channelOfSegment, SPAN_MS, segmentId, spanOf, spanOfSegment } from "./segment.ts";
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

  it("come back from long walks of every roughness", () => {
    const sink = new ByteSink();
    const into = new Int32Array(9_000);
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 48_271) + 11) | 0;
      return (seed >>> 8) / 2 ** 24;
    };
    for (const roughness of [0, 0.3, 3, 40, 3_000, 1e6, 2 ** 31]) {
      let value = 0;
      const values = Int32Array.from({ length: 9_000 }, () => {
        value = (value + Math.round((random() - 0.5) * roughness)) | 0;
        return value;
      });
      encodeInts(values, values.length, sink.clear());
      decodeInts(new ByteSource(sink.bytes()), values.length, into);
      assert.deepEqual(into, values);
    }
  });

  it("that repeat take hardly anything", () => {
    const sink = new ByteSink();
    encodeInts(new Int32Array(8_640).fill(230), 8_640, sink.clear());
    assert.ok(sink.length <= 3);
    encodeInts(
      Int32Array.from({ length: 8_640 }, (_, i) => (i < 4_000 ? 0 : 1)),
      8_640,
      sink.clear(),
    );
    assert.ok(sink.length < 40, `${sink.length} bytes`);
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

  it("learn the resolution of a sensor", () => {
    const numbers = Float64Array.from({ length: 500 }, (_, i) => (5_120 + (i % 37)) / 100);
    const at = Float64Array.from(numbers, (_, i) => i * 1_000);
    const run = { count: 500, at, numbers, states: null };
    const plan = planTimes(at, 0, 500, new ByteSink());
    assert.equal(plan.rest, null);
    const chunk = decodeBlock(encodeBlock(run, 0, plan, PLACE, null, 0), PLACE, () => null);
    assert.equal(chunk.column.decimals, 2);
    assert.ok(chunk.column.counts instanceof Int16Array);
  });

  it("belong to one place, and tell of every changed bit", () => {
    const numbers = Float64Array.from({ length: 300 }, (_, i) => Math.round(50 * Math.sin(i / 9)));
    const run = { count: 300, at: numbers.map((_, i) => i * 1_000), numbers, states: null };
    const bytes = encodeBlock(run, 0, planTimes(run.at, 0, 300, new ByteSink()), PLACE, null, 0);
    assert.throws(() => decodeBlock(bytes, PLACE + 1, () => null), /wrong checksum/);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => decodeBlock(flipped, PLACE, () => null), { name: "DamagedBlock" });
    }
  });
});

it("flipped bits would go unseen without the checksum", () => {
  const numbers = Float64Array.from({ length: 300 }, (_, i) => Math.round(50 * Math.sin(i / 9)));
  const run = { count: 300, at: numbers.map((_, i) => i * 1_000), numbers, states: null };
  const bytes = encodeBlock(run, 0, planTimes(run.at, 0, 300, new ByteSink()), PLACE, null, 0);
  let unseen = 0;
  for (let bit = 64; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    // as if nobody looked
    new DataView(flipped.buffer).setUint32(0, sealed(flipped.subarray(4), PLACE), true);
    try {
      assertSameRun(runOf(decodeBlock(flipped, PLACE, () => null)), run);
    } catch (error) {
      if (error instanceof assert.AssertionError) unseen++;
    }
  }
  assert.ok(unseen > bytes.length, `${unseen} of ${8 * bytes.length} flips give wrong readings`);
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

describe("runs", () => {
  it("keep the first of an instant and are in order", () => {
    const gathering = new Gathering();
    for (const [at, value] of [
      [5, 1],
      [3, 2],
      [5, 3],
      [4, 4],
      [3, 5],
    ] as const) {
      gathering.add(at, value);
    }
    const { at, numbers } = gathering.run();
    assert.deepEqual([...at], [3, 4, 5]);
    assert.deepEqual([...numbers], [2, 4, 1]);
    const other = new Gathering();
    other.add(4, 9);
    other.add(6, 9);
    const merged = mergeRuns(gathering.run(), other.run());
    assert.deepEqual([...merged.numbers], [2, 4, 1, 9]);
  });

  it("are cut at the days that have enough, and at the most a block takes", () => {
    const every = (step: number, count: number): Run => {
      const at = Float64Array.from({ length: count }, (_, i) => i * step);
      return { count, at, numbers: at, states: null };
    };
    assert.deepEqual(cuts(every(10_000, 20_000)), [
      [0, 8_640],
      [8_640, 17_280],
      [17_280, 20_000],
    ]);
    assert.deepEqual(cuts(every(1_000, 20_000)), [
      [0, 16_384],
      [16_384, 20_000],
    ]);
    assert.deepEqual(cuts(every(3_600_000, 700)), [[0, 700]]);
  });
});

it("segments have one number for each channel and 30 days, in the order of time", () => {
  for (const at of [-8.64e15, -1, 0, SPAN_MS - 1, Date.UTC(2026, 10, 20), 8.64e15]) {
    const id = segmentId(9_999, spanOf(at));
    assert.ok(Number.isSafeInteger(id));
    assert.equal(spanOfSegment(id), spanOf(at));
    assert.equal(channelOfSegment(id), 9_999);
  }
  assert.ok(segmentId(3, spanOf(8.64e15)) < segmentId(4, spanOf(-8.64e15)));
});
