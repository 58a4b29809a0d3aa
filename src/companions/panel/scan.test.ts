import assert from "node:assert/strict";
import { test } from "node:test";
import { scanOf } from "./scan.ts";

test("32 bits: S1 to S4 in the low half of each byte, S5 to S8 in the high one", () => {
  const at = (bit: number) => scanOf(2 ** bit);
  assert.deepEqual([0, 8, 16, 24, 4, 12, 20, 28].map(at), [1, 2, 4, 8, 16, 32, 64, 128]);
  assert.equal(scanOf(0), 0);
  assert.equal(scanOf(0xffffffff), "absent");
  for (const bit of [1, 2, 3, 5, 6, 7, 9, 31]) assert.equal(at(bit), "disorder", `bit ${bit}`);
  assert.equal(scanOf(0xfffffffe), "disorder");
});
