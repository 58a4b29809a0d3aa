import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";

/** Two starts at once in a fresh clone: one prepares it, the other waits and says so. */

const PREPARE = join(import.meta.dirname, "../tools/prepare.cjs");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function lockIn(): string {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-prepare-"));
  folders.push(folder);
  return join(folder, "lock");
}

/** Runs some work under the lock in a process of its own; what it printed, and its exit code. */
function alone(lock: string, work: string): Promise<{ readonly printed: string; readonly code: number | null }> {
  const code = `require(${JSON.stringify(PREPARE)}).alone(() => { ${work} }, ${JSON.stringify(lock)})`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (bytes) => {
    printed += String(bytes);
  });
  return new Promise((resolve) => child.on("close", (exit) => resolve({ printed, code: exit })));
}

test("only one works at a time, and whoever waits says for whom", async () => {
  const lock = lockIn();
  const log = JSON.stringify(`${lock}.log`);
  const work = `const fs = require("fs"); fs.appendFileSync(${log}, "in ");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700); fs.appendFileSync(${log}, "out ");`;
  const all = await Promise.all([alone(lock, work), alone(lock, work), alone(lock, work)]);
  assert.equal(readFileSync(`${lock}.log`, "utf8"), "in out in out in out ");
  const waited = all.filter(({ printed }) =>
    /^Another Gleaner \(process \d+\) prepares this folder: waiting for it …\n$/.test(printed),
  );
  assert.ok(waited.length >= 1, JSON.stringify(all));
  assert.equal(existsSync(lock), false);
});

test("a lock that a killed process left holds up nobody, nor does one whose number another process has now", async () => {
  for (const left of ["999999999 1", `${process.pid} 1`, "nonsense"]) {
    const lock = lockIn();
    writeFileSync(lock, left);
    assert.deepEqual(await alone(lock, 'console.log("done")'), { printed: "done\n", code: 0 });
  }
});

test("a work that fails leaves no lock", async () => {
  const lock = lockIn();
  assert.equal((await alone(lock, "process.exit(3)")).code, 3);
  assert.equal(existsSync(lock), false);
});
