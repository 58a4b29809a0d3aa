import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, linesOf } from "../bench/trouble/index.ts";
import { trouble } from "../bench/trouble/run.ts";
import { assertKept } from "./support/kept.ts";

/** Of the two minutes that the whole may take, the end takes its part. */
const SECONDS = 75;
const SEED = 11;

test("a house in combined trouble loses, doubles and makes up nothing, and its journal tells what its outputs saw", async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const troubled = await trouble(SECONDS, SEED, (line) => t.diagnostic(line));
  for (const line of linesOf(troubled)) t.diagnostic(line);
  assert.ok(troubled.switchings > 10, "the relays did switch");
  assertKept(t, boundsOf(troubled));
});
