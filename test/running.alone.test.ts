import assert from "node:assert/strict";
import { test } from "node:test";
import { measureIdle, PROMISED_MB, PROMISED_PERCENT } from "../bench/idle.ts";

test("a running house with two pages open stays small, and idles when little happens", async (t) => {
  const figures = await measureIdle(40, () => undefined);
  const { resident_mb, processor_percent, processor_with_pages_percent } = figures;
  t.diagnostic(
    `${resident_mb.toFixed(0)} MB; ${processor_percent.toFixed(2)} % of a core, ` +
      `${processor_with_pages_percent.toFixed(2)} % with two pages open`,
  );
  assert.ok(resident_mb <= PROMISED_MB, `${resident_mb} MB`);
  assert.ok(processor_percent <= PROMISED_PERCENT, `${processor_percent} % of a core`);
});
