import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { openHistory, openStore } from "./index.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { tempFolder } from "./testing/child.ts";

const T = Date.UTC(2026, 0, 1);
const STEP_MS = 600_000;
const COUNT = 10_000;

/** A folder as the first form left it: 70 days of two channels. */
function oldFolder(folder: string): void {
  const db = new DatabaseSync(join(folder, "gleaner.db"));
  migrate(db, folder, readMigrations().slice(0, 1));
  db.exec("INSERT INTO channel VALUES (1, 'pv', 'W'), (2, 'charger', NULL); BEGIN");
  const insert = db.prepare("INSERT INTO reading VALUES (?, ?, ?)");
  for (let i = 0; i < COUNT; i++) {
    insert.run(1, T + i * STEP_MS, i / 10);
    if (i % 100 === 0) insert.run(2, T + i * STEP_MS, i % 200 === 0 ? "bulk" : "float");
  }
  db.exec("COMMIT");
  db.close();
}

function assertMoved(folder: string): void {
  const history = openHistory(folder);
  const found = history.range("pv", 0, T * 2, 100_000);
  assert.equal(found.length, COUNT);
  found.forEach((reading, i) => {
    assert.deepEqual(reading, { channel: "pv", at: T + i * STEP_MS, value: i / 10 });
  });
  assert.equal(history.range("charger", 0, T * 2, 1_000).length, COUNT / 100);
  assert.equal(history.latest("charger")?.value, "float");
  assert.equal(history.unit("pv"), "W");
  history.close();
}

it("moves the readings of the first form into blocks", async () => {
  using folder = tempFolder();
  oldFolder(folder.path);
  await (await openStore({ folder: folder.path })).close();
  assertMoved(folder.path);
  assert.ok(statSync(join(folder.path, "gleaner.db")).size < 100_000, "the room of the rows is given back");
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  assert.equal(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'reading'").get(), undefined);
  db.close();
});

it("goes on where a move was interrupted", async () => {
  using folder = tempFolder();
  oldFolder(folder.path);
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  // what comes last cannot be read: the move stops before it
  db.exec("UPDATE reading SET value = zeroblob(3) WHERE channel = 2");
  db.close();
  await assert.rejects(openStore({ folder: folder.path }), /a value that is neither number nor text/);
  const again = new DatabaseSync(join(folder.path, "gleaner.db"));
  assert.equal(again.prepare("SELECT count(*) AS n FROM reading WHERE channel = 1").get()?.n, 0);
  again.exec("UPDATE reading SET value = CASE (at / 60000000) % 2 WHEN 0 THEN 'bulk' ELSE 'float' END");
  again.close();
  await (await openStore({ folder: folder.path })).close();
  const history = openHistory(folder.path);
  assert.equal(history.range("pv", 0, T * 2, 100_000).length, COUNT);
  assert.equal(history.range("charger", 0, T * 2, 1_000).length, COUNT / 100);
  history.close();
});
