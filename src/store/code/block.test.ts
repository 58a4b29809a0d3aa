import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import {
  DamagedBlock,
  decodeBlock,
  encodeBlock,
  isShared,
  opened,
  openRest,
  runOf,
  sealed,
  sharedRest,
  sizeOf,
} from "./block.ts";
import { ByteSink } from "./bytes.ts";
import { bytesOf, hex, noise } from "./testing/series.ts";
import { planTimes } from "./times.ts";
import type { Run } from "./values.ts";

const PLACE = 77;
const ROW = 5;
const START = Date.UTC(2026, 5, 15);
const noRests = (): null => null;

/** A run of numbers, each so late. */
function run(values: readonly number[], late: (i: number) => number = () => 0): Run {
  const at = Float64Array.from(values, (_, i) => START + 10_000 * i + late(i));
  return { count: values.length, at, numbers: Float64Array.from(values), states: null };
}

function planned({ at, count }: Run) {
  return planTimes(at, 0, count, new ByteSink());
}

function coded(given: Run, shared: number | null = null): Uint8Array {
  return encodeBlock(given, 0, planned(given), PLACE, shared, 0);
}

/** Bytes with some of them changed and with the checksum that they should have. */
function forged(bytes: Uint8Array, change: (bytes: Uint8Array) => void = () => undefined): Uint8Array {
  const changed = bytes.slice();
  change(changed);
  new DataView(changed.buffer).setUint32(0, sealed(changed.subarray(4), PLACE), true);
  return changed;
}

const lateness = noise(1, 400, 40);
const regular = run([51.2, 51.3, 51.1]);
const uneven = run(
  Array.from({ length: 400 }, (_, i) => i % 50),
  (i) => 50 + (lateness[i] ?? 0),
);

describe("a block", () => {
  it("is coded as ever", () => {
    const states: Run = { ...run([1, Number.NaN, 2]), states: [undefined, "on", undefined] };
    const few = run([1, 2, 3], (i) => i * i);
    const cases: [Run, number | null, string][] = [
      [regular, null, "1c52bc6c210000000380d09f89d967a09c010000010012800864bb030400800000"],
      [states, null, "47c7c2992e0000000380d09f89d967a09c01000101026f6e100064cb010400800000020000010264030400800000"],
      [few, null, "0973208a2b0000000380d09f89d967a49c01010a0010006e390400800000000000140264cb010400800000"],
      [few, ROW, "3ba1f2bd250000000380d09f89d967a49c0102059af603a3000000140264cb010400800000"],
    ];
    for (const [given, row, bytes] of cases) {
      assert.equal(hex(coded(given, row)), bytes);
      const rest = planned(given).rest ?? undefined;
      const back = runOf(decodeBlock(bytesOf(bytes), PLACE, (shared, count) => openRest(rest, shared, count)));
      assert.deepEqual(back, given);
    }
  });

  it("keeps the resolution that was seen before", () => {
    const bytes = encodeBlock(regular, 1, planTimes(regular.at, 1, 2, new ByteSink()), PLACE, null, 3);
    const { times, column } = decodeBlock(bytes, PLACE, noRests);
    assert.deepEqual([times.count, times.base, column.decimals], [2, START + 10_000, 3]);
  });

  it("of long uneven instants shares them with others", () => {
    const plan = planned(uneven);
    assert.equal(isShared(plan), true);
    assert.equal(isShared(planned(regular)), false);
    const rest = (length: number) => isShared({ ...plan, rest: new Uint8Array(length) });
    assert.deepEqual([rest(47), rest(48)], [false, true]);
    const bytes = coded(uneven, ROW);
    const shared = sharedRest(bytes, PLACE);
    assert.ok(shared && plan.rest);
    assert.deepEqual(shared, { row: ROW, sum: crc32(plan.rest) });
    assert.equal(sharedRest(coded(uneven), PLACE), null);
    const asked: unknown[] = [];
    const chunk = decodeBlock(bytes, PLACE, (given, count) => {
      asked.push(given, count);
      return openRest(plan.rest ?? undefined, given, count);
    });
    assert.deepEqual(asked, [shared, 400]);
    assert.deepEqual(runOf(chunk), uneven);
  });

  it("belongs to one place, and tells of every changed bit", () => {
    const bytes = coded(run(Array.from({ length: 300 }, (_, i) => Math.round(50 * Math.sin(i / 9)))));
    assert.throws(() => decodeBlock(bytes, PLACE + 1, noRests), /wrong checksum/);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => decodeBlock(flipped, PLACE, noRests), { name: "DamagedBlock" });
    }
  });

  it("would hide flipped bits without the checksum", () => {
    const given = run(Array.from({ length: 300 }, (_, i) => Math.round(50 * Math.sin(i / 9))));
    const bytes = coded(given);
    let unseen = 0;
    for (let bit = 64; bit < 8 * bytes.length; bit++) {
      const flipped = forged(bytes, (all) => {
        all[bit >> 3] = (all[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      });
      try {
        if (!isDeepStrictEqual(runOf(decodeBlock(flipped, PLACE, noRests)), given)) unseen++;
      } catch (error) {
        assert.ok(error instanceof DamagedBlock);
      }
    }
    assert.ok(unseen > bytes.length, `${unseen} of ${8 * bytes.length} flips give wrong readings`);
  });
});

