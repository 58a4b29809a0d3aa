import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { atOnce } from "../kit/testing/at-once.ts";
import { mended as inSteps } from "./mended-json.ts";

const mended = (words: string): string | undefined => atOnce(inSteps(words));

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
    [`{"a":"${"long".repeat(5_000)}","b":nan}`, `{"a":"${"long".repeat(5_000)}","b":"nan"}`],
  ];
  for (const [given, expected] of CASES) assert.equal(mended(given), expected);
});

test("what goes on behind its end is no whole", () => {
  for (const lines of ['{"a":NaN}\n{"b":1}', '{"a":1}x', "[] 5"]) assert.equal(mended(lines), undefined);
});

test("nothing but quotes comes to any text", () => {
  const texts = fc.stringMatching(/^[{}[\]:,"\\ an1.-]{0,40}$/);
  fc.assert(
    fc.property(texts, (text) => {
      const without = (words: string): string => words.replaceAll('"', "").replaceAll("\\", "");
      const better = mended(text);
      return better === undefined || without(better) === without(text);
    }),
  );
});
