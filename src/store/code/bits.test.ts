import assert from "node:assert/strict";
import { test } from "node:test";
import { BitSink, BitSource } from "./bits.ts";
import { ByteSink } from "./bytes.ts";

function written(write: (bits: BitSink) => void): string {
  const sink = new ByteSink();
  const bits = new BitSink(sink);
  write(bits);
  bits.end();
  return Buffer.from(sink.bytes()).toString("hex");
}

function reading(hex: string, at = 0): BitSource {
  return new BitSource(Buffer.from(hex, "hex"), at);
}

test("bits lie lowest first, whatever the borders of bytes", () => {
  const write = (bits: BitSink) => {
    bits.put(0b101, 3);
    bits.put(0, 0);
    bits.put(1, 1);
    bits.put(0xabcd, 16);
  };
  assert.equal(written(write), "ddbc0a");
  const source = reading("ddbc0a");
  assert.deepEqual([source.take(3), source.take(0), source.take(1), source.take(16)], [0b101, 0, 1, 0xabcd]);
});

test("the end fills up the last byte, and what follows begins a new one", () => {
  assert.equal(
    written(() => undefined),
    "",
  );
  assert.equal(
    written((bits) => bits.put(0x12, 8)),
    "12",
  );
  const twice = (bits: BitSink) => {
    bits.put(0b11, 2);
    bits.end();
    bits.end();
    bits.put(1, 1);
  };
  assert.equal(written(twice), "0301");
});

test("small numbers take few bits (Elias gamma)", () => {
  assert.equal(
    written((bits) => bits.gamma(1)),
    "01",
  );
  // 0, 0, 1, then 01 lowest first
  assert.equal(
    written((bits) => bits.gamma(5)),
    "0c",
  );
  const numbers = [1, 2, 3, 4, 127, 128, 32_767, 32_768, 65_535, 1];
  const hex = written((bits) => {
    for (const number of numbers) bits.gamma(number);
  });
  const source = reading(hex);
  assert.deepEqual(
    numbers.map(() => source.gamma()),
    numbers,
  );
  assert.equal(hex, "6502fc010100c0ff1f0010000000f8ff0f");
});

test("a source knows the first byte of which no bit was taken", () => {
  const source = reading("ffffffff", 1);
  const places = [source.at];
  for (const count of [1, 7, 1, 15]) {
    source.take(count);
    places.push(source.at);
  }
  assert.deepEqual(places, [1, 2, 2, 3, 4]);
});

test("bytes that end too early, and numbers without an end", () => {
  const source = reading("ff");
  source.take(5);
  assert.equal(source.take(3), 7);
  assert.throws(() => source.take(1), { name: "BadBytes", message: "ends too early" });
  assert.throws(() => reading("000000").gamma(), { name: "BadBytes", message: "a number without an end" });
  assert.throws(() => reading("").gamma(), { name: "BadBytes", message: "a number without an end" });
  // sixteen bits of nothing before the first one that is set: no number has so many
  const long = reading("000002");
  long.take(1);
  assert.throws(() => long.gamma(), { message: "a number without an end" });
  assert.throws(() => reading("80").gamma(), { message: "ends too early" });
});
