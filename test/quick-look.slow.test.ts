import assert from "node:assert/strict";
import { test } from "node:test";
import { patternsIn } from "./support/patterns-in.ts";
import { mayHoldPattern, mayImportMore, maySpeakSql } from "./support/quick-look.ts";
import { isNode, isTest, nodesOf, sourcesBelow, treeOf } from "./support/sources.ts";
import { sqlIn } from "./support/sql-in.ts";

/** The quick looks pass over no source in which its syntax tree finds something. */

const sources = [...sourcesBelow("src"), ...sourcesBelow("ui/src")];

test("no regular expression is passed over", () => {
  const holding = sources.filter((source) => !isTest(source.path) && patternsIn(source).length > 0);
  assert.ok(holding.length > 50, `only ${holding.length} sources hold one`);
  assert.deepEqual(
    holding.filter(({ text }) => !mayHoldPattern(text)).map(({ path }) => path),
    [],
  );
});

test("no SQL is passed over", () => {
  const speaking = sources.filter((source) => sqlIn(source).length > 0);
  assert.ok(speaking.length > 10, `only ${speaking.length} sources speak it`);
  assert.deepEqual(
    speaking.filter(({ text }) => !maySpeakSql(text)).map(({ path }) => path),
    [],
  );
});

test("no import is passed over", () => {
  for (const source of sources) {
    for (const node of nodesOf(treeOf(source))) {
      if (!("source" in node) || !isNode(node.source)) continue;
      assert.ok(mayImportMore(source.text, new Set()), source.path);
      if (node.source.type !== "Literal" || typeof node.source.value !== "string") continue;
      // the others were seen, this one was not
      const others = new Set([...source.text.matchAll(/["']([^"'\n]*)["']/g)].map(([, name = ""]) => name));
      others.delete(node.source.value);
      assert.ok(mayImportMore(source.text, others), `${source.path}: ${node.source.value}`);
    }
  }
});
