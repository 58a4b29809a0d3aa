import assert from "node:assert/strict";
import { test } from "node:test";
import { trendOf } from "../bench/soak/trend.ts";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";

const line = (slope: number, noise: (i: number) => number) =>
  Array.from({ length: 200 }, (_, i) => ({ at_h: i / 100, value: 7 + (slope * i) / 100 + noise(i) }));

test("a straight line has its slope and no error", () => {
  const { slope, error, mean, max } = trendOf(line(3, () => 0));
  assert.ok(Math.abs(slope - 3) < 1e-9 && error < 1e-9);
  assert.ok(Math.abs(mean - (7 + 3 * 0.995)) < 1e-9 && Math.abs(max - (7 + 3 * 1.99)) < 1e-9);
});

test("the error says how far the slope may be wrong, and neighbours that follow each other widen it", () => {
  const random = seeded(3);
  let within = 0;
  let [sum, walkSum] = [0, 0];
  for (let round = 0; round < 200; round++) {
    const plain = trendOf(line(0, () => random() - 0.5));
    let level = 0;
    const walk = trendOf(
      line(0, () => {
        level = 0.9 * level + random() - 0.5;
        return level;
      }),
    );
    sum += plain.error;
    walkSum += walk.error;
    if (Math.abs(walk.slope) <= 2 * walk.error) within++;
  }
  assert.ok(walkSum > 5 * sum, `${walkSum} beside ${sum}`);
  assert.ok(within > 170, `${within} of 200 within two errors`);
});

test("of a few samples no slope is told", () => {
  assert.ok(Number.isNaN(trendOf([{ at_h: 0, value: 1 }]).slope));
});
