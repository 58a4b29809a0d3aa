import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const EXIT = new URL("./exit.ts", import.meta.url).href;
const WITHIN_MS = 20_000;

test("an end waits for nothing that the system does not answer, and keeps its code", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-exit-"));
  try {
    const pipe = join(folder, "pipe");
    assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
    // whoever opens it waits for another end that never comes
    const code = `import { open } from "node:fs";
      const { end } = await import(${JSON.stringify(EXIT)});
      open(${JSON.stringify(pipe)}, () => {});
      setTimeout(() => end(74), 200);`;
    const { status, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { timeout: WITHIN_MS });
    assert.deepEqual([status, signal], [74, null]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
