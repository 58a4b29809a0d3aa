import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { SPAN_MS } from "../code/segment.ts";
import { migrate, readMigrations } from "../database/migrate.ts";
import { openStore } from "../index.ts";
import { openAnswers } from "../reading/answers.ts";
import { tempFolder } from "../testing/child.ts";

/** Within one span of the blocks. */
const T = 690 * SPAN_MS;
const COUNT = 2_500_000;

it("moves a month of states, read each second, in the memory that the writer has", async () => {
  using folder = tempFolder();
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  migrate(db, folder.path, readMigrations().slice(0, 1));
  db.exec(`
    PRAGMA synchronous = OFF;
    INSERT INTO channel VALUES (1, 'charger', NULL);
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${COUNT})
    INSERT INTO reading SELECT 1, ${T} + i * 1000, iif(i % 3, 'bulk', 'float') FROM n`);
  db.close();
  await (await openStore({ folder: folder.path })).close();
  const history = openAnswers(folder.path);
  for (let from = 0; from < COUNT; from += 100_000) {
    const readings = history.range("charger", T + from * 1_000, T + (from + 100_000) * 1_000, 1_000_000);
    assert.equal(readings.length, 100_000);
    assert.ok(readings.every(({ value }, i) => value === ((from + i) % 3 ? "bulk" : "float")));
  }
  history.close();
});
