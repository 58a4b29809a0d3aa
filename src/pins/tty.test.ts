import assert from "node:assert/strict";
import { test } from "node:test";
import { rawMode } from "./tty.ts";

const wordsOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex").match(/.{8}/g);

test("the settings of a raw line, byte for byte as the kernel lays them out", () => {
  assert.deepEqual(wordsOf(rawMode(12_345)), [
    ...["04000000", "00000000", "b01c0000", "00000000"],
    // the discipline, then the characters: VMIN is the seventh of them
    ...["00000000", "00000001", "00000000", "00000000", "00000000"],
    ...["39300000", "39300000"],
  ]);
});

test("a usual speed has its code", () => {
  const [, , flags] = wordsOf(rawMode(19_200)) ?? [];
  assert.equal(flags, "be0c0000");
});
