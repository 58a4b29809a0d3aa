import assert from "node:assert/strict";
import { test } from "node:test";
import { type Reports, speaksFor } from "./rhythm.ts";
import { DAY, HOUR, MINUTE } from "./time.ts";

/** How long each reading holds, in minutes, of readings so many minutes after each other; the values are `1, 1, …` or given. */
function minutes(distances: readonly number[], values?: readonly number[], reports?: Reports): number[] {
  const at = [0];
  for (const distance of distances) at.push((at.at(-1) ?? 0) + distance * MINUTE);
  const row = { at, values: values ?? at.map(() => 1) };
  return at.map((_, i) => speaksFor(row, i, reports) / MINUTE);
}

const many = (distance: number, times: number): number[] => Array.from({ length: times }, () => distance);
const NEVER = Number.POSITIVE_INFINITY;

test("what comes regularly holds until the next one, the last as long as the others", () => {
  assert.deepEqual(minutes(many(60, 4)), many(60, 5));
  assert.deepEqual(minutes(many(15, 30)), many(15, 31));
  assert.deepEqual(minutes([60, 61, 59, 80, 60]), [60, 61, 59, 80, 60, 60]);
});

test("what is missing among what comes regularly is not known", () => {
  const found = minutes([...many(60, 12), 300, ...many(60, 12)]);
  assert.deepEqual(found[12], 60);
  // two of them are no rhythm yet
  assert.deepEqual(minutes([...many(60, 6), 600, ...many(60, 6), 600, ...many(60, 6)])[6], 60);
});

test("a pause of what speaks each second is a pause", () => {
  const found = minutes([...many(1 / 60, 20), 47, ...many(1 / 60, 20)]);
  assert.deepEqual(found[20], 5);
});

test("where the rhythm changes, either side keeps its own", () => {
  const found = minutes([...many(60, 20), ...many(1 / 6, 20)]);
  assert.deepEqual([found[18], found[19]], [60, 60]);
  const back = minutes([...many(1 / 6, 20), ...many(60, 20)]);
  assert.deepEqual([back[20], back[30]], [60, 60]);
  // the last of the old ones, when the new begin later
  assert.deepEqual(minutes([...many(60, 20), 240, ...many(1 / 6, 20)])[20], 60);
});

test("where values come on change, a silence like the others is one in which nothing changed", () => {
  const values = [0, 1_200, 3, 800, 0, 1_150, 2];
  assert.deepEqual(minutes([600, 7, 33, 180, 12, 90], values).slice(0, 6), [NEVER, 7, 33, NEVER, 12, 90]);
  // a silence that is quite unlike them is not; nor is one in which the same comes twice
  assert.deepEqual(minutes([30, 7, 12, 1_300, 25], values.slice(0, 6))[3], 30);
  assert.deepEqual(minutes([30, 7, 12, 200, 25, 31, 8], [1, 2, 2, 3, 4, 5, 6, 7])[3], 12);
  // never for longer than a day
  assert.notEqual(minutes([300, 7, 33, 1_500, 12, 90], values)[3], NEVER);
});

/** The readings of a sunny day, in W, and its energy: looked at so often, told where it has changed by so much. */
function sunny(every_ms: number, step_w: number, isRounded: boolean) {
  const [at, values]: [number[], number[]] = [[], []];
  let [told, right] = [Number.NaN, 0];
  for (let now = 0; now < DAY; now += every_ms) {
    const power_w = Math.max(0, 3_500 * Math.sin(((now / HOUR - 6) / 12) * Math.PI));
    const shown = isRounded ? Math.round(power_w / step_w) * step_w : power_w;
    if (!(Math.abs(shown - told) < step_w)) {
      told = shown;
      at.push(now);
      values.push(told);
    }
    right += told * every_ms;
  }
  return { row: { at, values }, right };
}

test("what tells of steps only speaks on change, also where its clock makes it look regular", () => {
  for (const every_ms of [MINUTE, 5 * MINUTE, 15 * MINUTE]) {
    for (const isRounded of [true, false]) {
      const { row, right } = sunny(every_ms, 200, isRounded);
      const energy = row.at.reduce((sum, at, i) => {
        const next = row.at[i + 1] ?? DAY;
        return sum + (row.values[i] ?? 0) * Math.min(next - at, Math.max(5 * MINUTE, speaksFor(row, i)));
      }, 0);
      assert.ok(Math.abs(energy / right - 1) < 0.01, `${energy / right} each ${every_ms / MINUTE} min`);
    }
  }
  // a pause after which it is quite different is one
  const values = [0, 200, 400, 600, 400, 600, 800, 4_000, 3_800, 4_000, 3_800, 3_600, 3_400];
  assert.deepEqual(minutes([5, 5, 5, 10, 5, 5, 700, 5, 5, 10, 5, 5], values)[6], 5);
  assert.deepEqual(minutes([5, 5, 5, 10, 5, 5, 700, 5, 5, 10, 5, 5], values.with(7, 600).with(8, 400))[6], NEVER);
});

test("what rises evenly and comes regularly is not known in a pause", () => {
  const values = Array.from({ length: 25 }, (_, i) => i + (i > 12 ? 20 : 0));
  assert.deepEqual(minutes([...many(10, 12), 200, ...many(10, 12)], values)[12], 10);
});

test("three readings of a day are enough where their distances are alike", () => {
  assert.deepEqual(minutes([600, 180, 660], [0, 1_200, 0, 0]), [600, 180, 660, 600]);
});

test("of a single reading, and of one with none near it, nothing is known", () => {
  assert.deepEqual(minutes([]), [5]);
  assert.deepEqual(minutes([60]), [5, 5]);
  const row = { at: [0, 40 * DAY, 80 * DAY], values: [1, 1, 1] };
  assert.equal(speaksFor(row, 0), 5 * MINUTE);
  assert.equal(speaksFor({ at: [0, 31 * DAY, 62 * DAY], values: [1, 1, 1] }, 1), 31 * DAY);
});

test("a state parts what is said, and is no value that stays", () => {
  const row = { at: [0, HOUR, 2 * HOUR, 3 * HOUR], values: [1, Number.NaN, Number.NaN, 1] };
  assert.equal(speaksFor(row, 0), HOUR);
});

test("what is told stands above what could be learned", () => {
  assert.deepEqual(minutes([15, 22, 23, 600], undefined, { every_ms: 15 * MINUTE }), [15, 22, 15, 15, 15]);
  assert.deepEqual(minutes([1, 7, 8], undefined, { every_ms: MINUTE }), [1, 5, 5, 5]);
  assert.deepEqual(minutes([1, 20_000], undefined, "on_change"), many(NEVER, 3));
});
