import assert from "node:assert/strict";
import { test } from "node:test";
import { digitRows } from "../bench/hostile/attacks/digit-rows.ts";
import { fifoSecrets } from "../bench/hostile/attacks/fifo-secrets.ts";
import { hungPrograms } from "../bench/hostile/attacks/hung-programs.ts";
import { HungFolder } from "../bench/hostile/hung-folder.ts";
import { worstOf } from "../bench/hostile/judge.ts";
import { tryAttacks } from "../bench/hostile/trial.ts";
import { again } from "../src/model/testing/again.ts";
import { assertKept } from "./support/kept.ts";

/** Some of what `npm run bench -- hostile` does to a house, all at once. */

const OPTIONS = { relays: 2, for_ms: 4_000 };

test("a house under attack goes off and stops when a person says so, and says what is wrong", async (t) => {
  const why = await HungFolder.why();
  if (why !== undefined) t.diagnostic(`left out: programs on a disk that hangs: ${why}`);
  const attacks = [digitRows, fifoSecrets, ...(why === undefined ? [hungPrograms] : [])];
  await again(async () => {
    const quiet = await tryAttacks("quiet", [], OPTIONS);
    const hostile = await tryAttacks("attacks", attacks, OPTIONS);
    for (const { offs } of [quiet, hostile]) assert.deepEqual(Object.keys(offs), ["file", "command", "vedirect"]);
    assertKept(t, worstOf([quiet, hostile], quiet));
  });
});
