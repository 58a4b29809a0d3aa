import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { inEnglish, StoreError } from "../model/index.ts";
import { openHistory, openStore } from "./index.ts";
import { startChild, tempFolder } from "./testing/child.ts";

const TMPFS = 'mount -t tmpfs -o size=900k tmpfs "$DISK" && exec "$@"';

/** How a small disk of one's own may be had here, that goes away with the process; `null` when it may not. */
function unshare(): string | null {
  const ways = ["unshare -m", "unshare -Urm"];
  return ways.find((way) => spawnSync("sh", ["-c", `${way} mount -t tmpfs tmpfs /tmp`]).status === 0) ?? null;
}

it("refuses clearly while the disk is full, and goes on when there is space again", async () => {
  using disk = tempFolder();
  const way = unshare();
  // Where nobody may mount, the limit of the database's size stands in for the small disk
  using child =
    way === null
      ? startChild("filler", [disk.path, "400000"])
      : startChild("filler", [disk.path], `DISK='${disk.path}' exec ${way} sh -c '${TMPFS}' sh "$@"`);
  assert.equal(await child.ended, 0);
  const saw = JSON.parse(child.lines[0] ?? "null");
  assert.ok(saw.before > 10, `only ${saw.before} batches before the disk was full`);
  assert.deepEqual(new Set(saw.codes), new Set(["full"]));
  assert.match(saw.message, /The disk is full: free some space/);
  assert.equal(saw.problem, saw.message);
  assert.equal(saw.after, null, "taken again once there is space");
  assert.equal(saw.healthy, null);
});

it("leaves nothing of a refused batch behind, and takes its channels again", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path, max_bytes: 200_000 });
  const history = openHistory(folder.path);
  const readings = (channel: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ channel, at, value: at }));
  await store.commit({ readings: readings("old", 10), decisions: [] });
  store.describe("new", "W");
  const large = { readings: readings("new", 20_000), decisions: [], memory: 1 };
  await assert.rejects(store.commit(large), (error) => error instanceof StoreError && error.code === "full");
  assert.match(inEnglish(store.health().problem ?? ""), /The disk is full/);
  assert.equal(await history.unit("new"), undefined);
  assert.equal(store.memory(), undefined);
  await store.commit({ readings: [...readings("other", 5), ...readings("new", 10)], decisions: [] });
  assert.equal(store.health().problem, null);
  for (const [channel, unit, count] of [
    ["old", "", 10],
    ["new", "W", 10],
    ["other", "", 5],
  ] as const) {
    assert.equal(await history.unit(channel), unit);
    assert.deepEqual(await history.range(channel, 0, 100_000, 100_000), readings(channel, count));
  }
  history.close();
  await store.close();
});
