import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Reading } from "../../model/index.ts";
import { migrate, readMigrations } from "../database/migrate.ts";
import { openAnswers } from "../reading/answers.ts";

/** A data folder as the first form left it (`user_version` 1): 70 days of two channels, one row a reading. */

const T = Date.UTC(2026, 0, 1);
const DAYS = 70;
const STATE_EVERY = 100;

export interface OldFolder {
  make(folder: string): void;
  /** @throws AssertionError unless all of it, and nothing else, can be read as history */
  assertMoved(folder: string): void;
}

/** Without the long words for a difference, which take longer than all else. */
function assertSame(found: readonly Reading[], expected: readonly Reading[]): void {
  assert.equal(found.length, expected.length);
  assert.ok(isDeepStrictEqual(found, expected), "readings are not what they were");
}

/** @param count readings of the first channel */
export function oldForm(count: number): OldFolder {
  const step_ms = Math.round((DAYS * 86_400_000) / count);
  const stateAt = (i: number): string => (i % (2 * STATE_EVERY) === 0 ? "bulk" : "float");

  function make(folder: string): void {
    const db = new DatabaseSync(join(folder, "gleaner.db"));
    migrate(db, folder, readMigrations().slice(0, 1));
    db.exec("INSERT INTO channel VALUES (1, 'pv', 'W'), (2, 'charger', NULL); BEGIN");
    const insert = db.prepare("INSERT INTO reading VALUES (?, ?, ?)");
    for (let i = 0; i < count; i++) {
      insert.run(1, T + i * step_ms, i / 10);
      if (i % STATE_EVERY === 0) insert.run(2, T + i * step_ms, stateAt(i));
    }
    db.exec(`INSERT INTO memory VALUES (1, '{"last":7}')`);
    db.exec(`INSERT INTO journal (at, kind, reason) VALUES (${T}, 'started', '{"code":"started"}')`);
    db.exec("COMMIT");
    db.close();
  }

  function assertMoved(folder: string): void {
    const history = openAnswers(folder);
    try {
      const all = Array.from({ length: count }, (_, i) => i);
      assertSame(
        history.range("pv", 0, T * 2, 1_000_000),
        all.map((i) => ({ channel: "pv", at: T + i * step_ms, value: i / 10 })),
      );
      assertSame(
        history.range("charger", 0, T * 2, 1_000_000),
        all
          .filter((i) => i % STATE_EVERY === 0)
          .map((i) => ({ channel: "charger", at: T + i * step_ms, value: stateAt(i) })),
      );
      assert.deepEqual([history.unit("pv"), history.unit("charger")], ["W", null]);
      assert.equal(history.journal(10).length, 1);
    } finally {
      history.close();
    }
  }

  return { make, assertMoved };
}
