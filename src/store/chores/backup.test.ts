import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import type { Reading } from "../../model/index.ts";
import { lockFolder } from "../database/lock.ts";
import { migrate, readMigrations } from "../database/migrate.ts";
import { openStore } from "../house-end/store.ts";
import { openHistory } from "../reading/history.ts";
import { tempFolder } from "../testing/child.ts";
import { backupData, restoreData } from "./backup.ts";
import { checkData } from "./check.ts";

const T = Date.UTC(2026, 4, 1);

const READINGS: readonly Reading[] = Array.from({ length: 5_000 }, (_, i) => ({
  channel: "pv",
  at: T + i * 60_000,
  value: i % 300 < 10 ? "night" : i % 700,
}));

async function allOf(folder: string): Promise<Reading[]> {
  const history = openHistory(folder);
  const all = await history.range("pv", 0, T * 2, 100_000);
  history.close();
  return all;
}

it("backs up beside a writer and restores into an empty folder only", async () => {
  using folder = tempFolder();
  using other = tempFolder();
  const store = await openStore({ folder: folder.path, full_head: 4_000 });
  await store.commit({ readings: READINGS, decisions: [] });
  const file = join(folder.path, "backup", "of-today.db");
  assert.throws(() => backupData(folder.path, file), /There is no folder .*backup: plug its disk in/);
  mkdirSync(join(folder.path, "backup"));
  backupData(folder.path, file);
  assert.throws(() => backupData(folder.path, file), /is there already/);
  await store.commit({ readings: [{ channel: "pv", at: T - 1, value: 7 }], decisions: [] });
  await store.close();
  assert.deepEqual(readdirSync(join(folder.path, "backup")), ["of-today.db"]);
  const lock = lockFolder(other.path);
  const nonsense = join(folder.path, "nonsense.db");
  writeFileSync(nonsense, "x".repeat(9_000));
  assert.throws(() => restoreData(lock, nonsense), /is no backup of Gleaner: readings as text .*gleaner import/);
  assert.throws(() => restoreData(lock, join(folder.path, "nowhere.db")), /is not there/);
  assert.ok(!existsSync(join(other.path, "gleaner.db")));
  // what a restore leaves that is killed
  const parts = ["0123456789abcdef.part", "0123456789abcdef.part-journal"].map((end) => `.gleaner.db.${end}`);
  const leave = (): void => {
    for (const name of [...parts, ".gleaner.db.mine.part"]) writeFileSync(join(other.path, name), "x");
  };
  leave();
  const removed: string[] = [];
  const report = restoreData(lock, file, (name) => removed.push(name));
  assert.deepEqual(removed.sort(), parts);
  leave();
  assert.deepEqual(report.findings, []);
  assert.equal(report.readings, READINGS.length);
  assert.throws(() => restoreData(lock, file), /There is data in .* already/);
  lock.release();
  await (await openStore({ folder: other.path })).close();
  const left = readdirSync(other.path).filter((name) => name.includes(".part"));
  assert.deepEqual(left, [".gleaner.db.mine.part"], "a start removes it, and nothing of somebody else's");
  assert.deepEqual(await allOf(other.path), READINGS);
});

it("restores a backup of an earlier Gleaner in the form of today", async () => {
  using folder = tempFolder();
  const file = join(folder.path, "old.db");
  const db = new DatabaseSync(file);
  migrate(db, folder.path, readMigrations().slice(0, 5));
  // made before corrections had checksums
  db.exec(`INSERT INTO correction VALUES (1, 'pv', ${T}, ${T + 1}, NULL, NULL, 'spike', ${T}, NULL, 0)`);
  db.exec("INSERT INTO channel VALUES (1, 'pv', 'W')");
  db.close();
  const home = join(folder.path, "home");
  mkdirSync(home);
  copyFileSync(file, join(home, "gleaner.db"));
  const earlier = /has the form of an earlier Gleaner \(5, this one reads \d+\): start Gleaner on it once/;
  assert.throws(() => openHistory(home), earlier);
  assert.throws(() => checkData(home), earlier);
  rmSync(join(home, "gleaner.db"));
  const lock = lockFolder(home);
  const later = join(folder.path, "later.db");
  copyFileSync(file, later);
  const future = new DatabaseSync(later);
  future.exec("PRAGMA user_version = 99");
  future.close();
  assert.throws(() => restoreData(lock, later), /later\.db was written by a later Gleaner \(form 99.*install that one/);
  assert.deepEqual(restoreData(lock, file).findings, []);
  const history = openHistory(home);
  assert.equal((await history.corrections("pv"))[0]?.note, "spike");
  history.close();
  lock.release();
});
