import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type Batch, StoreError } from "../../model/index.ts";
import { type DiskStore, openHistory, openStore, type StoreOptions } from "../index.ts";
import { newestOf } from "../testing/asking.ts";
import { startChild, tempFolder } from "../testing/child.ts";
import { numbered } from "../testing/numbered.ts";

function batch(from: number, count: number): Batch {
  const readings = Array.from({ length: count }, (_, i) => ({ channel: "pv", at: from + i, value: i }));
  return { readings, decisions: [] };
}

/** A store whose disk can be held up: nothing can be committed until `letGo`. */
async function withHeldDisk(
  options: Omit<StoreOptions, "folder">,
  use: (store: DiskStore, letGo: () => void) => Promise<void>,
): Promise<void> {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path, ...options });
  const other = new DatabaseSync(join(folder.path, "gleaner.db"));
  other.exec("BEGIN IMMEDIATE");
  const letGo = (): void => {
    if (other.isTransaction) other.exec("ROLLBACK");
  };
  try {
    await use(store, letGo);
  } finally {
    letGo();
    other.close();
    await store.close().catch(() => {});
  }
}

it("takes the next batch when the one before is on the disk, and says how it stands", () =>
  withHeldDisk({}, async (store, letGo) => {
    const first = store.commit(numbered(0));
    assert.equal(store.health().is_writing, true);
    await assert.rejects(store.commit(numbered(1)), /not taken, give it again afterwards/);
    letGo();
    await first;
    await store.commit(numbered(1));
    const { is_writing, stored_readings, last_commit_ms } = store.health();
    assert.deepEqual({ is_writing, stored_readings }, { is_writing: false, stored_readings: 6 });
    assert.ok(last_commit_ms !== null && last_commit_ms > 0);
    assert.deepEqual(store.memory(), { last: 1 });
  }));

it("does not hold up its caller while the disk stalls, and acknowledges nothing meanwhile", () =>
  withHeldDisk({}, async (store, letGo) => {
    let acknowledged = false;
    const commit = store.commit(numbered(0)).then(() => {
      acknowledged = true;
    });
    for (let i = 0; i < 1_000; i++) await turn();
    assert.equal(acknowledged, false);
    assert.equal(store.memory(), undefined);
    letGo();
    await commit;
    assert.deepEqual(store.memory(), { last: 0 });
  }));

it("refuses a batch that is too large, and goes on", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  await assert.rejects(store.commit(batch(0, 100_001)), /100001 readings and 0 decisions are too many for one batch/);
  const lines = Array.from({ length: 10_001 }, (_, n) => numbered(n).decisions).flat();
  await assert.rejects(store.commit({ readings: [], decisions: lines }), StoreError);
  await store.commit(batch(0, 100_000));
  assert.equal(store.health().stored_readings, 100_000);
  await store.close();
});

it("writes units that were told last, while a batch is being written too", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  const commit = store.commit(batch(0, 1));
  store.describe("pv", "W");
  await Promise.all([commit, store.close()]);
  const history = openHistory(folder.path);
  assert.equal(await history.unit("pv"), "W");
  history.close();
});

it("gives up closing after a while when the disk does not answer, and keeps the folder", () =>
  withHeldDisk({ close_within_ms: 20 }, async (store) => {
    store.commit(batch(0, 1)).catch(() => {});
    await assert.rejects(store.close(), /did not answer within 20 ms/);
    await assert.rejects(openStore({ folder: store.folder }), /Another Gleaner runs/);
  }));

it("shortens what is too long for a line, and counts what cannot be kept", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  const decisions = numbered(0).decisions.map(
    (line) => ({ ...line, reason: { code: "text", values: { text: "x".repeat(20_000) } } }) as const,
  );
  const inputs = Array.from({ length: 400 }, (_, i) => ({
    channel: `c${i}.${"x".repeat(60)}`,
    value: 1,
    unit: "W",
    at: 0,
    age_ms: 0,
  }));
  await store.commit({
    readings: [],
    decisions: [...decisions, ...numbered(1).decisions.map((l) => ({ ...l, inputs }))],
  });
  const history = openHistory(folder.path);
  const lines = await history.journal(10);
  history.close();
  assert.deepEqual(lines.at(-1)?.reason, { code: "text" });
  assert.equal(lines[0]?.inputs?.length, 100, "the first ones are kept");
  await store.commit({ readings: [], decisions: [], memory: "x".repeat(5_000_000) });
  assert.equal(store.health().dropped_readings, 1);
  await store.commit({ readings: [{ channel: "pv", at: 1, value: Number.NaN }], decisions: [] });
  await store.commit({ readings: [{ channel: "c".repeat(300), at: 1, value: 1 }], decisions: [] });
  const many = Array.from({ length: 10_005 }, (_, i) => ({ channel: `c${i}`, at: 1, value: 1 }));
  await store.commit({ readings: many, decisions: [] });
  assert.equal(store.health().dropped_readings, 1 + 2 + 5);
  assert.equal(store.health().stored_readings, 10_000);
  await store.close();
});

it("shows each commit to readers at once, while another process writes", async () => {
  using folder = tempFolder();
  using child = startChild("committer", [folder.path, "0"]);
  assert.ok(await child.printed(1));
  const history = openHistory(folder.path);
  for (let count = 10; count <= 200; count += 10) {
    assert.ok(await child.printed(count));
    const printed = Number(child.lines.at(-1));
    const latest = Number((await newestOf(history, "a"))?.value);
    assert.ok(latest >= printed, `${printed} was acknowledged, ${latest} is the last one seen`);
    const [line, readings] = [await history.journal(1_000), await history.range("a", 0, 8e15, 1_000)];
    assert.ok(line.some(({ at }) => at === readings[printed]?.at));
  }
  await assert.rejects(history.range("a", 0, 1, -1), RangeError);
  history.close();
});

it("keeps a gap between instants that are no whole milliseconds, and does without one that has none", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path });
  const gap = { channel: "pv", why: "silent" } as const;
  const gaps = [
    { ...gap, since: 1_000.25, until: 2_000.5 },
    { ...gap, since: Number.NaN, until: 3_000 },
  ];
  await store.commit({ ...batch(0, 1), gaps });
  assert.equal(store.health().dropped_readings, 1);
  const history = openHistory(folder.path);
  assert.deepEqual(await history.gaps(0, 10_000), [{ ...gap, since: 1_000, until: 2_001 }]);
  history.close();
  await store.close();
});

it("closes although somebody reads in one go for long", async () => {
  using folder = tempFolder();
  const store = await openStore({ folder: folder.path, close_within_ms: 3_000 });
  await store.commit(batch(0, 1));
  const reader = new DatabaseSync(join(folder.path, "gleaner.db"), { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM head").get();
  await store.commit(batch(1, 1));
  await store.close();
  reader.close();
  const again = openHistory(folder.path);
  assert.equal((await again.range("pv", 0, 10, 10)).length, 2);
  again.close();
});
