import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { SystemClock } from "./system-clock.ts";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

test("says what the machine's clocks say, in milliseconds", () => {
  const clock = new SystemClock();
  const [before, began] = [Date.now(), process.hrtime.bigint()];
  const { at, mono } = clock.now();
  const [after, ended] = [Date.now(), process.hrtime.bigint()];
  assert.ok(before <= at && at <= after);
  assert.ok(Number(began / 1_000_000n) <= mono && mono <= Number(ended / 1_000_000n));
});

test("knows in which run of the machine it is", () => {
  const { bootId } = new SystemClock();
  if (existsSync(BOOT_ID)) assert.equal(bootId, readFileSync(BOOT_ID, "utf8").trim());
  else assert.notEqual(bootId, "");
});

test("calls back once, unless that was taken back", async () => {
  const clock = new SystemClock();
  const called: string[] = [];
  clock.after(0, () => called.push("never"))();
  await new Promise<void>((resolve) => {
    clock.after(1, resolve);
  });
  assert.deepEqual(called, []);
});
