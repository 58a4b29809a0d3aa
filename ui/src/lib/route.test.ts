import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf, linePath, momentPath, pageOf } from "./route.ts";

test("a hash names its page, whatever follows; anything unknown is Now", () => {
  assert.equal(pageOf("#/history?span=week"), "history");
  assert.equal(pageOf("#/journal"), "journal");
  for (const hash of ["", "#/", "#/nowhere", "#/historyx", "#history"]) assert.equal(pageOf(hash), "now", hash);
});

test("moments and lines lead to their page", () => {
  assert.equal(pageOf(momentPath(5)), "history");
  assert.equal(lineOf(linePath(17)), 17);
  assert.equal(lineOf("#/journal?line=x"), undefined);
  assert.equal(lineOf("#/journal"), undefined);
});
