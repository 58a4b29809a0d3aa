import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ByteSink, ByteSource } from "./bytes.ts";

function written(write: (sink: ByteSink) => void): string {
  const sink = new ByteSink();
  write(sink);
  return Buffer.from(sink.bytes()).toString("hex");
}

/** Reads from the middle of a larger buffer. */
function reading(hex: string): ByteSource {
  return new ByteSource(Buffer.from(`eeee${hex}ee`, "hex").subarray(2, -1));
}

describe("whole numbers", () => {
  const cases: [number, string][] = [
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [300, "ac02"],
    [2 ** 28 - 1, "ffffff7f"],
    [2 ** 28, "8080808001"],
    [2 ** 31, "8080808008"],
    [2 ** 35 + 1, "818080808001"],
    [2 ** 53 - 1, "ffffffffffffff0f"],
  ];

  test("take seven bits a byte, the lowest first", () => {
    for (const [number, hex] of cases) {
      assert.equal(
        written((sink) => sink.varint(number)),
        hex,
      );
      assert.equal(reading(hex).varint(), number);
    }
  });

  test("with a sign: small ones take few bytes on both sides of 0", () => {
    const signed: [number, string][] = [
      [0, "00"],
      [-1, "01"],
      [1, "02"],
      [-64, "7f"],
      [64, "8001"],
      [1_738_281_600_000, "8090c29a9765"],
      [-(2 ** 52), "ffffffffffffff0f"],
      [2 ** 52, "8080808080808010"],
    ];
    for (const [number, hex] of signed) {
      assert.equal(
        written((sink) => sink.signed(number)),
        hex,
        String(number),
      );
      assert.equal(reading(hex).signed(), number);
    }
  });

  test("that end too early or never", () => {
    assert.throws(() => reading("8080").varint(), { name: "BadBytes", message: "ends too early" });
    assert.throws(() => reading("ffffffffffffffff01").varint(), {
      name: "BadBytes",
      message: "a number without an end",
    });
  });
});

test("words and doubles are little endian, at any place", () => {
  const write = (sink: ByteSink) => {
    sink.byte(7);
    sink.word(0x01020304);
    sink.word(-2);
    sink.double(-1.5);
    sink.byte(8);
  };
  assert.equal(written(write), "0704030201feffffff000000000000f8bf08");
  const source = reading("0704030201feffffff000000000000f8bf08");
  assert.deepEqual(
    [source.byte(), source.word(), source.word(), source.double(), source.byte(), source.left],
    [7, 0x01020304, 0xfffffffe, -1.5, 8, 0],
  );
});

test("texts and bytes with their length", () => {
  const write = (sink: ByteSink) => {
    sink.text("é\uFEFF");
    sink.text("");
    sink.sized(Uint8Array.of(1, 2));
    sink.raw(Uint8Array.of(3));
  };
  assert.equal(written(write), "05c3a9efbbbf0002010203");
  const source = reading("06efbbbfc3a9610002010203");
  assert.deepEqual([source.text(), source.text()], ["\uFEFFéa", ""], "a mark of the order of bytes is a character");
  assert.deepEqual([...source.sized()], [1, 2]);
  assert.equal(source.byte(), 3);
});

describe("a sink", () => {
  test("doubles its buffer, or makes it as large as is needed, and keeps what it has", () => {
    const sink = new ByteSink();
    for (let i = 0; i < 4_096; i++) sink.byte(i & 255);
    assert.equal(sink.buffer.length, 4_096, "all of it is used before it grows");
    sink.byte(9);
    assert.equal(sink.buffer.length, 8_192);
    sink.raw(new Uint8Array(100_000).fill(5));
    assert.equal(sink.buffer.length, 104_097);
    const bytes = sink.bytes();
    assert.equal(bytes.length, 104_097);
    assert.deepEqual([...bytes.subarray(0, 3), bytes[4_095], bytes[4_096], bytes[4_097]], [0, 1, 2, 255, 9, 5]);
  });

  test("has room for the longest number at its very end", () => {
    for (const write of [
      (sink: ByteSink) => sink.varint(2 ** 53 - 1),
      (sink: ByteSink) => sink.double(1),
      (sink: ByteSink) => sink.word(1),
      (sink: ByteSink) => sink.raw(Uint8Array.of(1, 2)),
    ]) {
      const sink = new ByteSink();
      sink.raw(new Uint8Array(4_095).fill(5));
      const expected = written(write);
      write(sink);
      assert.equal(Buffer.from(sink.bytes().subarray(4_095)).toString("hex"), expected);
    }
  });

  test("begins anew in the same buffer: a view shows it, a copy does not change", () => {
    const sink = new ByteSink();
    sink.byte(1);
    const [view, copy] = [sink.view(), sink.bytes()];
    assert.deepEqual([[...view], [...copy]], [[1], [1]]);
    sink.clear().byte(2);
    assert.deepEqual([[...view], [...copy], sink.length], [[2], [1], 1]);
  });
});

describe("a source", () => {
  test("gives bytes without copying them, and says what is left", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const source = new ByteSource(bytes, 1);
    assert.equal(source.left, 3);
    const taken = source.take(2);
    bytes[1] = 9;
    assert.deepEqual([[...taken], source.left, source.at], [[9, 3], 1, 3]);
    assert.equal(source.skip(1), 3);
    assert.deepEqual([...source.take(0)], []);
  });

  test("whatever is asked of it beyond its end is bad", () => {
    const asks: [string, (source: ByteSource) => unknown][] = [
      ["", (source) => source.byte()],
      ["", (source) => source.varint()],
      ["010203", (source) => source.word()],
      ["01020304050607", (source) => source.double()],
      ["0201", (source) => source.sized()],
      ["01", (source) => source.take(2)],
      ["01", (source) => source.skip(2)],
    ];
    for (const [hex, ask] of asks) {
      assert.throws(() => ask(reading(hex)), { name: "BadBytes", message: "ends too early" }, hex);
    }
  });
});
