import assert from "node:assert/strict";
import { test } from "node:test";
import { Latest } from "./latest.ts";

test("a newer question ends the older one, whose answer no longer counts", async () => {
  const lane = new Latest();
  const ended: string[] = [];
  const answers = new Map<string, () => void>();
  const ask = (name: string) =>
    lane.run((signal) => {
      signal.addEventListener("abort", () => ended.push(name));
      return new Promise<string>((resolve) => answers.set(name, () => resolve(name)));
    });
  const first = ask("first");
  const second = ask("second");
  assert.deepEqual(ended, ["first"]);
  assert.ok(lane.busy);
  answers.get("second")?.();
  assert.equal(await second, "second");
  answers.get("first")?.();
  assert.equal(await first, undefined);
  assert.ok(!lane.busy);
});

test("once stopped nothing counts any more", async () => {
  const lane = new Latest();
  const asked = lane.run(async () => 1);
  lane.stop();
  assert.equal(await asked, undefined);
});
