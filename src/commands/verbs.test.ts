import assert from "node:assert/strict";
import { test } from "node:test";
import { mistypedVerb, VERBS, verbsFor } from "./verbs.ts";

const ALL = Object.keys(VERBS);

test("every verb goes by the name of its place in the list, and says what it does", async () => {
  for (const [name, load] of Object.entries(VERBS)) {
    const { verb } = await load();
    assert.equal(verb.name(), name);
    assert.ok(verb.description().length > 10, name);
  }
});

test("a house that runs loads its own verb and no other", () => {
  for (const words of [["run"], ["run", "-c", "gleaner.yaml"], ["run", "--help"]])
    assert.deepEqual(verbsFor(words), ["run"]);
  for (const words of [[], ["--days", "3"], ["simulate"]]) assert.deepEqual(verbsFor(words), ["simulate"]);
  assert.deepEqual(verbsFor(["correct", "pv"]), ["correct"]);
});

test("the help, and what is no verb, need all of them", () => {
  for (const words of [["help"], ["help", "run"], ["--help"], ["-h"], ["corect"]])
    assert.deepEqual(verbsFor(words), ALL);
});

test("a word that is no verb is no argument either", () => {
  for (const word of ["corect", "constructor"]) assert.equal(mistypedVerb([word, "pv"]), word);
  for (const words of [[], ["run"], ["help"], ["-h"], ["--days", "3"]]) assert.equal(mistypedVerb(words), undefined);
});
