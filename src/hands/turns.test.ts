import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "./turns.ts";

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("one thing is done in each turn of the loop, what is urgent first, the rest as it came", async () => {
  const turns = new Turns();
  const done: string[] = [];
  const all = ["a", "b", "urgent"].map(async (name) => {
    await turns.next(name === "urgent");
    done.push(name);
  });
  const counts: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await nextTurn();
    counts.push(done.length);
  }
  await Promise.all(all);
  assert.deepEqual(done, ["urgent", "a", "b"]);
  assert.ok(
    counts.every((count, turn) => count - (counts[turn - 1] ?? 0) <= 1),
    `never two in a turn: ${counts}`,
  );
  // and again, once nothing has waited for a while
  await turns.next(false);
});
