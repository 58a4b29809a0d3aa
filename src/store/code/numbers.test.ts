import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { ByteSink, ByteSource } from "./bytes.ts";
import { MOST_INTS } from "./ints.ts";
import { decodeNumbers, encodeNumbers, narrow } from "./numbers.ts";
import { bytesOf, hex } from "./testing/series.ts";

function coded(values: readonly number[]): Uint8Array {
  const sink = new ByteSink();
  encodeNumbers(Float64Array.from(values), values.length, sink);
  return sink.bytes();
}

function decoded(bytes: Uint8Array, count: number): number[] {
  const source = new ByteSource(bytes);
  const values = [...decodeNumbers(source, count)];
  assert.equal(source.left, 0);
  return values;
}

/** The form that a column is written in; it must come back, −0 as −0. */
function formOf(values: readonly number[]): number | undefined {
  const bytes = coded(values);
  const back = decoded(bytes, values.length);
  values.forEach((value, i) => {
    assert.ok(Object.is(back[i], value), `${back[i]} instead of ${value}`);
  });
  return bytes[0];
}

const [INTS, WIDE, DOUBLES, FLOATS] = [0, 1, 2, 3];

describe("a column of numbers", () => {
  it("is kept in the smallest form that gives back each of them", () => {
    assert.equal(formOf([]), INTS);
    assert.equal(formOf([0, 5, -7, 2 ** 31 - 1, -(2 ** 31)]), INTS);
    assert.equal(formOf([0, 2 ** 31]), WIDE);
    assert.equal(formOf([-(2 ** 31) - 1, 5]), WIDE);
    assert.equal(formOf([2 ** 53 - 1, -(2 ** 53) + 1, 0, 2 ** 24, -1, -(2 ** 24)]), WIDE);
    assert.equal(formOf([0, -0]), FLOATS);
    assert.equal(formOf([2 ** 40, -0]), FLOATS);
    assert.equal(formOf([0.5, -1.25, 2 ** 100]), FLOATS);
    assert.equal(formOf([2 ** 53, 1]), FLOATS);
    assert.equal(formOf([0.1, 1]), DOUBLES);
    assert.equal(formOf([2 ** 53 - 1, -0]), DOUBLES);
    assert.equal(formOf([0.5, 1e300]), DOUBLES);
  });

  it("ends where it is said: what lies behind is not looked at", () => {
    const sink = new ByteSink();
    for (const values of [
      [1, 2],
      [2 ** 40, 3],
      [0.5, 1.5],
    ]) {
      encodeNumbers(Float64Array.from([...values, Math.PI]), values.length, sink.clear());
      assert.deepEqual(sink.bytes(), coded(values));
    }
  });

  it("is coded as ever", () => {
    assert.equal(hex(coded([1, 2, 3])), "00140264cb010400800000");
    assert.equal(
      hex(coded([2 ** 31, 2 ** 24 + 5, -1])),
      "0110800264bb0304008000001100c8ff0d2cffffffffffffffffffffffffef0400800000f4ff3f",
    );
    // the compressor may change, what it made must be readable
    assert.deepEqual(
      decoded(bytesOf("022128b52ffd2018c100009a009c99007599000099008899003c9900e4b904373fc07e"), 3),
      [0.1, -2.5, 1e300],
    );
    assert.deepEqual(decoded(bytesOf("031528b52ffd200c6100000000000000000020803fc044"), 3), [0.5, -2.5, 1024]);
  });

  it("of doubles or floats: their bytes by place, compressed", () => {
    const planes = (values: readonly number[]): number[] => {
      const source = new ByteSource(coded(values));
      source.byte();
      return [...zstdDecompressSync(source.sized())];
    };
    // 0.5 is 3f 00 00 00, −1.25 is bf a0 00 00
    assert.deepEqual(planes([0.5, -1.25]), [0, 0, 0, 0, 0, 0xa0, 0x3f, 0xbf]);
    // 0.1 is 3f b9 99 99 99 99 99 9a, 0.2 is 3f c9 …
    assert.deepEqual(planes([0.1, 0.2]), [0x9a, 0x9a, ...Array(10).fill(0x99), 0xb9, 0xc9, 0x3f, 0x3f]);
  });

  it("bytes that are none", () => {
    const refused = (bytes: Uint8Array, count: number, message: RegExp): void => {
      assert.throws(() => decodeNumbers(new ByteSource(bytes), count), { name: "BadBytes", message });
    };
    const planes = (form: number, length: number): Uint8Array => {
      const sink = new ByteSink();
      sink.byte(form);
      sink.sized(zstdCompressSync(new Uint8Array(length)));
      return sink.bytes();
    };
    refused(Uint8Array.of(4), 1, /^an unknown form of numbers \(4\)$/);
    refused(new Uint8Array(9), MOST_INTS + 1, /^32769 numbers in one column$/);
    refused(planes(DOUBLES, 16), 3, /^16 bytes for 3 numbers$/);
    refused(planes(FLOATS, 16), 3, /^16 bytes for 3 numbers$/);
    refused(planes(DOUBLES, 1e6), 3, /larger than 262144/);
    refused(Uint8Array.of(DOUBLES, 2, 1, 2), 3, /./);
    refused(Uint8Array.of(DOUBLES, 9, 1, 2), 3, /^ends too early$/);
    assert.equal(decodeNumbers(new ByteSource(planes(DOUBLES, 8 * MOST_INTS)), MOST_INTS).length, MOST_INTS);
  });
});

it("integers stay in memory in the smallest array that holds them", () => {
  const kept = (...values: number[]): string => {
    const narrowed = narrow(Int32Array.from([...values, 2 ** 31 - 1]), values.length);
    assert.deepEqual([...narrowed], values);
    return narrowed.constructor.name;
  };
  assert.equal(kept(), "Int8Array");
  assert.equal(kept(0, 127, -128), "Int8Array");
  assert.equal(kept(0, 128, 0), "Int16Array");
  assert.equal(kept(0, -129, 0), "Int16Array");
  assert.equal(kept(32_767, -32_768), "Int16Array");
  assert.equal(kept(0, 32_768, 0), "Int32Array");
  assert.equal(kept(0, -32_769, 0), "Int32Array");
});
