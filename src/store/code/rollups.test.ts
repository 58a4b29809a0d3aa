import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeBlock, encodeBlock } from "./block.ts";
import { ByteSink, ByteSource } from "./bytes.ts";
import {
  decodeRollups,
  encodeRollups,
  joinRollups,
  newRollups,
  ROLLUP_MS,
  type Rollups,
  rollupsOf,
  sliceRollups,
} from "./rollups.ts";
import { bytesOf, hex, noise } from "./testing/series.ts";
import { planTimes } from "./times.ts";

const START = 480_000 * ROLLUP_MS;

type Reading = readonly [at: number, value: number];
type Row = Record<Exclude<keyof Rollups, "count">, number>;

function rollups(readings: readonly Reading[]): Rollups {
  const at = Float64Array.from(readings, ([instant]) => instant);
  const numbers = Float64Array.from(readings, ([, value]) => value);
  const run = { count: at.length, at, numbers, states: null };
  const bytes = encodeBlock(run, 0, planTimes(at, 0, at.length, new ByteSink()), 1, null, 0);
  const found = rollupsOf(decodeBlock(bytes, 1, () => null));
  assert.ok(found);
  return found;
}

/** The same, hour by hour, as anybody would reckon it. `scale`: values are whole numbers of so many to one. */
function naive(readings: readonly Reading[], scale = 1): Row[] {
  const hours = Map.groupBy(readings, ([at]) => Math.floor(at / ROLLUP_MS));
  return [...hours.values()].map((own) => {
    const values = own.map(([, value]) => Math.round(value * scale));
    const instants = own.map(([at]) => at);
    const times = instants.slice(1).map((at, i) => at - (instants[i] ?? 0));
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    return {
      readings: own.length,
      first: instants[0] ?? 0,
      last: instants.at(-1) ?? 0,
      longest: Math.max(0, ...times),
      min: Math.min(...values),
      max: Math.max(...values),
      sum: sum(values),
      final: values.at(-1) ?? 0,
      held: sum(times.map((time, i) => time * (values[i] ?? 0))),
      positive: sum(times.map((time, i) => time * Math.max(0, values[i] ?? 0))),
      rising: values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0)) ? 1 : 0,
    };
  });
}

function rows(found: Rollups): Row[] {
  return Array.from({ length: found.count }, (_, k) => ({
    readings: found.readings[k] ?? Number.NaN,
    first: found.first[k] ?? Number.NaN,
    last: found.last[k] ?? Number.NaN,
    longest: found.longest[k] ?? Number.NaN,
    min: found.min[k] ?? Number.NaN,
    max: found.max[k] ?? Number.NaN,
    sum: found.sum[k] ?? Number.NaN,
    final: found.final[k] ?? Number.NaN,
    held: found.held[k] ?? Number.NaN,
    positive: found.positive[k] ?? Number.NaN,
    rising: found.rising[k] ?? Number.NaN,
  }));
}

function coded(given: Rollups, step: number, counts = true): Uint8Array {
  const sink = new ByteSink();
  encodeRollups(given, step, counts, sink);
  return sink.bytes();
}

const steps = noise(4, 900, 30);
const late = noise(5, 900, 4_000);
const value = (i: number): number => steps[i] ?? 0;

/** Every ten seconds, or up to four seconds beside it. */
const each = (length: number, of: (i: number) => number, lateness = false): Reading[] =>
  Array.from({ length }, (_, i) => [START + 10_000 * i + (lateness ? (late[i] ?? 0) : 0), of(i)]);

/** Series of every kind: regular or not, of one sign or both, rising or not, counts or floats. */
const SERIES: readonly (readonly [name: string, readings: readonly Reading[]])[] = [
  ["of both signs", each(900, value)],
  ["of both signs, uneven", each(900, value, true)],
  ["never below 0", each(900, (i) => 30 + value(i))],
  ["never above 0, uneven", each(900, (i) => -30 + value(i), true)],
  ["never above 0", each(900, (i) => -30 + value(i))],
  ["a meter", each(900, (i) => Math.floor(i / 3))],
  ["a meter, uneven", each(900, (i) => Math.floor(i / 3), true)],
  ["a falling one", each(900, (i) => 1_000 - i)],
  ["one reading an hour", each(9, value).map(([at, number], i) => [at + ROLLUP_MS * i, number])],
  ["a gap of hours", each(900, value).map(([at, number], i) => [at + (i > 200 ? 5.5 * ROLLUP_MS : 0), number])],
  ["one", [[START + 5, -3]]],
  [
    "around the hour",
    [
      [START - 1, 1],
      [START, 2],
      [START + ROLLUP_MS - 1, 3],
      [START + ROLLUP_MS, 4],
    ],
  ],
  ["before 1970", each(50, value).map(([at, number]) => [at - 2 * START, number])],
  ["large", each(400, (i) => 2 ** 40 + value(i))],
];

