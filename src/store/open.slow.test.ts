import assert from "node:assert/strict";
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { StoreError } from "../model/index.ts";
import { assertSqliteVersion, atLeast, openWriter } from "./database/connection.ts";
import { migrate, readMigrations } from "./database/migrate.ts";
import { openStore } from "./index.ts";
import { openAnswers } from "./reading/answers.ts";
import { tempFolder } from "./testing/child.ts";
import { assertWhole, numbered } from "./testing/numbered.ts";

/** Opens the data and expects to be refused. */
async function refusalOf(folder: string): Promise<StoreError> {
  const opened = await openStore({ folder }).catch((error: unknown) => error);
  if (opened instanceof StoreError) return opened;
  throw new Error("was not refused", { cause: opened });
}

it("asks for a SQLite without the WAL-reset fault", () => {
  assertSqliteVersion();
  assert.throws(() => assertSqliteVersion("4.0.0"), /^StoreError: SQLite 3\.\S+ is too old .* needs 4\.0\.0/);
  assert.ok(atLeast("3.51.3", "3.51.3") && atLeast("3.52.0", "3.51.3") && atLeast("3.100", "3.51.3"));
  assert.ok(!atLeast("3.51.2", "3.51.3") && !atLeast("3.9.9", "3.51.3") && !atLeast("3.51", "3.51.3"));
});

it("writes with a full sync at every commit, through a log that a clean close empties", async () => {
  using folder = tempFolder();
  const db = openWriter(folder.path);
  const pragmas = ["journal_mode", "synchronous", "foreign_keys", "trusted_schema", "mmap_size", "wal_autocheckpoint"];
  const found = pragmas.map((name) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  assert.deepEqual(found, ["wal", 2, 1, 0, 0, 0]);
  db.close();
  const store = await openStore({ folder: folder.path });
  await store.commit(numbered(0));
  assert.ok(statSync(join(folder.path, "gleaner.db-wal")).size > 0);
  await store.close();
  assert.ok(!existsSync(join(folder.path, "gleaner.db-wal")));
});

it("copies the log into the database before it grows long", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  for (let i = 0; i < 80; i++) {
    // numbers that nothing can be saved on
    const readings = Array.from({ length: 5_000 }, (_, n) => ({
      channel: "pv",
      at: i * 5_000 + n,
      value: Math.random(),
    }));
    await store.commit({ readings, decisions: [] });
  }
  assert.ok(statSync(join(folder.path, "gleaner.db")).size > 700 * 4_096);
  assert.ok(statSync(join(folder.path, "gleaner.db-wal")).size < 2_000 * 4_096);
  await store.close();
});

it("migrates once, and changes nothing the next time", () => {
  const db = new DatabaseSync(":memory:");
  const schema = (): unknown => db.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
  assert.equal(migrate(db, "x"), readMigrations().length);
  const before = schema();
  assert.equal(migrate(db, "x"), 0);
  assert.deepEqual(schema(), before);
  db.close();
});

it("takes only the steps that are missing, and all of them or none", () => {
  const db = new DatabaseSync(":memory:");
  const [first] = readMigrations();
  assert.ok(first);
  const second = { number: 2, name: "0002-x.sql", sql: "CREATE TABLE x (y INTEGER)" };
  const broken = { number: 3, name: "0003-z.sql", sql: "CREATE TABLE z (y INTEGER); CREATE TABLE nonsense" };
  migrate(db, "x", [first]);
  assert.throws(() => migrate(db, "x", [first, second, broken]), /incomplete input|syntax/);
  assert.equal(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('x', 'z')").get()?.n, 0);
  assert.equal(migrate(db, "x", [first, second]), 1);
  assert.equal(db.prepare("PRAGMA user_version").get()?.user_version, 2);
  db.close();
});

it("refuses data of a later Gleaner and of other programs, and leaves them as they are", async () => {
  using folder = tempFolder();
  await (await openStore({ folder: folder.path })).close();
  const path = join(folder.path, "gleaner.db");
  const db = new DatabaseSync(path);
  db.exec("PRAGMA user_version = 99");
  const later = await refusalOf(folder.path);
  assert.match(later.message, /written by a later Gleaner \(form 99, this one knows up to \d+\): install that version/);
  assert.equal(db.prepare("PRAGMA user_version").get()?.user_version, 99);
  db.exec("PRAGMA user_version = 1; PRAGMA application_id = 7");
  assert.match((await refusalOf(folder.path)).message, /belongs to another program/);
  db.exec("PRAGMA user_version = 0");
  assert.match((await refusalOf(folder.path)).message, /belongs to another program/);
  db.close();
  assert.ok(!existsSync(join(folder.path, "gleaner.open")), "the next start need not read all of it");
});

it("names damage after an unclean stop, every time, and neither renames nor deletes", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  for (let i = 0; i < 50; i++) await store.commit(numbered(i));
  await store.close();
  const image = join(folder.path, "image");
  mkdirSync(image);
  const open = await openStore({ folder: folder.path });
  await open.commit(numbered(50));
  // What a power cut would leave: the database and the log as they lie there now
  for (const name of ["gleaner.db", "gleaner.db-wal"]) copyFileSync(join(folder.path, name), join(image, name));
  await open.close();
  const sound = await openStore({ folder: image });
  const history = openAnswers(image);
  assert.equal(assertWhole(history, sound.memory(), [50]), 50);
  history.close();
  await sound.close();
  const file = openSync(join(image, "gleaner.db"), "r+");
  // The tree of the readings, which nothing reads at the start
  writeSync(file, new Uint8Array(2_048).fill(0xa5), 0, 2_048, 3 * 4_096);
  closeSync(file);
  writeFileSync(join(image, "gleaner.open"), "");
  for (let i = 0; i < 2; i++) {
    const damage = await refusalOf(image);
    assert.equal(damage.code, "corrupt");
    assert.match(damage.message, /damaged.*"gleaner check" says more; .*restore a backup/);
  }
  assert.ok(statSync(join(image, "gleaner.db")).size >= 7 * 4_096);
});

it("leaves no mark of a crash where nothing could be opened, and keeps one that was there", async () => {
  using folder = tempFolder();
  mkdirSync(join(folder.path, "gleaner.db"));
  const mark = join(folder.path, "gleaner.open");
  await refusalOf(folder.path);
  assert.ok(!existsSync(mark));
  writeFileSync(mark, "");
  await refusalOf(folder.path);
  assert.ok(existsSync(mark));
});

it("says that there is no history where nothing was stored", () => {
  using folder = tempFolder();
  assert.throws(() => openAnswers(folder.path), /There is no data in .* yet: start Gleaner on it once/);
});
