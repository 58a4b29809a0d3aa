import assert from "node:assert/strict";
import { it } from "node:test";
import { fullAbove } from "./rollover.ts";

it("a register is full at a power of ten, or where 16 or 32 bits are, in any unit", () => {
  const full: readonly (readonly [number, number])[] = [
    [99, 100],
    [99.9, 100],
    [99_999.9, 100_000],
    [9, 10],
    [10, 42.94967296],
    [65_535, 65_536],
    [655.35, 655.36],
    [65_536, 100_000],
    [4_294_967_295, 4_294_967_296],
    [429_496_729.5, 429_496_729.6],
    [4_294_967_296, 6_553_600_000],
    [0.5, 0.65536],
  ];
  for (const [value, above] of full) {
    assert.ok(Math.abs(fullAbove(value) - above) < 1e-9 * above, `${fullAbove(value)} above ${value}`);
  }
});
