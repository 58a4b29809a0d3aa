import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { cutWords } from "./cut.ts";
import { anyWords } from "./testing/any-words.ts";

describe("words that are cut", () => {
  it("keep their length where it is allowed, and end in … where not", () => {
    assert.equal(cutWords("abc", 3), "abc");
    assert.equal(cutWords("abcd", 3), "ab…");
    assert.equal(cutWords("", 3), "");
  });

  it("hold whole characters only", () => {
    const family = "👨‍👩‍👧";
    assert.equal(cutWords("a😀b😀", 4), "a😀…");
    assert.equal(cutWords("a😀b😀", 3), "a…");
    assert.equal(cutWords(family.repeat(3), 2 * family.length + 3), `${family}${family}…`);
    assert.equal(cutWords("e\u0301".repeat(3), 4), "e\u0301…");
    assert.equal(cutWords("\ud83d", 3), "\ufffd");
  });

  it("are bounded and well formed whatever comes", () => {
    const words = anyWords({ maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (given, most) => {
        const cut = cutWords(given, most);
        return cut.length <= most && cut.isWellFormed();
      }),
    );
    assert.ok(cutWords(`a${"\u0301".repeat(5_000)}`, 20).length <= 20);
  });
});
