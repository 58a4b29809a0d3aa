import assert from "node:assert/strict";
import { test } from "node:test";
import { causePath, lineOf, linePath, momentPath, pageOf, placeIn, placeOf } from "./route.ts";

test("a hash names its page, whatever follows; anything unknown is Now", () => {
  assert.equal(pageOf("#/history?span=week"), "history");
  assert.equal(pageOf("#/journal"), "journal");
  assert.equal(pageOf("#/panel"), "panel");
  for (const hash of ["", "#/", "#/nowhere", "#/historyx", "#history"]) assert.equal(pageOf(hash), "now", hash);
});

test("moments and lines lead to their page", () => {
  assert.equal(pageOf(momentPath(5)), "history");
  assert.equal(lineOf(linePath(17)), 17);
  assert.equal(lineOf("#/journal?line=x"), undefined);
  assert.equal(lineOf("#/journal"), undefined);
});

test("a fault leads to its relay or device on Now, one of the house itself to the journal", () => {
  for (const cause of [{ relay: "pump" }, { device: "roof" }]) {
    const path = causePath(cause);
    assert.equal(pageOf(path), "now");
    assert.equal(placeIn(path), placeOf(cause));
  }
  assert.equal(causePath({}), "#/journal");
  for (const hash of ["#/", "#/?at=main", "#/?at=card-", "#/?at=card-a b"]) assert.equal(placeIn(hash), undefined);
});
