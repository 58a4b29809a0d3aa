import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { FolderInUse, lockFolder, openStore } from "../index.ts";
import { startChild, tempFolder } from "../testing/child.ts";

it("refuses a second daemon by name, before it touches the data, and is free after a kill", async () => {
  using folder = tempFolder();
  using first = startChild("holder", [folder.path]);
  await first.printed(1);
  assert.deepEqual(first.lines, ["held"]);
  using second = startChild("holder", [folder.path]);
  assert.equal(await second.ended, 73);
  assert.match(second.lines[0] ?? "", new RegExp(`^FolderInUse: .*process ${first.process.pid} on `));
  await assert.rejects(openStore({ folder: folder.path }), FolderInUse);
  assert.ok(!existsSync(join(folder.path, "gleaner.db")));
  first.process.kill("SIGKILL");
  await first.ended;
  const store = await openStore({ folder: folder.path });
  using third = startChild("holder", [folder.path]);
  assert.equal(await third.ended, 73, "an open store holds the folder");
  await store.close();
  lockFolder(folder.path).release();
});
