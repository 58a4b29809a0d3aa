import assert from "node:assert/strict";
import { test } from "node:test";
import { countIn, counts, isOnIn, leaveWiresAlone, levels, termios } from "./layout.ts";

test("counters and states are where the kernel's headers have them", () => {
  const found = counts();
  [11, 12, 13, 14].forEach((count, index) => {
    found.writeUInt32LE(count, 4 * index);
  });
  assert.deepEqual([countIn(found, "cts"), countIn(found, "dsr"), countIn(found, "dcd")], [11, 12, 14]);
  const states = levels({ rts: true, dtr: true });
  assert.equal(states.readUInt32LE(), 0x6);
  states.writeUInt32LE(0x120);
  assert.deepEqual([isOnIn(states, "cts"), isOnIn(states, "dsr"), isOnIn(states, "dcd")], [true, true, false]);
});

test("a carrier that goes hangs up nobody, and flow is not controlled", () => {
  const found = termios();
  found.writeUInt32LE(0x8000_0030, 8);
  found.writeUInt32LE(0x8a3b, 12);
  leaveWiresAlone(found);
  assert.deepEqual([found.readUInt32LE(8), found.readUInt32LE(12)], [0x0000_0830, 0]);
});