describe("roll-ups", () => {
  for (const [name, readings] of SERIES) {
    it(`are what each hour amounts to, and come back from bytes: ${name}`, () => {
      const found = rollups(readings);
      assert.deepEqual(rows(found), naive(readings));
      for (const step of [10_000, 0, 7]) {
        for (const counts of [true, false]) {
          const source = new ByteSource(coded(found, step, counts));
          assert.deepEqual(decodeRollups(source), found);
          assert.equal(source.left, 0);
        }
      }
    });
  }

  it("of counts are counts of the resolution", () => {
    const readings = each(900, (i) => value(i) / 10);
    assert.deepEqual(rows(rollups(readings)), naive(readings, 10));
  });

  it("of floats are as they are", () => {
    const readings = each(4, (i) => [Math.PI, -1 / 3, 7, 2][i] ?? 0);
    const found = rollups(readings);
    assert.deepEqual([found.sum[0], found.min[0], found.final[0]], [Math.PI - 1 / 3 + 7 + 2, -1 / 3, 2]);
    assert.deepEqual(decodeRollups(new ByteSource(coded(found, 10_000, false))), found);
  });

  it("of states are none", () => {
    const at = Float64Array.of(START, START + 1);
    const run = { count: 2, at, numbers: Float64Array.of(1, Number.NaN), states: [undefined, "on"] };
    const bytes = encodeBlock(run, 0, planTimes(at, 0, 2, new ByteSink()), 1, null, 0);
    assert.equal(rollupsOf(decodeBlock(bytes, 1, () => null)), null);
  });

  it("are coded as ever", () => {
    const cases: [Rollups, boolean, string][] = [
      [
        rollups(each(500, value)),
        true,
        "02a09c0101000080cc3a64030400800000000f000001a09c0140edffffffffffffffffffffdf04008000008023030000d005a0f8ffffff37040080000018000fa09c01000f00000f0100008c04d0ffffffdf040080000016000f3a000f3e00010090feff37040080000002000f000000be2b60fbffffffffbf010400800000fc000f00",
      ],
      [
        rollups(each(500, (i) => 30 + value(i))),
        true,
        "02a09c0101000080cc3a64030400800000000f000001a09c0140edffffffffffffffffffffdf04008000008023030000d005a0f8ffffff37040080000018000fa09c01000f00000f3a00008c04d0ffffffdf040080000016000f3a000f3e00010090feff37040080000002000f000000",
      ],
      [
        rollups([
          [START, 1],
          [START + 7, -1],
        ]),
        false,
        "01a09c0100000f80cc3a000f00000ff2b9b703000f04000f0e000f00000f00000f01000f02000f01000f0e000f0e",
      ],
      [
        rollups([
          [START, 0],
          [START + 7, -1],
        ]),
        true,
        "01a09c0101000f80cc3a000f00000ff2b9b703000f04000f0e000f00000f01000f02000f00000f02000f00000f000000",
      ],
      [
        rollups([
          [START, 0],
          [START + 7, 1],
        ]),
        true,
        "01a09c0101000f80cc3a000f00000ff2b9b703000f04000f0e000f02000f00000f02000f00000f02000f02000f000000",
      ],
      [newRollups(0), true, "00a09c01010000000000000000000000000000"],
    ];
    for (const [given, counts, bytes] of cases) {
      assert.equal(hex(coded(given, 10_000, counts)), bytes);
      assert.deepEqual(decodeRollups(new ByteSource(bytesOf(bytes))), given);
    }
  });

  it("too large for exact sums are written as they are", () => {
    const form = (most: number): number | undefined => {
      const found = rollups(each(300, (i) => most - (i % 2)));
      const bytes = coded(found, 10_000);
      assert.deepEqual(decodeRollups(new ByteSource(bytes)), found);
      // behind the number of roll-ups and the step
      return bytes[4];
    };
    assert.deepEqual([form(2 ** 28), form(2 ** 30)], [1, 0]);
  });

  it("come back whatever the usual step is, also one with which they cannot be reckoned exactly", () => {
    const found = rollups(each(300, (i) => 2 ** 20 + (i % 3)));
    for (const step of [2 ** 20, 2 ** 26, 2 ** 41 + 1]) {
      assert.deepEqual(decodeRollups(new ByteSource(coded(found, step))), found);
    }
  });

  it("have parts, and become one", () => {
    const found = rollups(each(900, value));
    const parts = [sliceRollups(found, 0, 1), sliceRollups(found, 1, 1), sliceRollups(found, 1, found.count)];
    assert.deepEqual(
      parts.map(({ count }) => count),
      [1, 0, found.count - 1],
    );
    assert.deepEqual(rows(sliceRollups(found, 1, 2)), naive(each(900, value)).slice(1, 2));
    assert.deepEqual(joinRollups(parts), found);
    assert.equal(joinRollups([]).count, 0);
  });

  it("more than a column takes are refused", () => {
    assert.throws(() => decodeRollups(new ByteSource(Uint8Array.of(0x81, 0x80, 0x02, 0, 0))), {
      name: "BadBytes",
      message: "32769 roll-ups",
    });
  });
});
