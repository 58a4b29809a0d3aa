import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, measureJitter } from "../bench/jitter.ts";
import { again } from "../src/model/testing/again.ts";
import { assertKept } from "./support/kept.ts";

test("importing a month beside the running house delays its relays by less than the promise", async (t) => {
  await again(async () => {
    const measured = await measureJitter({ ticks: 100_000, edges: 40, commands: ["import"] });
    const { quiet, during } = measured;
    assert.ok(during.import);
    t.diagnostic(`quiet: ${JSON.stringify(quiet)}, during the import: ${JSON.stringify(during.import)}`);
    assert.ok(during.import.edges >= 40);
    assertKept(t, boundsOf(measured));
  });
});