describe("damage has words", () => {
  const damaged = (read: () => unknown, message: string): void => {
    assert.throws(read, { name: "DamagedBlock", message });
  };
  const refused = (bytes: Uint8Array, message: string): void => {
    damaged(() => decodeBlock(bytes, PLACE, noRests), message);
  };
  const good = coded(regular);

  it("for what is too short or has another checksum", () => {
    damaged(() => opened(new Uint8Array(4), PLACE, "a thing"), "a thing is too short");
    damaged(() => opened(new Uint8Array(5), PLACE, "a thing"), "a thing has a wrong checksum");
    const thing = forged(new Uint8Array(5));
    assert.equal(opened(thing, PLACE, "a thing").left, 1);
    refused(new Uint8Array(3), "a block is too short");
    refused(good.subarray(0, -1), "a block has a wrong checksum");
    damaged(() => sharedRest(new Uint8Array(3), PLACE), "a block is too short");
  });

  it("for a block that says what cannot be", () => {
    const place = 8; // behind checksum and length: count, base (6 bytes), step (3), form of instants
    const set = (at: number, ...to: number[]) => forged(good, (bytes) => bytes.set(to, at));
    refused(forged(good.subarray(0, -1)), "a block cannot be read: a block of another length");
    refused(set(place, 0), "a block cannot be read: 0 readings in a block");
    refused(set(place, 0x81, 0x80, 0x02), "a block cannot be read: 32769 readings in a block");
    refused(set(place + 10, 3), "a block cannot be read: an unknown form of instants (3)");
    const longer = Uint8Array.of(...good, 0);
    new DataView(longer.buffer).setUint32(4, longer.length, true);
    refused(forged(longer), "a block cannot be read: more bytes than readings");
    damaged(() => sharedRest(forged(good.subarray(0, -1)), PLACE), "a block cannot be read: a block of another length");
  });

  it("for instants that are missing, changed or cannot be read", () => {
    const rest = planned(uneven).rest ?? new Uint8Array(0);
    const shared = { row: ROW, sum: crc32(rest) };
    assert.equal(openRest(rest, shared, 400)?.length, 400);
    damaged(() => openRest(undefined, shared, 400), "the instants of a block are missing");
    damaged(() => openRest(rest.subarray(1), shared, 400), "the instants of a block have a wrong checksum");
    const odd = Uint8Array.of(9);
    damaged(
      () => openRest(odd, { row: ROW, sum: crc32(odd) }, 400),
      "a block cannot be read: an unknown form of instants (9)",
    );
  });

  it("and what is no damage stays what it is", () => {
    const broken = (): never => {
      throw new TypeError("a mistake");
    };
    assert.throws(() => decodeBlock(coded(uneven, ROW), PLACE, broken), { name: "TypeError", message: "a mistake" });
  });
});

describe("a decoded block", () => {
  const states: Run = { ...run([1, Number.NaN, 2, 3]), states: [undefined, "on", undefined, undefined] };

  it("gives a part of its readings", () => {
    const chunk = decodeBlock(coded(states), PLACE, noRests);
    const part = runOf(chunk, 1, 3);
    assert.deepEqual([part.count, [...part.at], part.states], [2, [START + 10_000, START + 20_000], ["on", undefined]]);
    assert.deepEqual([...part.numbers], [Number.NaN, 2]);
  });

  it("knows about how much memory it takes", () => {
    assert.equal(sizeOf(decodeBlock(coded(regular), PLACE, noRests)), 400 + 350 + 3 * 2);
    assert.equal(sizeOf(decodeBlock(coded(states), PLACE, noRests)), 400 + 2 * 350 + 4 * 8 + 4);
    // the instants as 16 bits, the values as 8
    assert.equal(sizeOf(decodeBlock(coded(uneven), PLACE, noRests)), 400 + 2 * 350 + 800 + 400);
  });
});
