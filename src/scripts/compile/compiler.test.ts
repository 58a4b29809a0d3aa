import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
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
