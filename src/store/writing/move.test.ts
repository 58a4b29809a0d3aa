import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { openStore } from "../index.ts";
import { tempFolder } from "../testing/child.ts";
import { oldForm } from "../testing/old-form.ts";

const old = oldForm(10_000);

it("moves the readings of the first form into blocks", async () => {
  using folder = tempFolder();
  old.make(folder.path);
  const store = await openStore({ folder: folder.path });
  assert.deepEqual(store.memory(), { last: 7 });
  await store.close();
  old.assertMoved(folder.path);
  assert.ok(statSync(join(folder.path, "gleaner.db")).size < 100_000, "the room of the rows is given back");
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  assert.equal(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'reading'").get(), undefined);
  db.close();
});

it("goes on where a move was interrupted", async () => {
  using folder = tempFolder();
  old.make(folder.path);
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  db.exec("CREATE TABLE kept AS SELECT * FROM reading WHERE channel = 2");
  // what comes last cannot be read: the move stops before it
  db.exec("UPDATE reading SET value = zeroblob(3) WHERE channel = 2");
  db.close();
  await assert.rejects(openStore({ folder: folder.path }), /a value that is neither number nor text/);
  const again = new DatabaseSync(join(folder.path, "gleaner.db"));
  assert.equal(again.prepare("SELECT count(*) AS n FROM reading WHERE channel = 1").get()?.n, 0);
  again.exec("DELETE FROM reading; INSERT INTO reading SELECT * FROM kept; DROP TABLE kept");
  again.close();
  await (await openStore({ folder: folder.path })).close();
  old.assertMoved(folder.path);
});
