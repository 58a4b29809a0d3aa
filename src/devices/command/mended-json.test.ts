import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mended } from "./mended-json.ts";

test("what is JSON stays as it is", () => {
  fc.assert(fc.property(fc.json(), (text) => mended(text) === text));
});

test("what is no JSON in place of a value stands in quotes", () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['{"a":NaN,"b":[None, -inf],"c":\n}', '{"a":"NaN","b":["None", "-inf"],"c":\n""}'],
    ['{"a": ,"b":.5}', '{"a": "","b":".5"}'],
    ['{"a\\"":nan}', '{"a\\"":"nan"}'],
    ['{"a":"x:NaN,"}', '{"a":"x:NaN,"}'],
    ["{a:NaN}", '{a:"NaN"}'],
    ['{"a":1,5}', '{"a":1,5}'],
    [`{"a":${"x".repeat(65)}}`, `{"a":${"x".repeat(65)}}`],
    ['{"a":"cut', '{"a":"cut'],
    ['{"a":"cut\\', '{"a":"cut\\'],
  ];
  for (const [given, expected] of CASES) assert.equal(mended(given), expected);
});

test("nothing but quotes comes to any text", () => {
  const texts = fc.stringMatching(/^[{}[\]:,"\\ an1.-]{0,40}$/);
  fc.assert(
    fc.property(texts, (text) => {
      const without = (words: string): string => words.replaceAll('"', "").replaceAll("\\", "");
      return without(mended(text)) === without(text);
    }),
  );
});
