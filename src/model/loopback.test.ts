import assert from "node:assert/strict";
import { test } from "node:test";
import { isLoopback, LOOPBACK } from "./loopback.ts";

test("this machine's own names and addresses, and no others", () => {
  for (const host of [...LOOPBACK, "127.0.0.2", "127.255.255.254", "::ffff:127.0.0.1"])
    assert.ok(isLoopback(host), host);
  const others = ["", "0.0.0.0", "::", "128.0.0.1", "127.0.0.1.example", "x127.0.0.1", "127.0.0", "localhost.example"];
  for (const host of others) assert.ok(!isLoopback(host), host);
});
