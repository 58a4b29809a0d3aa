import assert from "node:assert/strict";
import { test } from "node:test";
import { abilitiesIn, bytesIn, readingByte, readingRegisters, smbusData, smbusRequest, writing } from "./layout.ts";

/** Layouts of `include/uapi/linux/i2c.h`. */

const ALL = { plain: false, write_block: true, read_block: true };
const FEW = { plain: false, write_block: false, read_block: false };

test("what an adapter can do", () => {
  const functions = (bits: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(bits);
    return abilitiesIn(bytes);
  };
  assert.deepEqual(functions(0x0eff0009), { plain: true, write_block: true, read_block: true });
  assert.deepEqual(functions(0x0c7f0000), { plain: false, write_block: true, read_block: true });
  assert.deepEqual(functions(0x007f0000), { plain: false, write_block: false, read_block: false });
});

test("a message is written so that just its bytes are on the wire", () => {
  const kind = (bytes: number[], abilities = ALL) => {
    const command = writing(bytes, abilities);
    return command && [command.command, command.size, ...smbusData(command).subarray(0, 4)];
  };
  assert.deepEqual(kind([0xfe]), [0xfe, 1, 0, 0, 0, 0]);
  assert.deepEqual(kind([0x12, 0x34]), [0x12, 2, 0x34, 0, 0, 0]);
  assert.deepEqual(kind([0x14, 0xaa, 0xbb]), [0x14, 8, 2, 0xaa, 0xbb, 0]);
  assert.deepEqual(kind([0x14, 0xaa, 0xbb], FEW), [0x14, 3, 0xaa, 0xbb, 0, 0]);
  assert.equal(kind([1, 2, 3, 4], FEW), undefined);
  assert.equal(kind(Array(34).fill(0)), undefined);
});

test("registers are read one alone or as a block, a chip without registers one byte at a time", () => {
  const one = readingRegisters(0x12, 1, FEW);
  assert.deepEqual([one?.command, one?.size, one?.read], [0x12, 2, true]);
  const block = readingRegisters(0x00, 22, ALL);
  assert.ok(block);
  assert.deepEqual([block.size, smbusData(block)[0]], [8, 22]);
  const data = smbusData(block);
  data.set([22, 5, 6, 7]);
  assert.deepEqual(bytesIn(data, block).slice(0, 4), [5, 6, 7, 0]);
  data[0] = 2;
  assert.deepEqual(bytesIn(data, block), [5, 6], "fewer than were asked for");
  data[0] = 200;
  assert.equal(bytesIn(data, block).length, 22);
  assert.equal(readingRegisters(0, 22, FEW), undefined);
  const byte = smbusData(readingByte);
  byte[0] = 0xfb;
  assert.deepEqual(bytesIn(byte, readingByte), [0xfb]);
  assert.deepEqual(
    [...smbusRequest(readingByte, 0x1122334455667788n)],
    [...[1, 0, 0, 0, 1, 0, 0, 0], ...[0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]],
  );
});
