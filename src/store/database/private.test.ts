import assert from "node:assert/strict";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openStore } from "../index.ts";
import { tempFolder } from "../testing/child.ts";
import { numbered } from "../testing/numbered.ts";
import { backupData } from "../tools.ts";
import { lockFolder } from "./lock.ts";
import { openness } from "./private.ts";

/** Nobody of the machine. */
const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** A folder in which everybody may write, with a file of ours that is not Gleaner's. */
function openFolder(path: string): string {
  chmodSync(path, 0o777);
  const victim = join(path, "victim");
  writeFileSync(victim, "precious");
  return victim;
}

describe("files of the store", () => {
  test("are for their owner only, also in a folder that others may enter, and those that were open are closed", async () => {
    using folder = tempFolder();
    chmodSync(folder.path, 0o755);
    for (const name of ["gleaner.db", "gleaner.lock"]) writeFileSync(join(folder.path, name), "", { mode: 0o644 });
    const store = await openStore({ folder: folder.path });
    await store.commit(numbered(0));
    const names = readdirSync(folder.path).filter((name) => lstatSync(join(folder.path, name)).isFile());
    assert.deepEqual(names.sort(), [
      "gleaner.db",
      "gleaner.db-shm",
      "gleaner.db-wal",
      "gleaner.lock",
      "gleaner.open",
      "gleaner.pid",
    ]);
    for (const name of names) assert.equal(modeOf(join(folder.path, name)), "600", name);
    const file = join(folder.path, "saved.db");
    backupData(folder.path, file);
    assert.equal(modeOf(file), "600");
    await store.close();
  });

  test("are not written through a link that others may have laid", async () => {
    for (const name of ["gleaner.db", "gleaner.lock"]) {
      using folder = tempFolder();
      const victim = openFolder(folder.path);
      symlinkSync("victim", join(folder.path, name));
      await assert.rejects(openStore({ folder: folder.path }), /is a link that somebody else can have laid/, name);
      assert.equal(readFileSync(victim, "utf8"), "precious", name);
    }
    for (const name of ["gleaner.pid", "gleaner.open"]) {
      using folder = tempFolder();
      const victim = openFolder(folder.path);
      symlinkSync("victim", join(folder.path, name));
      const store = await openStore({ folder: folder.path });
      await store.close();
      assert.equal(readFileSync(victim, "utf8"), "precious", name);
    }
  });

  test("may lie on another disk, by a link of one's own", async () => {
    using folder = tempFolder();
    using other = tempFolder();
    symlinkSync(join(other.path, "real.db"), join(folder.path, "gleaner.db"));
    writeFileSync(join(other.path, "real.db"), "", { mode: 0o644 });
    const store = await openStore({ folder: folder.path });
    await store.commit(numbered(0));
    for (const name of readdirSync(other.path)) assert.equal(modeOf(join(other.path, name)), "600", name);
    await store.close();
    assert.ok(statSync(join(other.path, "real.db")).size > 0);
  });

  test("are for their owner only too where such a link leads to nothing yet", async () => {
    using folder = tempFolder();
    using other = tempFolder();
    for (const name of ["gleaner.db", "gleaner.lock"]) symlinkSync(join(other.path, name), join(folder.path, name));
    const store = await openStore({ folder: folder.path });
    await store.commit(numbered(0));
    assert.ok(readdirSync(other.path).includes("gleaner.db-wal"));
    for (const name of readdirSync(other.path)) assert.equal(modeOf(join(other.path, name)), "600", name);
    await store.close();
  });

  test("behind a link of somebody else's are refused", { skip: !isRoot && "only root may give files away" }, () => {
    using folder = tempFolder();
    const link = join(folder.path, "gleaner.lock");
    writeFileSync(join(folder.path, "victim"), "precious");
    symlinkSync("victim", link);
    lchownSync(link, NOBODY, NOBODY);
    assert.throws(() => lockFolder(folder.path), /somebody else can have laid/);
    assert.equal(readFileSync(join(folder.path, "victim"), "utf8"), "precious");
  });
});

test("a folder that others may enter, or write into, is told of with what to do", () => {
  using folder = tempFolder();
  const path = join(folder.path, "data");
  assert.equal(openness(path), undefined, "it is not there");
  mkdirSync(path, { mode: 0o700 });
  assert.equal(openness(path), undefined);
  chmodSync(path, 0o750);
  assert.equal(openness(path), `Others may enter the data folder ${path}: close it with chmod 700 ${path}`);
  chmodSync(path, 0o777);
  assert.equal(openness(path), `Others may write into the data folder ${path}: close it with chmod 700 ${path}`);
});
