import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempFolder } from "../testing/child.ts";
import { DiskMeter } from "./disk.ts";

test("the size of the database is that of its files, and not known while these cannot be looked at", () => {
  using folder = tempFolder();
  const size = (): number | null => new DiskMeter(folder.path).figures().database_bytes;
  assert.equal(size(), 0, "nothing is there yet");
  writeFileSync(join(folder.path, "gleaner.db"), "1234");
  writeFileSync(join(folder.path, "gleaner.db-wal"), "56");
  assert.equal(size(), 6);
  using hidden = tempFolder();
  // a link to itself leads nowhere: looking at it fails, as on a share that has gone
  symlinkSync("gleaner.db", join(hidden.path, "gleaner.db"));
  assert.equal(new DiskMeter(hidden.path).figures().database_bytes, null);
});
