import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Guest, GuestEvents } from "../../model/index.ts";
import { Compiler } from "./compiler.ts";

const VARIABLE = "NODE_COMPILE_CACHE";

test("what Node made of the compiling process's own files is kept, although the process is ended at once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-compiler-"));
  const before = process.env[VARIABLE];
  process.env[VARIABLE] = folder;
  try {
    const compiler = new Compiler();
    const result = await compiler.compile('export default ({ off }) => off("Not now");');
    await compiler.stop();
    assert.ok(result.ok, JSON.stringify(result));
    assert.ok(readdirSync(folder, { recursive: true }).length > 20);
  } finally {
    if (before === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = before;
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A process that a test holds: it says and does what the test wants. */
function held() {
  const begun: { readonly events: GuestEvents; readonly told: unknown[] }[] = [];
  const inviteProcess = (_entry: URL, _flags: readonly string[], events: GuestEvents): Guest => {
    const told: unknown[] = [];
    begun.push({ events, told });
    return { tell: (message) => told.push(message), end: () => undefined };
  };
  return { begun, compiler: new Compiler({ inviteProcess }) };
}

test("a process that ended for another reason is begun once more: the source is not to blame", async () => {
  const { begun, compiler } = held();
  const coming = compiler.compile("a");
  begun[0]?.events.left("its hands ended");
  assert.deepEqual(begun[1]?.told, ["a"]);
  begun[0]?.events.left("once more, too late");
  begun[1]?.events.said({ ok: true, code: "b" });
  assert.deepEqual(await coming, { ok: true, code: "b" });
  assert.equal(begun.length, 2);
  await compiler.stop();
});

test("a source over which two processes end is rejected, and the next one is compiled", async () => {
  const { begun, compiler } = held();
  const [coming, next] = [compiler.compile("a"), compiler.compile("b")];
  begun[0]?.events.left("out of memory");
  begun[1]?.events.left("out of memory");
  const result = await coming;
  assert.ok(!result.ok);
  assert.match(JSON.stringify(result), /script_cannot_compile/);
  assert.deepEqual(begun[2]?.told, ["b"]);
  begun[2]?.events.said({ ok: true, code: "b" });
  assert.ok((await next).ok);
  await compiler.stop();
});
