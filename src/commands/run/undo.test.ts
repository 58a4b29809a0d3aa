import assert from "node:assert/strict";
import { test } from "node:test";
import { built } from "./undo.ts";

/** Three steps, the last of which may fail. */
function bench(last: () => void = () => undefined) {
  const diary: string[] = [];
  const built_by = built(async (undo) => {
    for (const step of ["store", "web"]) {
      diary.push(`${step} begins`);
      undo.defer(async () => {
        await Promise.resolve();
        diary.push(`${step} ends`);
      });
    }
    last();
    return undo;
  });
  return { diary, built_by };
}

test("a step that fails undoes those before it, the last one first, and tells why it failed", async () => {
  const failure = new Error("the port is taken");
  const { diary, built_by } = bench(() => {
    throw failure;
  });
  await assert.rejects(built_by, failure);
  assert.deepEqual(diary, ["store begins", "web begins", "web ends", "store ends"]);
});

test("what was built ends the same way, when it is to end", async () => {
  const { diary, built_by } = bench();
  const undo = await built_by;
  assert.deepEqual(diary, ["store begins", "web begins"]);
  await undo.disposeAsync();
  assert.deepEqual(diary.slice(2), ["web ends", "store ends"]);
});

test("what cannot be undone keeps the rest from nothing, and does not hide the failure", async (t) => {
  const said = t.mock.method(process.stderr, "write", () => true);
  let ended = false;
  const failing = built(async (undo) => {
    undo.defer(() => {
      ended = true;
    });
    undo.defer(() => {
      throw new Error("it hangs");
    });
    throw new Error("the port is taken");
  });
  await assert.rejects(failing, /the port is taken/);
  assert.equal(ended, true);
  assert.match(String(said.mock.calls[0]?.arguments[0]), /it hangs/);
});
