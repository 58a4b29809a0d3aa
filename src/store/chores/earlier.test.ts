import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { type Decision, text } from "../../model/index.ts";
import { journalRow } from "../house-end/encode.ts";
import { openHistory } from "../reading/history.ts";
import { openKeeper } from "./keeper.ts";
import { isPlainChore } from "./shape.ts";

/** Lines of the journal that are told after later ones. */

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const lines = (...at: number[]) =>
  at
    .map((each): Decision => ({ at: each, kind: "switch", relay: "boiler", on: true, reason: text(`at ${each}`) }))
    .map(journalRow);

async function told(...pieces: number[][]): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-earlier-"));
  folders.push(folder);
  const keeper = await openKeeper(folder);
  for (const piece of pieces) await keeper.do({ do: "tell_earlier", lines: lines(...piece) });
  await keeper.close();
  const history = openHistory(folder);
  const journal = await history.journal(100);
  history.close();
  return journal.map(({ at }) => at).reverse();
}

test("lines of an earlier time stand before the later ones, in whatever order they are told", async () => {
  assert.deepEqual(await told([100, 200], [1, 2, 3], [4, 5]), [1, 2, 3, 4, 5, 100, 200]);
  assert.deepEqual(await told([100], [300], [1, 2], [150, 160], [170]), [1, 2, 100, 150, 160, 170, 300]);
});

test("the same lines again are kept once", async () => {
  assert.deepEqual(await told([100], [1, 2], [1, 2], [2, 3]), [1, 2, 3, 100]);
});

test("what is no line is refused at the door", () => {
  assert.equal(isPlainChore({ do: "tell_earlier", lines: lines(1) }), true);
  for (const wrong of [
    1,
    [{}],
    [{ ...lines(1)[0], at: 1.5 }],
    [{ ...lines(1)[0], is_on: 2 }],
    Array.from({ length: 1_001 }, () => lines(1)[0]),
  ])
    assert.equal(isPlainChore({ do: "tell_earlier", lines: wrong }), false);
  assert.equal(isPlainChore({ do: "fill", since: 0, until: Number.NaN }), false);
});
