import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { equalEdges } from "./edges.ts";

test("equal parts begin at their first whole millisecond, however far the span lies and reaches", () => {
  const instant = fc.integer({ min: -8e15, max: 8e15 });
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 0, max: 8e14 }),
      fc.integer({ min: 1, max: 10_000 }),
      (from, span, points) => {
        const [start, length, parts] = [BigInt(from), BigInt(span), BigInt(points)];
        // at ≥ from + i·span/points, said without a division that rounds
        const plain = Array.from({ length: points + 1 }, (_, i) =>
          Number(start + (BigInt(i) * length + parts - 1n) / parts),
        );
        assert.deepEqual([...equalEdges(from, from + span, points)], plain);
      },
    ),
    { numRuns: 30 },
  );
  assert.deepEqual([...equalEdges(5, 5, 2)], [5, 5, 5]);
  assert.deepEqual([...equalEdges(0, 10, 3)], [0, 4, 7, 10]);
});
