import assert from "node:assert/strict";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { checkData } from "../chores/check.ts";
import { openStore } from "../index.ts";
import { openAnswers } from "../reading/answers.ts";
import { tempFolder } from "../testing/child.ts";
import { assertWhole, numbered } from "../testing/numbered.ts";
import { damagedFolders, setAside } from "./aside.ts";
import { markDoubted, openWriter } from "./connection.ts";

/** A database that is damaged is set aside for a fresh one: whole, once, and with what its house remembered. */

const PAGE = 4_096;
const AT = Date.UTC(2026, 10, 29, 19, 28, 5);

async function fill(folder: string): Promise<void> {
  const store = await openStore({ folder });
  for (let i = 0; i < 50; i++) await store.commit(numbered(i));
  await store.close();
}

/** As a disk does that writes something else. */
function spoil(folder: string, page: number): void {
  const file = openSync(join(folder, "gleaner.db"), "r+");
  writeSync(file, new Uint8Array(PAGE).fill(0xa5), 0, PAGE, page * PAGE);
  closeSync(file);
}

const open = (folder: string) => openStore({ folder, set_damaged_aside: true });

it("sets aside a file without a sound header, begins a fresh one, and the next start stays with it", async () => {
  using folder = tempFolder();
  await fill(folder.path);
  spoil(folder.path, 0);
  const damaged = readFileSync(join(folder.path, "gleaner.db"));
  const store = await open(folder.path);
  const aside = store.set_aside;
  assert.ok(aside);
  assert.match(aside.problem, /^The data in .* reads as damaged/);
  assert.match(aside.folder, /damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
  assert.deepEqual([aside.memory, store.memory()], [null, undefined]);
  assert.deepEqual(readFileSync(join(aside.folder, "gleaner.db")), damaged, "nothing of it is changed");
  await store.commit(numbered(50));
  assert.equal(store.health().damaged, aside.folder);
  await store.close();
  const again = await open(folder.path);
  assert.equal(again.set_aside, null);
  const history = openAnswers(folder.path);
  assert.equal(assertWhole(history, again.memory(), [50]), 50);
  history.close();
  await again.close();
  assert.deepEqual(damagedFolders(folder.path), [aside.folder]);
});

it("takes over what the house remembered, where that can still be read", async () => {
  using folder = tempFolder();
  await fill(folder.path);
  writeFileSync(join(folder.path, "gleaner.open"), "");
  spoil(folder.path, 3);
  const store = await open(folder.path);
  assert.ok(store.set_aside);
  const history = openAnswers(store.set_aside.folder);
  history.close();
  assert.notEqual(store.set_aside.memory, null);
  assert.deepEqual(store.memory(), JSON.parse(store.set_aside.memory ?? ""));
  await store.close();
});

it("refuses as before where nobody asked to set anything aside", async () => {
  using folder = tempFolder();
  await fill(folder.path);
  spoil(folder.path, 0);
  await assert.rejects(openStore({ folder: folder.path }), /reads as damaged .*: "gleaner check" says more/);
  assert.deepEqual(damagedFolders(folder.path), []);
});

it("leaves data of a later Gleaner, and of other programs, where they are", async () => {
  using folder = tempFolder();
  await fill(folder.path);
  const db = openWriter(folder.path);
  db.exec("PRAGMA user_version = 1000");
  db.close();
  await assert.rejects(open(folder.path), /written by a later Gleaner/);
  assert.deepEqual(damagedFolders(folder.path), []);
});

it("looks at all of a database that made no sense while it was open, and believes the second time", () => {
  using folder = tempFolder();
  openWriter(folder.path).close();
  markDoubted(folder.path);
  openWriter(folder.path).close();
  markDoubted(folder.path);
  assert.throws(() => openWriter(folder.path), /damaged \(it could not be written to, again and again\)/);
});

it("goes on with a move that was interrupted", () => {
  using folder = tempFolder();
  const begun = join(folder.path, "damaged-2026-11-29T19-00-00Z");
  mkdirSync(begun);
  writeFileSync(join(begun, "gleaner.db-wal"), "log");
  writeFileSync(join(folder.path, "gleaner.db"), "junk");
  assert.equal(setAside(folder.path, AT, "why").folder, begun);
  assert.deepEqual(readdirSync(begun).sort(), ["gleaner.db", "gleaner.db-wal"]);
  assert.ok(!existsSync(join(folder.path, "gleaner.db")));
});

it("keeps eight of them, and then the newest gives way", () => {
  using folder = tempFolder();
  for (let n = 0; n < 12; n++) {
    writeFileSync(join(folder.path, "gleaner.db"), `junk ${n}`);
    setAside(folder.path, AT, "why");
  }
  const kept = damagedFolders(folder.path).map((path) => readFileSync(join(path, "gleaner.db"), "utf8"));
  assert.deepEqual(kept, ["junk 0", "junk 1", "junk 2", "junk 3", "junk 4", "junk 5", "junk 6", "junk 11"]);
});

it("is checked with a finding for what cannot be read, whichever page that is", async () => {
  using folder = tempFolder();
  await fill(folder.path);
  const path = join(folder.path, "gleaner.db");
  const sound = readFileSync(path);
  for (let page = 0; page < sound.length / PAGE; page++) {
    writeFileSync(path, sound);
    spoil(folder.path, page);
    const { findings } = checkData(folder.path);
    assert.ok(findings.length > 0, `page ${page}`);
    assert.match(findings[0]?.problem ?? "", /the database|cannot be read/);
  }
  writeFileSync(path, sound);
  assert.deepEqual(checkData(folder.path).findings, []);
});
