import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { openStore } from "./index.ts";
import { openAnswers } from "./reading/answers.ts";
import { startChild, tempFolder } from "./testing/child.ts";
import { assertWhole } from "./testing/numbered.ts";
import { buildPreload, CALLS, ERRORS, Faults, memoryFolder } from "./testing/preload.ts";

const ROUNDS = 20;

/** Opens what a process left behind, checks it, and gives the highest batch found. */
async function inspect(folder: string, acknowledged: Iterable<number>): Promise<number> {
  const store = await openStore({ folder });
  const history = openAnswers(folder);
  try {
    return assertWhole(history, store.memory(), acknowledged);
  } finally {
    history.close();
    await store.close();
  }
}

function numbers(lines: readonly string[]): number[] {
  return lines.map(Number).filter(Number.isInteger);
}

it(`loses nothing acknowledged and keeps nothing in part when killed, ${ROUNDS} times`, async () => {
  using folder = tempFolder();
  const acknowledged: number[] = [];
  let next = 0;
  for (let round = 0; round < ROUNDS; round++) {
    // every other time it seals all the while
    const sealing = round % 2 === 0 ? [] : ["900000", "12"];
    using child = startChild("committer", [folder.path, `${next}`, ...sealing]);
    const lucky = await child.printed(1 + Math.floor(Math.random() * 60));
    child.process.kill("SIGKILL");
    assert.equal(await child.ended, null, "it was to be killed");
    assert.ok(lucky, child.lines.join("\n"));
    acknowledged.push(...numbers(child.lines));
    next = 1 + (await inspect(folder.path, acknowledged));
  }
  assert.ok(acknowledged.length >= ROUNDS);
});

it("stops for good at a sync or a write that fails, with no false acknowledgement, and starts clean after", async () => {
  using library = memoryFolder();
  const control = join(library.path, "faults");
  using faults = new Faults(control);
  const preload = `LD_PRELOAD='${buildPreload("faults", library.path)}' FAULTS='${control}' exec "$@"`;
  for (const [calls, at] of [
    [CALLS.syncs, 15],
    [CALLS.syncs, 40],
    [CALLS.syncs, 90],
    [CALLS.writes, 150],
    [CALLS.writes, 400],
  ] as const) {
    using folder = tempFolder();
    faults.set(calls, ERRORS.EIO, at, 1);
    using child = startChild("committer", [folder.path, "0", "900000", "12"], preload);
    assert.equal(await child.ended, 70);
    assert.equal(child.lines.at(-1), "fatal io");
    const acknowledged = numbers(child.lines);
    assert.ok(acknowledged.length > 0);
    await inspect(folder.path, acknowledged);
  }
});

it("stops for good at a file that may not grow, with no false acknowledgement, and starts clean after", async () => {
  using folder = tempFolder();
  // No file may grow beyond 2000 blocks (of 512 bytes here): SQLite takes the refused write for an I/O error
  using child = startChild("committer", [folder.path, "0"], 'ulimit -f 2000 && exec "$@"');
  assert.equal(await child.ended, 70);
  assert.equal(child.lines.at(-1), "fatal io");
  const acknowledged = numbers(child.lines);
  assert.ok(acknowledged.length > 0);
  const next = 1 + (await inspect(folder.path, acknowledged));
  using again = startChild("committer", [folder.path, `${next}`, `${next + 50}`]);
  assert.equal(await again.ended, 0);
  await inspect(folder.path, [...acknowledged, ...numbers(again.lines)]);
});
