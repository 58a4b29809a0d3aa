import assert from "node:assert/strict";
import { test } from "node:test";
import { failures } from "./failures.ts";

test("one failure a second is told, in bounded length; the others are counted", () => {
  const told: string[] = [];
  let mono = 0;
  const fail = failures(
    (message) => told.push(message),
    () => mono,
  );
  fail("a");
  fail("b");
  mono = 999;
  fail("c");
  mono = 1_000;
  fail("d".repeat(5_000));
  mono = 2_000;
  fail(new Error("e"));
  assert.equal(told.length, 3);
  assert.equal(told[0], "A request failed: a");
  assert.match(told[1] ?? "", /^A request failed \(and 2 more\): d{2000}$/);
  assert.match(told[2] ?? "", /^A request failed: Error: e\n {4}at /);
});
