import assert from "node:assert/strict";
import { test } from "node:test";
import { preferredLanguage } from "./languages.ts";

test("the first language of a reader's list that Gleaner speaks", () => {
  assert.equal(preferredLanguage(["it-IT", "de-AT", "fr"]), "de");
  assert.equal(preferredLanguage(["FR-ca"]), "fr");
  assert.equal(preferredLanguage(["it", "*", ""]), undefined);
  assert.equal(preferredLanguage([]), undefined);
});
