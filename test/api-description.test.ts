import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DESCRIPTION } from "../src/web/routes/openapi.ts";
import { bench } from "../src/web/testing/fakes.ts";
import { describeApi } from "../tools/api-description.ts";

test("the description of the interface says what the routes say", async () => {
  const { app } = await bench();
  const fresh = await describeApi(app.routes);
  assert.equal(readFileSync(DESCRIPTION, "utf8"), fresh, "it is stale: run node tools/api-description.ts");
});
