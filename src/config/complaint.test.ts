import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { complaintsOf } from "./complaint.ts";

/** What is said of data that does not fit: `path: message`; behind the path `(key)` where a key is the place. */
function said(schema: z.ZodType, data: unknown): string {
  const issues = schema.safeParse(data).error?.issues ?? [];
  const complaints = complaintsOf(issues, schema, data, (_path, key) => ({ line: 1, column: key ? 2 : 1 }));
  return complaints.map(({ column, path, message }) => `${path}${column === 2 ? " (key)" : ""}: ${message}`).join("\n");
}

const COUNT = z.number().meta({ expected: "a count", example: "7" });
const GROUP = z.strictObject({ count: COUNT });

type Case = readonly [schema: z.ZodType, value: unknown, words: string];

/** Each value stands at `it`. */
function each(cases: readonly Case[]): void {
  for (const [schema, value, words] of cases) assert.equal(said(z.strictObject({ it: schema }), { it: value }), words);
}

test("what was expected and what was found, for every kind of value", () => {
  each([
    [z.string(), 5, 'it: expected a word or text, found 5; put it in quotes: "5"'],
    [z.number(), "x", 'it: expected a number, found "x"'],
    [z.int(), 1.5, "it: expected a whole number, found 1.5"],
    [z.boolean(), 1, "it: expected true or false, found 1"],
    [z.strictObject({}), 1, "it: expected a group of keys, found 1"],
    [z.record(z.string(), z.number()), "x", 'it: expected a group of keys, found "x"'],
    [z.array(z.number()), {}, "it: expected a list, found a group of keys"],
    [z.date(), [], "it: expected date, found a list"],
    [z.string(), null, "it: expected a word or text, found nothing"],
    [z.enum(["a", "b"]), "c", 'it: expected one of a, b, found "c"'],
    [z.string().min(2), "x", 'it: expected at least 2 characters, found "x"'],
    [z.string().max(2), "xyz", 'it: expected at most 2 characters, found "xyz"'],
    [z.array(z.number()).min(1), [], "it: expected at least 1 entries, found a list"],
    [z.array(z.number()).max(1), [1, 2], "it: expected at most 1 entries, found a list"],
    [z.number().min(1), 0, "it: expected a number not below 1, found 0"],
    [z.number().max(1), 2, "it: expected a number not above 1, found 2"],
    [z.string().regex(/a/), "b", 'it: expected another value, found "b"'],
    [z.string().refine(() => false, "not so"), "b", 'it: not so, found "b"'],
    [z.union([z.number(), z.boolean()]), "b", 'it: expected another value, found "b"'],
    [z.number(), "x".repeat(58), `it: expected a number, found "${"x".repeat(58)}"`],
    [z.number(), "x".repeat(59), `it: expected a number, found "${"x".repeat(56)}…`],
    [z.number(), "😀".repeat(40), `it: expected a number, found "${"😀".repeat(28)}…`],
  ]);
  assert.equal(said(z.string(), 5), 'the file: expected a word or text, found 5; put it in quotes: "5"');
});

test("words are of a bounded length, with what helps at their end", () => {
  const schema = z.strictObject({ a: z.record(z.string().regex(/^a+$/), COUNT) });
  const long = "é".repeat(100_000);
  for (const data of [{ [long]: 1 }, { a: { [long]: 1 } }, { a: { ["a".repeat(100_000)]: "x" } }]) {
    const words = said(schema, data);
    assert.ok(words.length < 1_300, `${words.length}`);
    assert.match(words, /…/);
  }
  assert.match(
    said(schema, { [long]: 1 }),
    /^é{99}…é{99} \(key\): "é+…é+" is not known here; remove it; known here: a$/m,
  );
  assert.match(said(schema, { a: { ["a".repeat(300)]: "x" } }), /^a\.a+…a+: expected a count, found "x"; write for/);
});

test("what is missing is said at the group where it should be", () => {
  const schema = z.strictObject({ it: z.strictObject({ count: COUNT, toString: z.string() }) });
  assert.equal(
    said(schema, { it: {} }),
    'it (key): "count" is missing: expected a count; write for example 7\n' +
      'it (key): "toString" is missing: expected a word or text',
  );
  assert.equal(said(schema, {}), 'the file (key): "it" is missing: expected a group of keys');
  assert.equal(said(schema, undefined), 'the file (key): "the file" is missing: expected a group of keys');
});

