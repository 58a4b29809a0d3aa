import assert from "node:assert/strict";
import { test } from "node:test";
import { Keys } from "./keys.ts";

/** Scans 30 ms apart; `null`: one that says nothing. @returns keys that were pressed, from 1 */
function pressed(scans: readonly (number | null)[], keys = new Keys(), from_ms = 0): number[] {
  return scans.flatMap((mask, index) => {
    const { pressed: key } = keys.take(mask ?? undefined, from_ms + 30 * index);
    return key === undefined ? [] : [key + 1];
  });
}

const KEY3 = 0b100;

test("a key is pressed once it is seen twice, after none; held and released it says nothing more", () => {
  assert.deepEqual(pressed([0, 0, KEY3, KEY3, KEY3, KEY3, 0, 0]), [3]);
  assert.deepEqual(pressed([0, 0, KEY3, KEY3, 0, 0, KEY3, KEY3]), [3, 3]);
  assert.deepEqual(pressed([0, 0, 0x80, 0x80]), [8]);
});

test("bounce and single wrong scans press nothing, and do not press twice", () => {
  assert.deepEqual(pressed([0, 0, KEY3, 0, KEY3, 0, 0]), []);
  assert.deepEqual(pressed([0, 0, KEY3, 0, KEY3, KEY3, 0, KEY3, KEY3, 0, 0]), [3]);
  assert.deepEqual(pressed([0, 0, KEY3, null, KEY3, null, 0, 0]), []);
});

test("several keys at once press nothing until all are up", () => {
  assert.deepEqual(pressed([0, 0, 0b11, 0b11, 0b01, 0b01, 0, 0]), []);
  assert.deepEqual(pressed([0, 0, 0b01, 0b01, 0b11, 0b11, 0b10, 0b10, 0, 0, 0b10, 0b10]), [1, 2]);
});

test("what is held when nobody knows anything yet has not been pressed", () => {
  assert.deepEqual(pressed([KEY3, KEY3, KEY3, 0, 0, KEY3, KEY3]), [3]);
});

test("a key that is held for a minute is stuck: told, and left out until it comes up; the others work", () => {
  const keys = new Keys();
  assert.deepEqual(pressed([0, 0, KEY3, KEY3], keys), [3]);
  assert.deepEqual(pressed([KEY3, KEY3], keys, 59_000), []);
  assert.deepEqual(keys.stuck, []);
  assert.deepEqual(pressed([KEY3, KEY3], keys, 61_000), []);
  assert.deepEqual(keys.stuck, [2]);
  assert.deepEqual(pressed([KEY3 | 1, KEY3 | 1, KEY3, KEY3], keys, 62_000), [1]);
  assert.deepEqual(pressed([0, 0, KEY3, KEY3], keys, 4_000_000), [3]);
  assert.deepEqual(keys.stuck, []);
});

test("a scan that differs asks for another at once", () => {
  const keys = new Keys();
  assert.equal(keys.take(0, 0).unsettled, true);
  assert.equal(keys.take(0, 30).unsettled, false);
  assert.equal(keys.take(1, 60).unsettled, true);
  assert.equal(keys.take(1, 90).unsettled, false);
});
