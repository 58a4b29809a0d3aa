import assert from "node:assert/strict";
import { test } from "node:test";
import { eventLayout, hasKey, INPUT_REQUEST, keyBits, keyEventsIn } from "./layout.ts";

test("requests have the numbers of the kernel's headers", () => {
  assert.deepEqual(
    Object.values(INPUT_REQUEST).map((number) => number.toString(16)),
    ["80604518", "80604521", "40044590", "400445a0"],
  );
});

/** One event as the kernel writes it. */
function event(word: 4 | 8, s: number, us: number, type: number, code: number, value: number): Buffer {
  const bytes = Buffer.alloc(2 * word + 8);
  if (word === 8) {
    bytes.writeBigUInt64LE(BigInt(s), 0);
    bytes.writeBigUInt64LE(BigInt(us), 8);
  } else {
    bytes.writeUInt32LE(s, 0);
    bytes.writeUInt32LE(us, 4);
  }
  bytes.writeUInt16LE(type, 2 * word);
  bytes.writeUInt16LE(code, 2 * word + 2);
  bytes.writeInt32LE(value, 2 * word + 4);
  return bytes;
}

test("events are read in both widths, without repetitions and what is no key", () => {
  for (const arch of ["arm64", "x64", "arm", "ia32"]) {
    const layout = eventLayout(arch);
    const { word } = layout;
    assert.equal(layout.bytes, arch === "arm" || arch === "ia32" ? 16 : 24);
    const bytes = Buffer.concat([
      ...[event(word, 12, 345_678, 1, 28, 1), event(word, 12, 345_678, 0, 0, 0), event(word, 12, 400_000, 1, 28, 2)],
      ...[event(word, 12, 500_000, 4, 4, 28), event(word, 13, 0, 0, 3, 0), event(word, 14, 5, 1, 30, 0)],
      Buffer.alloc(5),
    ]);
    assert.deepEqual(keyEventsIn(bytes, layout), [
      { what: "key", mono: 12_345.678, code: 28, down: true },
      { what: "report" },
      { what: "dropped" },
      { what: "key", mono: 14_000.005, code: 30, down: false },
    ]);
  }
});

test("a key is a bit", () => {
  const bits = keyBits();
  bits[3] = 0b0001_0000;
  assert.deepEqual([hasKey(bits, 28), hasKey(bits, 27), hasKey(bits, 767)], [true, false, false]);
});
