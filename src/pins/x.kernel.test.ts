import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
test("the modules are there", () => {
  console.log(readdirSync("/dev").join(" "));
  assert.ok(existsSync("/sys/kernel/config/gpio-sim"));
});
