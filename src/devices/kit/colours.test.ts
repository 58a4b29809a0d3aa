import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "./colours.ts";

test("colours are taken out of words, and nothing else", () => {
  const CASES: readonly (readonly [string, string])[] = [
    ["power 5", "power 5"],
    ["\u001b[32mpower\u001b[0m \u001b[1;38;5;214m5\u001b[m\u001b[K", "power 5"],
    ["\u001b(B\u001b[mpower", "power"],
    ["\u001b[2Jpower", "\u001b[2Jpower"],
    ["power\u001b", "power\u001b"],
    ["\u001b\u001b[0mx", "\u001bx"],
    [`\u001b[${"1;".repeat(20)}mx`, `\u001b[${"1;".repeat(20)}mx`],
  ];
  for (const [given, expected] of CASES) assert.equal(plain(given), expected);
});
