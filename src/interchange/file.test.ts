import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openImportFile } from "./file.ts";

describe("a file that is imported", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-file-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function textOf(path: string, meanwhile = (): void => undefined): Promise<string> {
    const file = openImportFile(path, "csv");
    let text = "";
    for await (const bytes of file.text(0)) {
      text += String(bytes);
      meanwhile();
    }
    return text;
  }

  it("that has no end, or is none, is told, and not waited for", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/zero", "/dev/null"]) {
      assert.throws(() => openImportFile(path, "csv"), /is a pipe or a device, .*gleaner import - </, path);
    }
    assert.throws(() => openImportFile("/proc/self/status", "csv"), /has no length, as files of the kernel/);
    assert.throws(() => openImportFile(folder, "csv"), /is a folder/);
    assert.throws(() => openImportFile(join(folder, "absent"), "csv"), /is not there$/);
  });

  it("that grows meanwhile is read up to where it ended", async () => {
    const path = join(folder, "grows.csv");
    writeFileSync(path, "a".repeat(300_000));
    assert.equal((await textOf(path, () => appendFileSync(path, "b".repeat(300_000)))).length, 300_000);
  });

  it("may be empty", async () => {
    const path = join(folder, "empty.csv");
    writeFileSync(path, "");
    assert.equal(await textOf(path), "");
  });
});
