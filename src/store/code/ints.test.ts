import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import { ByteSink, ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts, MOST_INTS } from "./ints.ts";
import { bytesOf, hex, noise, walk } from "./testing/series.ts";

function coded(values: Int32Array): Uint8Array {
  const sink = new ByteSink();
  encodeInts(values, values.length, sink);
  return sink.bytes();
}

function decoded(bytes: Uint8Array, count: number): Int32Array {
  const into = new Int32Array(count);
  const source = new ByteSource(bytes);
  decodeInts(source, count, into);
  assert.equal(source.left, 0);
  return into;
}

/** Walks that become calm and rough by turns: what is rough stays so for a while. */
function moods(length: number): Int32Array {
  const [calm, rough] = [noise(5, length, 1), noise(6, length, 300)];
  let value = 0;
  return Int32Array.from({ length }, (_, i) => {
    value += (Math.floor(i / 50) % 2 === 0 ? calm[i] : rough[i]) ?? 0;
    return value;
  });
}

/** Series that are coded each in another way: name, values, bytes. */
const GOLDEN: readonly (readonly [name: string, values: Int32Array, bytes: string])[] = [
  ["one", Int32Array.of(-3), "0f05"],
  ["the same", new Int32Array(40).fill(230), "0fcc03"],
  ["a step", Int32Array.from({ length: 60 }, (_, i) => (i < 40 ? 0 : 1)), "0100043bd2044f864bd4"],
  [
    "about nothing",
    noise(1, 60, 9),
    "001150386b12b5216c6a313b1f1996934a8be92ea9f1d7c5e90895e72955fdcffe28493b8aee0dc19a3faed61200",
  ],
  ["a walk", walk(2, 60, 6), "0305281c42d6139618181db70837f42374332ddf9d9ae739812106814ebb451500d0"],
  [
    "about a level",
    noise(3, 60, 40).map((n) => n + 5_000),
    "03c04db0f7f2d766caf9546d2222014f4eaeea276a8771bb2abd67a13196c7b88b6c84f560f7b2fe6a74222f84d823fae46337ab350ada5598a95519ab40f198265934",
  ],
  [
    "a ramp",
    Int32Array.from({ length: 60 }, (_, i) => 1_000 * i + (i % 7 === 0 ? 1 : 0)),
    "040260c382c42110ffffffffbf010e468b9fd9c946cb39b81b9a610b33ce",
  ],
  [
    "a rough walk",
    walk(4, 40, 3e6),
    "04b18bb70140edffffffff7febffff367297e5c59c254c75b4011607f50b3e1525db2127a5bdeb65d5d9eb509d2fdd00c5f5315211300044386161e19b6b6eac12d6d8526798dd82291f87b32e6c233faf0ea1ef806a653ddcd27d76a6b37032522f3e44e334a37908232d9d79176002d4ad94e0f05ab1e9b9651b2e67407f0583aca89022",
  ],
  [
    "all bits",
    Int32Array.of(0, 2 ** 31 - 1, -(2 ** 31), 5, -(2 ** 30), 2 ** 30),
    "22008081ffffffffffffffffffffffffffffffbf07feffffffffffffffffffffffffffffffdf81feadbff5ffffffffffffffffffffffffff1b040d800aacfeffff5f000000f0ffff7f",
  ],
  [
    "rare leaps",
    Int32Array.from({ length: 200 }, (_, i) => (i % 40 === 39 ? 7_000 : i % 3)),
    "20006483f8f1a0ffffffffffff0d623c683ce8ffffffffffff39e996294318c200185e1f8fa7f38e34c4e90167a1dda809bef3546f42e99b3170b08635ac610d6b",
  ],
];

/** The same of series that are too long for a literal: how many bytes, and their CRC-32. */
const GOLDEN_SUMS: readonly (readonly [name: string, values: Int32Array, bytes: number, sum: number])[] = [
  ["moods", moods(4_000), 2_835, 2_823_260_008],
  ["short moods", moods(400), 310, 2_299_891_934],
  ["about nothing", noise(1, 4_000, 9), 2_159, 1_059_330_986],
  ["about a level", noise(3, 4_000, 40).map((n) => n + 5_000), 3_412, 2_620_807_154],
  ["a rough walk", walk(4, 4_000, 3e6), 10_979, 3_606_894_828],
  ["noise of all bits", noise(7, 4_000, 2 ** 31 - 1), 16_041, 2_792_765_044],
  ["as many as there may be", walk(8, MOST_INTS, 60), 24_491, 608_581_622],
];

