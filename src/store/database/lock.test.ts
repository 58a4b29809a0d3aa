import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { FolderInUse, lockFolder, openStore } from "../index.ts";
import { tempFolder } from "../testing/child.ts";

it("makes the folder for its owner only, and gives it back", () => {
  using temp = tempFolder();
  const folder = join(temp.path, "deep", "data");
  const lock = lockFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.throws(() => lockFolder(folder), FolderInUse);
  lock.release();
  lock.release();
  assert.ok(!existsSync(join(folder, "gleaner.pid")));
  lockFolder(folder).release();
});

it("refuses a folder that cannot be made, and does not wait for it", () => {
  using temp = tempFolder();
  writeFileSync(join(temp.path, "file"), "");
  for (const folder of ["/proc/gleaner/data", join(temp.path, "file"), join(temp.path, "file", "data")]) {
    assert.throws(() => lockFolder(folder), /cannot be made: create it/);
  }
});

it("is let go of at the close, and when the data cannot be opened", async () => {
  using folder = tempFolder();
  await (await openStore({ folder: folder.path })).close();
  lockFolder(folder.path).release();
  writeFileSync(join(folder.path, "gleaner.db"), "x".repeat(8192));
  await assert.rejects(openStore({ folder: folder.path }), /damaged/);
  lockFolder(folder.path).release();
});

it("says what to do when the folder cannot be made or written", () => {
  using temp = tempFolder();
  const file = join(temp.path, "file");
  writeFileSync(file, "");
  assert.throws(() => lockFolder(join(file, "data")), /cannot be made: create it, give it to the user.*"data:"/);
  if (process.getuid?.() === 0) {
    // Root may write anywhere but in kernel folders
    assert.throws(() => lockFolder("/proc/sys"), /data folder \/proc\/sys cannot be/);
    return;
  }
  const closed = join(temp.path, "closed");
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  assert.throws(() => lockFolder(closed), /cannot be written: mount the disk read-write/);
});
