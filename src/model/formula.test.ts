import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  FORMULA_FUNCTIONS,
  type Formula,
  FormulaError,
  formulaChannels,
  mergedTerms,
  parseFormula,
  termsOf,
} from "./formula.ts";
import { anyWords } from "./testing/any-words.ts";

/** The formula as Lisp writes it, so that precedence shows. */
function lisp(formula: Formula): string {
  switch (formula.kind) {
    case "number":
      return String(formula.value);
    case "channel":
      return formula.name;
    case "negate":
      return `(neg ${lisp(formula.of)})`;
    case "binary":
      return `(${formula.op} ${lisp(formula.left)} ${lisp(formula.right)})`;
    case "call":
      return `(${[formula.name, ...formula.args.map(lisp)].join(" ")})`;
  }
}

describe("formulas read as everybody writes them", () => {
  for (const [source, expected] of [
    ["solar.power - battery.power", "(- solar.power battery.power)"],
    ["a + b * c", "(+ a (* b c))"],
    ["(a + b) * c", "(* (+ a b) c)"],
    ["a - b - c", "(- (- a b) c)"],
    ["a / b * c", "(* (/ a b) c)"],
    ["-a * b", "(* (neg a) b)"],
    ["a - -b", "(- a (neg b))"],
    ["- - a", "(neg (neg a))"],
    ["sum(roof.panel_power, garage.panel_power)", "(sum roof.panel_power garage.panel_power)"],
    ["max(0,grid.power)", "(max 0 grid.power)"],
    ["abs(a - b)", "(abs (- a b))"],
    ["mean(a, min(b, 1.5), 3)", "(mean a (min b 1.5) 3)"],
    ["  a\t+\n b ", "(+ a b)"],
    ["sum", "sum"],
    ["((a))", "a"],
    ["Maison_2.P1", "Maison_2.P1"],
  ] as const) {
    test(JSON.stringify(source), () => assert.equal(lisp(parseFormula(source)), expected));
  }
});

describe("what is wrong is said with its place", () => {
  for (const [source, column, words] of [
    ["", 0, /a channel or a number expected, found the end/],
    ["a +", 3, /found the end/],
    ["a b", 2, /"\+", "-", "\*" or "\/" expected, found "b"/],
    ["a + ) b", 4, /found "\)"/],
    ["(a + b", 6, /"\)" expected, found the end/],
    ["a ^ 2", 2, /"\^" has no meaning/],
    ["a = 2", 2, /"=" has no meaning/],
    ["a; process.exit()", 1, /";" has no meaning/],
    ["1.", 1, /"\." has no meaning/],
    ["a.", 1, /"\." has no meaning/],
    ["sqrt(a)", 0, /no function is called "sqrt"; there are sum, max, min, abs, mean/],
    ["constructor(a)", 0, /no function is called/],
    ["abs(a, b)", 0, /abs takes one value/],
    ["sum()", 4, /found "\)"/],
    ["sum(a,)", 6, /found "\)"/],
    ["1 + solar.power power", 16, /found "power"/],
    ["2é", 1, /"é" has no meaning/],
    [`1 + ${"9".repeat(400)}`, 4, /too large/],
    ["(".repeat(40), 32, /too many brackets/],
    ["-".repeat(40), 32, /too many brackets/],
    ["a".repeat(1_001), 1_000, /at most 1000 characters/],
  ] as const) {
    test(JSON.stringify(source.slice(0, 40)), () => {
      assert.throws(
        () => parseFormula(source),
        (error) => {
          assert(error instanceof FormulaError);
          assert.match(error.message, words);
          assert.equal(error.column, column);
          return true;
        },
      );
    });
  }
});

/** Reads or complains; anything else is a defect. */
function tryParse(source: string): Formula | undefined {
  try {
    return parseFormula(source);
  } catch (error) {
    assert(error instanceof FormulaError, `not a FormulaError: ${error}`);
    assert(error.column >= 0 && error.column <= source.length, `column ${error.column}`);
    return undefined;
  }
}

test("no text at all throws anything else", () => {
  const likely = fc.array(fc.constantFrom(..."+-*/(),. \n19ab_é√\0", ...FORMULA_FUNCTIONS, "sum(", "a.b"), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        anyWords({ maxLength: 1_200 }),
        likely.map((parts) => parts.join("")),
      ),
      (text) => {
        tryParse(text);
      },
    ),
    { numRuns: 1_500 },
  );
});

test("a formula that was written out reads as it was", () => {
  const leaf = fc.oneof(
    fc.integer({ min: 0, max: 99_999 }).map((value): Formula => ({ kind: "number", value })),
    fc.constantFrom("a", "solar.power", "x_1").map((name): Formula => ({ kind: "channel", name })),
  );
  const { tree } = fc.letrec<{ tree: Formula }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constant("negate" as const), of: tie("tree") }),
      fc.record({
        kind: fc.constant("binary" as const),
        op: fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const),
        left: tie("tree"),
        right: tie("tree"),
      }),
      fc.record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom("sum" as const, "max" as const),
        args: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }));
  const write = (formula: Formula): string => {
    if (formula.kind === "number") return String(formula.value);
    if (formula.kind === "channel") return formula.name;
    if (formula.kind === "negate") return `(-${write(formula.of)})`;
    if (formula.kind === "binary") return `(${write(formula.left)} ${formula.op} ${write(formula.right)})`;
    return `${formula.name}(${formula.args.map(write).join(", ")})`;
  };
  fc.assert(
    fc.property(tree, (formula) => {
      const source = write(formula);
      fc.pre(source.length <= 1_000);
      assert.equal(lisp(parseFormula(source)), lisp(formula));
    }),
  );
});

test("names each channel that it reads once", () => {
  assert.deepEqual(formulaChannels(parseFormula("sum(a, b.c, -a) / max(d, 1)")), ["a", "b.c", "d"]);
  assert.deepEqual(formulaChannels(parseFormula("1 + 2")), []);
});

describe("the channels of which a formula is the sum", () => {
  for (const [source, expected] of [
    ["a", { a: 1 }],
    ["sum(roof.energy, barn.energy)", { "roof.energy": 1, "barn.energy": 1 }],
    ["a + b - c + 12", { a: 1, b: 1, c: -1 }],
    ["-(a - 2 * b) / 4", { a: -0.25, b: 0.5 }],
    ["mean(a, b)", { a: 0.5, b: 0.5 }],
    ["a + a * (3 - 1)", { a: 3 }],
    ["a * b", undefined],
    ["1 / a", undefined],
    ["a / 0", undefined],
    ["max(a, b) + c", undefined],
    ["sum(a, abs(b))", undefined],
  ] as const) {
    test(source, () => {
      const terms = termsOf(parseFormula(source));
      const merged = terms && Object.fromEntries(mergedTerms(terms).map(({ channel, times }) => [channel, times]));
      assert.deepEqual(merged, expected);
    });
  }
});
