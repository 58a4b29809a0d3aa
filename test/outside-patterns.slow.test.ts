import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { slowness, threatsTo } from "./support/adversary.ts";
import { PATTERNS } from "./support/outside-patterns.ts";
import { Steps } from "./support/pattern-steps.ts";

/**
 * Every regular expression of the program is quick with the worst text of the longest length that it may see. It is not
 * timed but its steps are counted, as a busy machine changes times. That all are in the list: `outside-patterns.test.ts`.
 */

/** What is linear takes a few steps for each character; so many are no harm however long a text is read … */
const MOST_STEPS_PER_CHAR = 40;
/** … and so many are none at all. */
const ALWAYS_QUICK = 20_000;
/** A pattern that grows faster than its text has long been found at this length. */
const LONGEST_TRIED = 8 * 1024;

const mostSteps = (bound: number): number => Math.max(ALWAYS_QUICK, MOST_STEPS_PER_CHAR * bound);

describe("regular expressions of the program", () => {
  for (const { path, sees } of PATTERNS) {
    for (const [pattern, bound] of sees) {
      test(`${path} ${pattern} is quick with ${bound} characters`, () => {
        const tried = Math.min(bound, LONGEST_TRIED);
        assert.equal(slowness(pattern, tried, mostSteps(tried)), undefined);
      });
    }
  }
});

describe("the measure", () => {
  const SLOW: readonly (readonly [RegExp, number])[] = [
    // a row of digits can be cut in two at each of them
    [/^[+-]?(?:\d+\.?\d*|\.\d+)$/, 8_192],
    [/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/, 8_192],
    [/^[+-]?(?:\d+\.?\d*|\.\d+)$/, 2_000],
    [/^([^\s=:]+)\s*(?:[=:]\s*|\s+)(.*)$/u, 8_192],
    [/^keep\s+(.+)$/, 8_192],
    [/\s+$/, 8_192],
    [/^_+|_+$/g, 8_192],
    [/^(a+)+$/, 32],
    [/^(a|a)*$/, 32],
    [/^(?:a?){12}a*b$/, 2_000],
    [/x*y/, 8_192],
    [/(?=.*z)a/, 8_192],
  ];
  for (const [pattern, bound] of SLOW) {
    test(`finds ${pattern} slow with ${bound} characters`, () => {
      assert.match(slowness(pattern, bound, mostSteps(bound)) ?? "", /takes more than \d+ steps/);
    });
  }

  const QUICK: readonly (readonly [RegExp, number])[] = [
    [/^[+-]?(?:\d+\.?\d*|\.\d+)$/, 64],
    [/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/, 16_384],
    [/^(\S+)\s+(\S{1,16})$/u, 8_192],
    [/[^a-z0-9]+/g, 65_536],
    [/(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/gy, 8_192],
  ];
  for (const [pattern, bound] of QUICK) {
    test(`finds ${pattern} quick with ${bound} characters`, () => {
      assert.equal(slowness(pattern, bound, mostSteps(bound)), undefined);
    });
  }

  test("finds what the engine finds", () => {
    const patterns = [
      ...PATTERNS.flatMap(({ sees }) => sees.map(([pattern]) => pattern)),
      /(a|ab)(c|bcd)*?$/g,
      /(?:x?)*y|\bz\B/g,
    ];
    for (const pattern of patterns) {
      const steps = new Steps(pattern);
      const threats = [...threatsTo(steps.tree)].filter((_threat, i, { length }) => i % Math.ceil(length / 20) === 0);
      const texts = threats.map(({ before, again, after }) => before + again.repeat(9) + after);
      const all = new RegExp(pattern.source, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`);
      for (const text of texts) {
        const ends = [...text.matchAll(all)].map(([word, ..._rest]) => word);
        const chars = /[uv]/.test(pattern.flags) ? [...text] : text.split("");
        const own = steps
          .through(text, Number.POSITIVE_INFINITY)
          .found.map(([from, to]) => chars.slice(from, to).join(""));
        assert.deepEqual(own, ends, `${pattern} in ${JSON.stringify(text)}`);
      }
    }
  });

  test("refuses what it does not understand", () => {
    for (const pattern of [/(?<=a)b/, /(?<!a)b/, /(a)\1/])
      assert.throws(() => new Steps(pattern), /not understood here/);
    fc.assert(fc.property(fc.string(), (text) => new Steps(/^a/).through(text, 10_000).steps > 0));
  });
});
