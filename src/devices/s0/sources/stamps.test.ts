import assert from "node:assert/strict";
import { test } from "node:test";
import { stampOf } from "./stamps.ts";

test("an instant in any unit is told by its size, and how fine it is", () => {
  for (const [line, at, grain_ms] of [
    ["1287538500", 1_287_538_500_000, 1_000],
    ["1287538500.123", 1_287_538_500_123, 1],
    ["1287538500123", 1_287_538_500_123, 1],
    ["  1287538500123\r", 1_287_538_500_123, 1],
    ["1287538500123,1", 1_287_538_500_123, 1],
    ["1287538500123;24;1", 1_287_538_500_123, 1],
    ["1287538500123456 pulse", 1_287_538_500_123.456, 1e-3],
    ["1287538500123456789\tx", 1_287_538_500_123.456_8, 1e-6],
  ] as const) {
    const stamp = stampOf(line);
    assert.ok(stamp && Math.abs(stamp.at - at) < 0.001 && Math.abs(stamp.grain_ms - grain_ms) < 1e-9, line);
  }
});

test("what is none is none", () => {
  const odd = [
    "",
    "pulse",
    "0",
    "-1287538500",
    "1287538500e3",
    "12875385",
    "0x4cbd6a44",
    "1287538500.1.2",
    "1287538500.",
    "NaN",
  ];
  for (const line of [...odd, "2010-10-20", "1".repeat(40), ",1287538500", "99999999999"]) {
    assert.equal(stampOf(line), undefined, line);
  }
});
