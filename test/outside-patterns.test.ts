import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { slowness, threatsTo } from "./support/adversary.ts";
import { PATTERNS } from "./support/outside-patterns.ts";
import { Steps } from "./support/pattern-steps.ts";
import { isTest, nodesOf, type Source, sourcesBelow, treeOf } from "./support/sources.ts";

/**
 * No text from outside can hold up the house: every regular expression of the program is in a list, with the longest text that
 * it may see, and is quick with the worst of these. It is not timed but its steps are counted, as a busy machine changes times.
 */

/** What is linear takes a few steps for each character; so many are no harm however long a text is read … */
const MOST_STEPS_PER_CHAR = 40;
/** … and so many are none at all. */
const ALWAYS_QUICK = 20_000;
/** A pattern that grows faster than its text has long been found at this length. */
const LONGEST_TRIED = 8 * 1024;

const mostSteps = (bound: number): number => Math.max(ALWAYS_QUICK, MOST_STEPS_PER_CHAR * bound);

interface Found {
  readonly path: string;
  readonly pattern: RegExp;
}

/** The regular expressions that a source holds. @throws Error for one that is put together while the program runs */
function patternsIn(source: Source): Found[] {
  const found: Found[] = [];
  for (const node of nodesOf(treeOf(source))) {
    const isCall = node.type === "NewExpression" || node.type === "CallExpression";
    if (isCall && node.callee.type === "Identifier" && node.callee.name === "RegExp") {
      throw new Error(`${source.path}: a regular expression must stand in the source, so that its bound can be tested`);
    }
    if (node.type !== "Literal" || !("regex" in node) || !node.regex) continue;
    found.push({ path: source.path, pattern: new RegExp(node.regex.pattern, node.regex.flags) });
  }
  return found;
}

const nameOf = ({ path, pattern }: Found): string => `${path}  ${pattern}`;

describe("regular expressions of the program", () => {
  const found = sourcesBelow("src")
    .filter(({ path }) => !isTest(path))
    .flatMap(patternsIn);
  const listed = PATTERNS.flatMap(({ path, sees }) => sees.map(([pattern, bound]) => ({ path, pattern, bound })));

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

  for (const { path, pattern, bound } of listed) {
    test(`${path} ${pattern} is quick with ${bound} characters`, () => {
      const tried = Math.min(bound, LONGEST_TRIED);
      assert.equal(slowness(pattern, tried, mostSteps(tried)), undefined);
    });
  }

  test("are not put together while the program runs", () => {
    const text = "export const one = (word: string) => new RegExp(word);";
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