describe("through the layers around a schema", () => {
  const layers: Readonly<Record<string, (inner: z.ZodType) => z.ZodType>> = {
    optional: (inner) => inner.optional(),
    default: (inner) => inner.default(() => assert.fail()),
    prefault: (inner) => inner.prefault(() => assert.fail()),
    nullable: (inner) => inner.nullable(),
    preprocess: (inner) => z.preprocess((value) => value, inner),
    transform: (inner) => inner.transform((value) => value),
    several: (inner) => z.preprocess((value) => value, inner.optional()).nullable(),
  };
  for (const [name, around] of Object.entries(layers)) {
    test(name, () => {
      each([
        [around(GROUP), { count: "x" }, 'it.count: expected a count, found "x"; write for example 7'],
        [around(GROUP), { cont: 1, count: 1 }, 'it.cont (key): "cont" is not known here; did you mean "count"?'],
        [around(COUNT), "x", 'it: expected a count, found "x"; write for example 7'],
      ]);
    });
  }

  test("the outermost that says something counts", () => {
    each([
      [COUNT.optional().meta({ expected: "a few" }), "x", 'it: expected a few, found "x"'],
      [COUNT.optional().meta({ example: "8" }), "x", 'it: expected a number, found "x"; write for example 8'],
      [COUNT.optional().meta({ description: "how many" }), "x", 'it: expected a count, found "x"; write for example 7'],
    ]);
  });
});

test("lists and names", () => {
  const names = z.string().regex(/^a/).meta({ expected: "a name with a", example: "ab" });
  const short = z.string().max(2);
  const other = z.string().refine((name) => name !== "b", "not b");
  each([
    [z.array(COUNT), [1, "x"], 'it.1: expected a count, found "x"; write for example 7'],
    [z.record(names, COUNT), { a: "x" }, 'it.a: expected a count, found "x"; write for example 7'],
    [
      z.record(names, COUNT).optional(),
      { b: 1 },
      'it.b (key): "b" cannot be a name here: expected a name with a; write for example ab',
    ],
    [z.record(short, COUNT), { abc: 1 }, 'it.abc (key): "abc" cannot be a name here: expected at most 2 characters'],
    [z.record(other, COUNT), { b: 1 }, 'it.b (key): "b" cannot be a name here: not b'],
  ]);
});

test("a key that is not known, and what is", () => {
  const wide = z.strictObject({ count: COUNT, colour: z.string().optional() });
  each([
    [
      wide,
      { count: 1, size: 1, colur: 2 },
      'it.size (key): "size" is not known here; remove it; known here: count, colour\n' +
        'it.colur (key): "colur" is not known here; did you mean "colour"?',
    ],
    [z.strictObject({}), { size: 1 }, 'it.size (key): "size" is not known here; remove it'],
  ]);
});

test("what says by itself what is to be written has no example beside it", () => {
  const plate = z
    .union([z.number(), z.string()])
    .transform((_written, issues) => {
      issues.addIssue({ code: "custom", message: "write what the plate says", params: { whole: true } });
      return z.NEVER;
    })
    .meta({ example: "7" });
  each([
    [z.strictObject({ plate }), { plate: 0.5 }, "it.plate: write what the plate says"],
    [z.strictObject({ plate }), { plate: "0,5 x" }, "it.plate: write what the plate says; write 0.5 x"],
  ]);
});

test("one of several types", () => {
  const types = z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("alpha"), count: COUNT }),
    z.strictObject({ type: z.literal("beta"), size: z.number() }),
    z.strictObject({
      type: z.literal("gamma"),
      line: z.union([z.number(), z.string()]).meta({ expected: "a line", example: "23" }),
    }),
  ]);
  each([
    [types, { type: "gamma", line: [17] }, "it.line: expected a line, found a list; write for example 23"],
    [types, { type: "alpha", count: "x" }, 'it.count: expected a count, found "x"; write for example 7'],
    [types, { type: "beta", size: "x" }, 'it.size: expected a number, found "x"'],
    [
      types,
      { type: "beta", size: 1, count: 1 },
      'it.count (key): "count" is not known here; remove it; known here: type, size',
    ],
    [types, { type: "alpa" }, 'it: no device type is called "alpa"; did you mean "alpha"?'],
    [types, { type: "other" }, 'it: no device type is called "other"; there are alpha, beta, gamma'],
    [types, { type: 5 }, "it: no device type is called 5; there are alpha, beta, gamma"],
    [types, {}, "it: type is missing; there are alpha, beta, gamma"],
    [types, "alpha", 'it: expected a group of keys, found "alpha"'],
    [types.optional(), {}, "it: type is missing; there are alpha, beta, gamma"],
  ]);
});
