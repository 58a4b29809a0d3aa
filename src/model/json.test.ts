import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { jsonOf, LONGEST_JSON, nameTwice } from "./json.ts";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

test("JSON from outside is read as it stands", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => assert.deepEqual(jsonOf(text), JSON.parse(text))),
    { numRuns: 200 },
  );
});

test("what is nested deeper than 32 is not parsed; brackets in strings do not count", () => {
  assert.deepEqual(jsonOf(nested(32)), JSON.parse(nested(32)));
  for (const depth of [33, 30_000]) assert.throws(() => jsonOf(nested(depth)), /^Error: it holds .*more than 32 deep$/);
  const objects = `${'{"a":'.repeat(33)}1${"}".repeat(33)}`;
  assert.throws(() => jsonOf(objects), /more than 32 deep/);
  const beside = `[${Array.from({ length: 100 }, () => nested(31)).join(",")}]`;
  assert.deepEqual(jsonOf(beside), JSON.parse(beside));
  for (const words of ["[".repeat(100), '\\"'.repeat(50) + "{".repeat(100), "\\\\"]) {
    const text = `["${words}",1]`;
    assert.deepEqual(jsonOf(text), JSON.parse(text));
  }
});

test("what is too long or no JSON is refused in words", () => {
  assert.equal(String(jsonOf(`"${"x".repeat(LONGEST_JSON - 2)}"`)).length, LONGEST_JSON - 2);
  assert.throws(() => jsonOf(`"${"x".repeat(LONGEST_JSON - 1)}"`), /^Error: it is longer than 64 kB$/);
  for (const text of ["", "{", '{"a":1}x', "]", '"\\', "\uFEFF{}"]) {
    assert.throws(() => jsonOf(text), /^Error: it is no complete JSON$/, JSON.stringify(text));
  }
});

test("a name that an object has twice is found, however it is written", () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"b":[{"a":1 ,"\\u0061"\n: 2}]}',
    '{"a":{"a":1},"b":"\\"{","a":2}',
    '{"a":[],"a":0}',
  ])
    assert.equal(nameTwice(text), "a", text);
  for (const text of [
    '{"a":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '{"b":"a","a":"a"}',
    '["a","a"]',
    '{"a":"\\"a\\":1,","b":1}',
    "1",
  ])
    assert.equal(nameTwice(text), undefined, text);
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => assert.equal(nameTwice(text), undefined)),
    { numRuns: 200 },
  );
});
