import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type Bound, words } from "../../bench/judge.ts";

/** Tells what was measured, and fails where a promise is not kept. */
export function assertKept(t: TestContext, bounds: readonly Bound[]): void {
  for (const bound of bounds) t.diagnostic(words(bound));
  assert.deepEqual(bounds.filter(({ kept }) => !kept).map(words), []);
}
