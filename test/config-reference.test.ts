import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { renew } from "../tools/config-reference.ts";

test("the reference in docs/configuration.md says what the schema says", () => {
  const page = readFileSync(new URL("../docs/configuration.md", import.meta.url), "utf8");
  assert.equal(renew(page), page, "it is stale: run node tools/config-reference.ts");
});
