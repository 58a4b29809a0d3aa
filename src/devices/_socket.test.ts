import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// What the device does is tested by the contract, on a real server.
test("the page about adding a device shows this device whole", () => {
  const source = readFileSync(new URL("_socket.ts", import.meta.url), "utf8");
  const page = readFileSync(new URL("../../docs/add-a-device.md", import.meta.url), "utf8");
  assert.ok(page.includes(`\`\`\`ts\n${source}\`\`\`\n`));
});
