import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sealed } from "./block.ts";
import { HeadRow, readHead } from "./head.ts";
import { bytesOf, hex } from "./testing/series.ts";

type Reading = readonly [channel: number, at: number, value: number | string];

function filled(row: HeadRow, readings: readonly Reading[]): HeadRow {
  row.clear();
  for (const [channel, at, value] of readings) {
    if (typeof value === "string") row.add(channel, at, Number.NaN, value);
    else row.add(channel, at, value, undefined);
  }
  return row;
}

function read(bytes: Uint8Array): Reading[] {
  const found: Reading[] = [];
  const count = readHead(bytes, (channel, at, number, state) => {
    assert.equal(Number.isNaN(number), state !== undefined);
    found.push([channel, at, state ?? number]);
  });
  assert.equal(count, found.length);
  return found;
}

/** A row with these bytes behind its checksum. */
function forged(...rest: number[]): Uint8Array {
  const bytes = Uint8Array.of(0, 0, 0, 0, ...rest);
  new DataView(bytes.buffer).setUint32(0, sealed(bytes.subarray(4), -1), true);
  return bytes;
}

const AT = Date.UTC(2026, 5, 15);

describe("a row of the newest readings", () => {
  it("gives back each, in the order in which they came", () => {
    const readings: Reading[] = [
      [1, AT, 51.23],
      [2, AT, "bulk"],
      [3, AT, -0],
      [300, AT + 10_000, 1 / 3],
      [1, AT + 10_000, -7],
      [1, AT - 5, 1.234567],
      [2, -8.64e15, ""],
      [2, 8.64e15, 2 ** 48],
      [4, 8.64e15, 2 ** 48 - 1],
      [4, 8.64e15, -(2 ** 48)],
      [0, 0, 0],
    ];
    const row = filled(new HeadRow(), readings);
    assert.equal(row.count, readings.length);
    const back = read(row.bytes());
    assert.deepEqual(back, readings);
    assert.ok(Object.is(back[2]?.[2], -0));
  });

  it("is coded as ever", () => {
    const row = new HeadRow();
    const cases: [Reading[], string][] = [
      [[[1, AT, 51.2]], "a4f692080000403f89ec794201118008"],
      [
        [
          [1, AT, 7],
          [2, AT, "on"],
          [1, AT + 10_000, 0.125],
          [1, AT + 20_000, Math.PI],
        ],
        "3a1cc12a0000403f89ec794202100e28026f6e000000000088c3400113fa01000000000088c3400117182d4454fb210940",
      ],
      [[[9, 0, -0]], "5b757af900000000000000000197010000000000000080"],
      [[[9, 0, 2 ** 48]], "7a37ac980000000000000000019701000000000000f042"],
    ];
    for (const [readings, bytes] of cases) {
      assert.equal(hex(filled(row, readings).bytes()), bytes);
      assert.deepEqual(read(bytesOf(bytes)), readings);
    }
  });

  it("is used again, and finished twice it is the same", () => {
    const row = filled(new HeadRow(), [[1, AT, 5]]);
    row.bytes();
    filled(row, [[2, AT, 6]]);
    assert.equal(row.count, 1);
    const bytes = row.bytes();
    assert.deepEqual(row.bytes(), bytes);
    assert.deepEqual(read(bytes), [[2, AT, 6]]);
    assert.equal(row.clear().count, 0);
    assert.deepEqual(
      filled(row, [[3, AT, 6]])
        .clear()
        .add(4, 5, 6, undefined),
      undefined,
    );
    assert.deepEqual(read(row.bytes()), [[4, 5, 6]], "what was begun is forgotten");
  });

  it("that is damaged says so", () => {
    const bytes = filled(new HeadRow(), [[1, AT, 5]]).bytes();
    const damaged = (row: Uint8Array, message: string): void => {
      assert.throws(() => read(row), { name: "DamagedBlock", message });
    };
    damaged(bytes.subarray(0, 4), "a row of the newest readings is too short");
    damaged(bytes.subarray(0, -1), "a row of the newest readings has a wrong checksum");
    const unread = "a row of the newest readings cannot be read: ";
    damaged(forged(0, 0, 0, 0, 0, 0, 0, 0, 1, 16 + 9), `${unread}an unknown form of a value (9)`);
    damaged(forged(0, 0, 0, 0, 0, 0, 0, 0, 2, 16, 2), `${unread}ends too early`);
    assert.deepEqual(read(forged(0, 0, 0, 0, 0, 0, 0, 0, 1, 16, 2)), [[1, 0, 1]]);
  });

  it("and a mistake of who takes the readings is no damage", () => {
    const bytes = filled(new HeadRow(), [[1, AT, 5]]).bytes();
    const broken = (): never => {
      throw new TypeError("a mistake");
    };
    assert.throws(() => readHead(bytes, broken), { name: "TypeError" });
  });
});
