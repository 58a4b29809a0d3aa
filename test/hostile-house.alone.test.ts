import assert from "node:assert/strict";
import { test } from "node:test";
import { digitRows } from "../bench/hostile/attacks/digit-rows.ts";
import { fifoSecrets } from "../bench/hostile/attacks/fifo-secrets.ts";
import { hungPrograms } from "../bench/hostile/attacks/hung-programs.ts";
import { attack } from "../bench/hostile/index.ts";
import { again } from "../src/model/testing/again.ts";
import { assertKept } from "./support/kept.ts";

/** Some of what `npm run bench -- hostile` does to a house. */

const ATTACKS = [digitRows, fifoSecrets, hungPrograms];

test("a house under attack goes off and stops when a person says so, and says what is wrong", async (t) => {
  await again(async () => {
    const { trials, bounds } = await attack(ATTACKS, false, { relays: 2, for_ms: 2_000 }, (line) => t.diagnostic(line));
    for (const { offs } of trials) assert.deepEqual(Object.keys(offs), ["file", "command", "vedirect"]);
    assertKept(t, bounds);
  });
});
