import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PATTERNS } from "./support/outside-patterns.ts";
import { type Found, patternsIn } from "./support/patterns-in.ts";
import { mayHoldPattern } from "./support/quick-look.ts";
import { isTest, sourcesBelow } from "./support/sources.ts";

/**
 * No text from outside can hold up the house: every regular expression of the program is in a list, with the longest text
 * that it may see. `outside-patterns.slow.test.ts` tries each with the worst of these.
 */

const nameOf = ({ path, pattern }: Found): string => `${path}  ${pattern}`;

describe("regular expressions of the program", () => {
  const found = sourcesBelow("src")
    .filter(({ path, text }) => !isTest(path) && mayHoldPattern(text))
    .flatMap(patternsIn);
  const listed = PATTERNS.flatMap(({ path, sees }) => sees.map(([pattern]) => ({ path, pattern })));

  test("are all in the list, each with the longest text that it may see", () => {
    assert.ok(found.length > 50, `only ${found.length} were found`);
    const names = new Set(listed.map(nameOf));
    assert.deepEqual(
      [...new Set(found.map(nameOf))].filter((name) => !names.has(name)),
      [],
    );
  });

  test("are all still there", () => {
    const names = new Set(found.map(nameOf));
    assert.deepEqual(
      listed.map(nameOf).filter((name) => !names.has(name)),
      [],
    );
  });

  test("are not put together while the program runs", () => {
    const text = "export const one = (word: string) => new RegExp(word);";
    assert.ok(mayHoldPattern(text));
    assert.throws(() => patternsIn({ path: "src/devices/x.ts", text }), /must stand in the source/);
  });
});

describe("JSON from outside", () => {
  /** Rooms where whatever is read comes from others. */
  const ROOMS = /^src\/(devices|companions)\//;

  test("is parsed by the one that looks at its length and depth first", () => {
    const parsers = sourcesBelow("src").filter(
      ({ path, text }) => ROOMS.test(path) && !isTest(path) && /JSON\.parse/.test(text),
    );
    assert.deepEqual(parsers, []);
  });
});
