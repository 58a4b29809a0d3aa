import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { startChild } from "./testing/child.ts";
import { buildPreload, Faults, memoryFolder } from "./testing/preload.ts";

it("a copy for which there is no room names the disk that is full, and leaves nothing behind", async () => {
  using folder = memoryFolder();
  const library = buildPreload("faults", folder.path);
  const control = join(folder.path, "faults");
  using _switch = new Faults(control);
  const wrapper = `LD_PRELOAD='${library}' FAULTS='${control}' exec "$@"`;
  using child = startChild("full-copies", [folder.path, control], wrapper);
  assert.equal(await child.ended, 0);
  const { backup, restored, left } = JSON.parse(child.lines[0] ?? "null");
  const full = (name: string): RegExp =>
    new RegExp(`^The disk is full: free some space where ${folder.path}/${name} lies`);
  assert.match(backup, full("copies"));
  assert.match(restored, full("fresh"));
  assert.deepEqual(left, { copies: ["sound.db"], fresh: [] });
});
