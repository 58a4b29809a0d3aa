import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalLine } from "../../../../src/web/api.ts";
import { nearestSwitch } from "./server.ts";

const line = (id: number, at: number, on: boolean, kind: JournalLine["kind"] = "switch"): JournalLine => ({
  id,
  at,
  on,
  kind,
  reason: "",
});

test("an edge's decision is the nearest line that switched this way", () => {
  const lines = [line(4, 2_000, false), line(3, 1_010, true, "refused"), line(2, 990, true), line(1, 500, true)];
  assert.equal(nearestSwitch(lines, 1_000, true)?.id, 2);
  assert.equal(nearestSwitch(lines, 1_000, false)?.id, 4);
  assert.equal(nearestSwitch([], 1_000, false), undefined);
});
