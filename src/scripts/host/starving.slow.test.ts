import assert from "node:assert/strict";
import { test } from "node:test";
import { HOARDERS } from "../testing/hoarders.ts";
import { NOON, relay, Wishes, world, ZONE } from "../testing/world.ts";
import { WorkerScripts } from "./worker-scripts.ts";

const ROUNDS = 40;
const HOUR = 3_600_000;
const HONEST = `export default ({ on }) => {
  const all = [];
  for (let i = 0; i < 40; i++) all.push(new Uint8Array(100_000));
  return on("fine");
}`;

test("an honest script beside hoarders never fails and is never blamed", async (t) => {
  const hoarders = Object.values(HOARDERS).map((body, index) => ({
    relay: `hoarder${index}`,
    number: index + 2,
    source: `export default ({ on, settings }) => {\n${body}\n}`,
  }));
  const host = new WorkerScripts({
    scripts: [{ relay: "honest", number: 1, source: HONEST }, ...hoarders],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  });
  t.after(() => host.stop());
  const wishes = new Wishes(host);
  await host.ready;
  const ids = [...hoarders.map((one) => one.relay), "honest"];
  const relays = ids.map((id, index) => relay(id, index + 1));
  for (let round = 1; round <= ROUNDS; round++) {
    // so late that whoever was ended has rested
    host.run(ids, world({ relays, mono: 1_000_000 + round * HOUR }));
    await wishes.until(() => ids.every((id) => wishes.of(id).length === round));
  }
  assert.deepEqual([...new Set(wishes.of("honest").map(({ want }) => want))], ["on"]);
  assert.deepEqual(
    wishes.notes.filter((note) => note.relay === "honest"),
    [],
  );
  const status = host.status("honest");
  assert.equal(status.state, "ok");
  const taken = status.state === "ok" ? (status.memory_bytes ?? 0) : 0;
  assert.ok(taken > 3_900_000 && taken < 4_500_000, `${taken} bytes are shown`);
});
