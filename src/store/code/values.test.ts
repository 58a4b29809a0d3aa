import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ByteSink, ByteSource } from "./bytes.ts";
import { bytesOf, hex } from "./testing/series.ts";
import { type Column, decodeValues, encodeValues, numberAt, powerOf, type Run, valueAt } from "./values.ts";

type Value = number | string;

function runOf(values: readonly Value[]): Run {
  const numbers = Float64Array.from(values, (value) => (typeof value === "number" ? value : Number.NaN));
  const states = values.map((value) => (typeof value === "string" ? value : undefined));
  return {
    count: values.length,
    at: numbers,
    numbers,
    states: states.every((state) => state === undefined) ? null : states,
  };
}

function coded(run: Run, least_decimals = 0, from = 0, count = run.count): Uint8Array {
  const sink = new ByteSink();
  encodeValues(run, from, count, least_decimals, sink);
  return sink.bytes();
}

/** The column of these values, each of which must come back. */
function column(values: readonly Value[], least_decimals = 0): Column {
  const source = new ByteSource(coded(runOf(values), least_decimals));
  const found = decodeValues(source, values.length);
  assert.equal(source.left, 0);
  assert.deepEqual(
    values.map((_, i) => valueAt(found, i)),
    values,
  );
  return found;
}

describe("the resolution of a sensor is learnt", () => {
  it("as the fewest decimals that give back every value", () => {
    const cases: [Value[], number][] = [
      [[1, 2, 300], 0],
      [[51.2, 51], 1],
      [[51.23], 2],
      [[0.001, 5], 3],
      [[1.2345], 4],
      [[1.23456], 5],
      [[1.234567], 6],
      [[1.2345678], -1],
      [[Math.PI, 1], -1],
    ];
    for (const [values, decimals] of cases) assert.equal(column(values).decimals, decimals, String(values));
  });

  it("and is no coarser than it was seen before", () => {
    assert.equal(column([5, 6], 2).decimals, 2);
    assert.equal(column([5.125], 2).decimals, 3);
  });

  it("large values are counted from the first one", () => {
    const large = column([3_000_000_000.5, 3_000_000_001]);
    assert.deepEqual([large.decimals, large.base, large.counts?.constructor.name], [1, 30_000_000_005, "Int8Array"]);
    const small = column([16_777_216, 16_777_217]);
    assert.deepEqual([small.decimals, small.base], [0, 0]);
    assert.equal(column([2 ** 31, 2 ** 31 + 5]).base, 2 ** 31);
    assert.equal(column([-(2 ** 31), 2 ** 31 - 1]).base, 0);
    assert.equal(column([2 ** 52, 2 ** 52 - 9]).base, 2 ** 52);
    assert.equal(column([-(2 ** 52), -(2 ** 52) + 9]).base, -(2 ** 52));
    assert.equal(column([2 ** 32, 2 ** 32 - 2 ** 31]).base, 2 ** 32);
    assert.equal(column([2 ** 32, 2 ** 33]).decimals, -1, "too far apart");
    assert.equal(column([2 ** 52 + 1, 2 ** 52]).decimals, -1, "too large to be counted");
  });

  it("only what is asked for is looked at", () => {
    const bytes = coded(runOf([0.123, 5, 6, 7, 0.5]), 0, 1, 3);
    const found = decodeValues(new ByteSource(bytes), 3);
    assert.deepEqual([found.decimals, valueAt(found, 0), valueAt(found, 2)], [0, 5, 7]);
    const floats = decodeValues(new ByteSource(coded(runOf([9, Math.PI, 6, 9]), 0, 1, 2)), 2);
    assert.deepEqual([floats.floats?.length, numberAt(floats, 0), numberAt(floats, 1)], [2, Math.PI, 6]);
  });
});

describe("states", () => {
  it("stand beside numbers, the empty one too", () => {
    const found = column(["bulk", 1.5, "float", "bulk", "", 2, "é"]);
    assert.deepEqual(found.words, ["bulk", "float", "", "é"]);
    assert.deepEqual([...(found.classes ?? [])], [1, 0, 2, 1, 3, 0, 4]);
    assert.ok(Number.isNaN(numberAt(found, 0)));
    assert.deepEqual([found.decimals, numberAt(found, 1)], [-1, 1.5]);
    assert.equal(column(["on", "off"]).floats?.every(Number.isNaN), true);
  });

  it("that lie outside of what is asked for make no difference", () => {
    const run = runOf(["a", 1, 2, "b"]);
    const found = decodeValues(new ByteSource(coded(run, 0, 1, 2)), 2);
    assert.deepEqual([found.classes, found.words, valueAt(found, 1)], [null, [], 2]);
    const last = decodeValues(new ByteSource(coded(run, 0, 2, 2)), 2);
    assert.deepEqual([valueAt(last, 0), valueAt(last, 1), last.words], [2, "b", ["b"]]);
  });
});

it("values are coded as ever", () => {
  const cases: [Value[], string][] = [
    [[51.2, 51.3, 51.1], "00010012800864bb030400800000"],
    [[3_000_000_000.5, 3_000_000_001], "00018ab09dc2df010100c8ff0d0400800000"],
    [["bulk", 1.5, "float"], "01020462756c6b05666c6f61740002d4da04020010000101000f1e"],
    [["on"], "0101026f6e0f0200"],
  ];
  for (const [values, bytes] of cases) {
    assert.equal(hex(coded(runOf(values))), bytes);
    const found = decodeValues(new ByteSource(bytesOf(bytes)), values.length);
    assert.deepEqual(
      values.map((_, i) => valueAt(found, i)),
      values,
    );
  }
});

it("bytes that are no values", () => {
  const refused = (bytes: number[], message: string): void => {
    assert.throws(() => decodeValues(new ByteSource(Uint8Array.from(bytes)), 2), { name: "BadBytes", message });
  };
  refused([2, 0, 0], "an unknown form of values (2)");
  refused([0, 7, 0], "an unknown resolution (7)");
  refused([1, 9, 0], "more states than bytes");
  // one state "a", both values are that one, and three numbers
  refused([1, 1, 1, 0x61, 15, 2, 3], "more numbers than values");
});

it("a column with a hole in it says what there is", () => {
  const hole: Column = {
    count: 2,
    decimals: 1,
    base: 5,
    counts: null,
    floats: null,
    classes: Int8Array.of(3),
    words: [],
  };
  assert.equal(valueAt(hole, 0), "");
  assert.ok(Number.isNaN(Number(valueAt(hole, 1))));
  assert.equal(numberAt({ ...hole, counts: new Int8Array(0) }, 7), 0.5);
  assert.deepEqual([powerOf(0), powerOf(6), powerOf(7)], [1, 1_000_000, 1]);
});
