import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { masked } from "./secrets.ts";

describe("words of a program", () => {
  const secret = "s3cret-word";

  for (const [what, said, shown] of [
    ["without the secret stay as they are", "no answer from 10.0.0.1", "no answer from 10.0.0.1"],
    ["lose it", "bad key s3cret-word!", "bad key ***!"],
    ["lose it each time", "s3cret-word s3cret-word", "*** ***"],
    ["lose it where it is repeated without a break", "s3cret-words3cret-word", "***"],
    ["lose what is left of it when its beginning was cut", "ret-word was refused", "*** was refused"],
    ["lose its beginning", "it begins with s3cret", "it begins with ***"],
    ["keep what is too short to be a piece of it", "s3c, ord", "s3c, ord"],
  ] as const) {
    test(what, () => assert.equal(masked(said, [secret]), shown));
  }

  test("lose each of several secrets, and one that is a part of another", () => {
    assert.equal(masked("abcdefgh / cdef / 12345678", ["abcdefgh", "cdef", "12345678"]), "*** / *** / ***");
  });

  test("without secrets, or with one that is hardly any, stay as they are", () => {
    assert.equal(masked("abc", []), "abc");
    assert.equal(masked("abc abc", ["abc"]), "abc abc");
  });
});