describe("integers", () => {
  for (const [name, values, bytes] of GOLDEN) {
    it(`are coded as ever: ${name}`, () => {
      assert.equal(hex(coded(values)), bytes);
      assert.deepEqual(decoded(bytesOf(bytes), values.length), values);
    });
  }

  for (const [name, values, size, sum] of GOLDEN_SUMS) {
    it(`are coded as ever, to the last of many bytes: ${name}`, () => {
      const bytes = coded(values);
      assert.deepEqual([bytes.length, crc32(bytes)], [size, sum]);
      assert.deepEqual(decoded(bytes, values.length), values);
    });
  }

  it("come back whatever was coded before", () => {
    for (const [name, values, bytes] of GOLDEN) {
      coded(moods(600));
      assert.deepEqual(decoded(bytesOf(bytes), values.length), values, name);
    }
  });

  it("come back from long walks of every roughness", () => {
    for (const roughness of [0, 0.3, 3, 40, 3_000, 1e6, 2 ** 31]) {
      const values = walk(1, 9_000, roughness);
      assert.deepEqual(decoded(coded(values), values.length), values);
    }
  });

  it("that repeat take hardly anything", () => {
    assert.ok(coded(new Int32Array(8_640).fill(230)).length <= 3);
    const step = Int32Array.from({ length: 8_640 }, (_, i) => (i < 4_000 ? 0 : 1));
    assert.ok(coded(step).length < 40);
  });

  it("none at all take nothing", () => {
    assert.equal(coded(new Int32Array(0)).length, 0);
    assert.deepEqual(decoded(new Uint8Array(0), 0), new Int32Array(0));
  });

  it("only the first ones are coded, and only as many are touched", () => {
    const values = Int32Array.of(1, 2, 4, 9, 9);
    const sink = new ByteSink();
    encodeInts(values, 3, sink);
    const into = new Int32Array(5).fill(7);
    decodeInts(new ByteSource(sink.bytes()), 3, into);
    assert.deepEqual([...into], [1, 2, 4, 7, 7]);
    encodeInts(values.fill(6), 3, sink.clear());
    decodeInts(new ByteSource(sink.bytes()), 3, into);
    assert.deepEqual([...into], [6, 6, 6, 7, 7]);
  });

  it("follow each other in one string", () => {
    const sink = new ByteSink();
    const [first, second] = [walk(1, 50, 3_000), walk(2, 50, 5)];
    encodeInts(first, 50, sink);
    encodeInts(second, 50, sink);
    const source = new ByteSource(sink.bytes());
    const into = new Int32Array(50);
    decodeInts(source, 50, into);
    assert.deepEqual(into, first);
    decodeInts(source, 50, into);
    assert.deepEqual(into, second);
    assert.equal(source.left, 0);
  });

  it("are no more than a column takes", () => {
    const many = MOST_INTS + 1;
    assert.throws(() => encodeInts(new Int32Array(many), many, new ByteSink()), {
      name: "RangeError",
      message: "at most 32768 integers make a column, not 32769",
    });
    assert.throws(() => decodeInts(new ByteSource(new Uint8Array(9)), many, new Int32Array(many)), {
      name: "BadBytes",
      message: "32769 integers in one column",
    });
  });
});

describe("bytes that are no integers", () => {
  const values = walk(2, 60, 6_000);
  const good = coded(values);

  /** The good bytes with one of them changed. */
  function changed(at: number, to: number): Uint8Array {
    const bytes = good.slice();
    bytes[at] = to;
    return bytes;
  }

  function refused(bytes: Uint8Array, message: RegExp): void {
    assert.throws(() => decodeInts(new ByteSource(bytes), 60, new Int32Array(60)), { name: "BadBytes", message });
  }

  it("an unknown form", () => {
    for (const mode of [0x05, 0x30, 0x0e, 0xf0, 0x1f]) {
      refused(changed(0, mode), new RegExp(`^an unknown form of integers \\(${mode}\\)$`));
    }
  });

  it("that end too early, wherever", () => {
    for (let length = 0; length < good.length; length++) refused(good.subarray(0, length), /too early|without an end/);
  });

  it("whose open bits end too early", () => {
    refused(good.subarray(0, good.length - 1), /^the open bits end too early$/);
  });

  it("more weights than tokens, and a weight out of range", () => {
    // form, first value, then bits: gamma(130) is 0000000 1 0100000, one more than there are tokens
    refused(Uint8Array.of(0x01, 0, 0x80, 0x02, 0, 0, 0, 0), /^more weights than tokens$/);
    // gamma(2) for one weight: 010. Then its length: gamma(31) is 15, gamma(30) −15, gamma(2) −1
    refused(Uint8Array.of(0x01, 0, 0x82, 0x0f, 0, 0, 0, 0), /^a weight out of range$/);
    refused(Uint8Array.of(0x01, 0, 0x82, 0x0e, 0, 0, 0, 0), /^a weight out of range$/);
    refused(Uint8Array.of(0x01, 0, 0x12, 0, 0, 0, 0, 0), /^a weight out of range$/);
  });

  it("whose tokens end too early, wherever", () => {
    // small steps leave no bits open: the bytes end with the tokens, and before these stands how many bytes they are
    const bytes = coded(walk(2, 60, 6));
    const at = bytes.findIndex((byte, i) => i > 2 && byte === bytes.length - i - 1);
    for (let cut = 2; cut <= (bytes[at] ?? 0); cut++) {
      const shorter = bytes.with(at, bytes.length - at - 1 - cut).subarray(0, bytes.length - cut);
      refused(shorter, /^the tokens end too early$/);
    }
  });
});
