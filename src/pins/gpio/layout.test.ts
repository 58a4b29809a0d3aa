import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bitsIn,
  bitsOf,
  descriptorIn,
  edgesIn,
  lineConfig,
  lineRequest,
  lineValues,
  REQUEST,
  readChipInfo,
  readLineInfo,
} from "./layout.ts";

/** Numbers and places as the kernel's headers have them on x86-64 and arm64. */

test("the calls have the kernel's numbers", () => {
  assert.deepEqual(REQUEST, {
    chip_info: 0x8044b401,
    line_info: 0xc100b405,
    get_line: 0xc250b407,
    set_config: 0xc110b40d,
    get_values: 0xc010b40e,
    set_values: 0xc010b40f,
  });
});

test("an S0 input: pulled up, its falling edges told, debounced", () => {
  const bytes = lineRequest([24, 5], "gleaner cellar", {
    direction: "input",
    pull: "up",
    active_low: false,
    edges: "falling",
    debounce_us: 5_000,
  });
  assert.equal(bytes.length, 592);
  assert.deepEqual([bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)], [24, 5, 0]);
  assert.equal(bytes.toString("latin1", 256, 271), "gleaner cellar\0");
  assert.equal(bytes.readBigUInt64LE(288), 0x124n, "input, falling, pull-up");
  assert.equal(bytes.readUInt32LE(296), 1, "one attribute");
  assert.deepEqual([bytes.readUInt32LE(320), bytes.readBigUInt64LE(328)], [3, 5_000n]);
  assert.equal(bytes.readBigUInt64LE(336), 3n, "for both lines");
  assert.deepEqual([bytes.readUInt32LE(560), bytes.readUInt32LE(564)], [2, 1_024]);
  bytes.writeInt32LE(17, 588);
  assert.equal(descriptorIn(bytes), 17);
});

test("relays that a low line switches on start as asked", () => {
  const values = [true, false, true];
  const bytes = lineRequest([1, 2, 3], "x".repeat(40), {
    direction: "output",
    drive: "push_pull",
    active_low: true,
    values,
  });
  assert.equal(bytes.readBigUInt64LE(288), 0xan, "output, active low");
  assert.deepEqual([bytes.readUInt32LE(320), bytes.readBigUInt64LE(328), bytes.readBigUInt64LE(336)], [2, 5n, 7n]);
  assert.equal(bytes.readUInt32LE(564), 0);
  assert.equal(bytes[256 + 31], 0, "a name ends within its 32 bytes");
});

test("what is not asked for is 0, as the kernel demands", () => {
  const plain = { direction: "input", pull: "as_is", active_low: false, edges: "none", debounce_us: 0 } as const;
  const bytes = lineConfig(plain, 64);
  assert.equal(bytes.readBigUInt64LE(0), 4n);
  assert.ok(bytes.subarray(8).every((byte) => byte === 0));
  const flags = (config: Parameters<typeof lineConfig>[0]) => Number(lineConfig(config, 1).readBigUInt64LE(0));
  assert.equal(flags({ ...plain, pull: "down", edges: "both" }), 4 + 512 + 48);
  assert.equal(flags({ ...plain, pull: "none", edges: "rising", active_low: true }), 4 + 1_024 + 16 + 2);
  assert.equal(flags({ direction: "as_is", active_low: true }), 2);
  const output = { direction: "output", active_low: false, values: [false] } as const;
  assert.equal(flags({ ...output, drive: "open_drain" }), 8 + 64);
  assert.equal(flags({ ...output, drive: "open_source" }), 8 + 128);
});

test("wires of a protocol: those that are read are inputs of their own, the others keep their levels", () => {
  const wires = (values: (boolean | null)[]) =>
    lineConfig({ direction: "wires", pull: "up", active_low: false, values }, values.length);
  const turned = wires([true, null, false]);
  assert.deepEqual([turned.readBigUInt64LE(0), turned.readUInt32LE(8)], [8n, 2], "outputs, and two attributes");
  assert.deepEqual([turned.readUInt32LE(32), turned.readBigUInt64LE(40), turned.readBigUInt64LE(48)], [1, 0x104n, 2n]);
  assert.deepEqual([turned.readUInt32LE(56), turned.readBigUInt64LE(64), turned.readBigUInt64LE(72)], [2, 1n, 5n]);
  const driven = wires([true, true, false]);
  assert.deepEqual([driven.readUInt32LE(8), driven.readUInt32LE(32)], [1, 2]);
  assert.deepEqual([driven.readBigUInt64LE(40), driven.readBigUInt64LE(48)], [3n, 7n]);
});

test("values go as bits, the first line lowest, up to 64", () => {
  const last = Array.from({ length: 64 }, (_nothing, index) => index === 63);
  assert.equal(bitsOf(last), 1n << 63n);
  const bytes = lineValues(1n << 63n, bitsOf(last));
  assert.deepEqual([bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(8)], [1n << 63n, 1n << 63n]);
  assert.equal(bitsIn(lineValues(3n, 2n)), 2n);
});

test("names of chips and lines end at their first zero, or with their room", () => {
  const chip = Buffer.alloc(68);
  chip.write("gpiochip0", 0);
  chip.write("y".repeat(32), 32);
  chip.writeUInt32LE(54, 64);
  assert.deepEqual(readChipInfo(chip), { name: "gpiochip0", label: "y".repeat(32), lines: 54 });
  const line = Buffer.alloc(256);
  line.write("GPIO17", 0);
  line.write("lirc", 32);
  line.writeUInt32LE(17, 64);
  line.writeBigUInt64LE(1n | 2n | 8n, 72);
  assert.deepEqual(readLineInfo(line), {
    offset: 17,
    name: "GPIO17",
    used: true,
    consumer: "lirc",
    output: true,
    active_low: true,
  });
});

test("edges have their kernel's time and number; half an edge is none", () => {
  const bytes = Buffer.alloc(48 * 2 + 20);
  bytes.writeBigUInt64LE(12_345_678_900n, 0);
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(24, 12);
  bytes.writeUInt32LE(9, 16);
  bytes.writeUInt32LE(7, 20);
  bytes.writeUInt32LE(2, 56);
  assert.deepEqual(
    [...edgesIn(bytes)],
    [
      { mono: 12_345.678_9, rising: true, offset: 24, sequence: 7 },
      { mono: 0, rising: false, offset: 0, sequence: 0 },
    ],
  );
});
