import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUSE, read } from "../../config/testing/house.ts";
import { isNight } from "./night.ts";

const config = read(HOUSE);
/** In Paris in winter, an hour ahead of UTC. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 11, 1, hour - 1, minute);

test("from one time to another of the site's zone, over midnight or not", () => {
  const late = isNight(config, { by: "clock", from_minute: 22 * 60, to_minute: 6 * 60 + 30 });
  assert.deepEqual([at(21, 59), at(22), at(24), at(6, 29), at(6, 30), at(12)].map(late), [
    ...[false, true, true, true],
    ...[false, false],
  ]);
  const noon = isNight(config, { by: "clock", from_minute: 12 * 60, to_minute: 14 * 60 });
  assert.deepEqual([at(11, 59), at(12), at(13, 59), at(14), at(23)].map(noon), [false, true, true, false, false]);
});

test("from sunset to sunrise of the place", () => {
  const dark = isNight(config, { by: "sun" });
  assert.deepEqual([at(6), at(12), at(20)].map(dark), [true, false, true]);
});

test("never, where nobody asked for it", () => {
  assert.equal(isNight(config, undefined)(at(2)), false);
});
