import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { DamagedData, type DiskHistory, openHistory, openStore } from "./index.ts";
import { tempFolder } from "./testing/child.ts";

const T = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const COUNT = 5 * 1_440;
const FLIPS = 10_000;

function valueAt(channel: string, i: number): number | string {
  if (channel === "charger") return ["off", "bulk", "float"][Math.floor(i / 300) % 3] ?? "";
  return channel === "pv" ? Math.round(1_500 + 900 * Math.sin(i / 40) + ((i * 7_919) % 31)) : ((i * 37) % 100) / 8;
}

const CHANNELS = ["pv", "probe", "charger"];

function readings(from: number, to: number) {
  const all = [];
  for (let i = from; i < to; i++) {
    // some milliseconds late, so that the instants are shared rows
    const at = T + i * MINUTE + ((i * 31) % 50);
    for (const channel of CHANNELS) all.push({ channel, at, value: valueAt(channel, i) });
  }
  return all;
}

/** A folder with five sealed days and some open readings. */
async function filled(folder: string): Promise<void> {
  const store = await openStore({ folder, full_head: 3_000 });
  for (let i = 0; i < COUNT; i += 1_000) {
    await store.commit({ readings: readings(i, Math.min(i + 1_000, COUNT)), decisions: [] });
  }
  await store.commit({ readings: readings(COUNT, COUNT + 200), decisions: [] });
  await store.close();
}

/** What a history says of a span, or that it is damaged. */
function answers(history: DiskHistory, channel: string, from: number, to: number): string {
  try {
    const energy = history.energy(channel, from, to, 2 * MINUTE);
    return JSON.stringify([
      history.range(channel, from, to, 100_000),
      history.buckets(channel, from, to, 7),
      energy,
      history.latest(channel),
    ]);
  } catch (error) {
    if (error instanceof DamagedData) return "damaged";
    throw error;
  }
}

it(`detects each of ${FLIPS} flipped bits in what is stored, or it does no harm`, async () => {
  using folder = tempFolder();
  await filled(folder.path);
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  const places = [
    ["segment", "contents"],
    ["segment", "data"],
    ["instants", "data"],
    ["head", "data"],
  ] as const;
  const rows = places.flatMap(([table, column]) =>
    db
      .prepare(`SELECT id, ${column} AS bytes FROM ${table}`)
      .all()
      .map(({ id, bytes }) => ({ table, column, id: Number(id), bytes: bytes as Uint8Array })),
  );
  assert.deepEqual(new Set(rows.map(({ table }) => table)), new Set(["segment", "instants", "head"]));
  const spans = [0, 1, 2, 3, 4].map((day) => [T + day * DAY, T + (day + 1) * DAY] as const);
  const sound = openHistory(folder.path);
  const expected = CHANNELS.map((channel) => spans.map(([from, to]) => answers(sound, channel, from, to)));
  sound.close();
  const total = rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let [detected, harmless, partly] = [0, 0, 0];
  for (let flip = 0; flip < FLIPS; flip++) {
    let byte = Math.floor(((flip + 0.5) * total) / FLIPS);
    const row = rows.find(({ bytes }) => {
      if (byte < bytes.length) return true;
      byte -= bytes.length;
      return false;
    });
    assert.ok(row);
    const flipped = row.bytes.slice();
    flipped[byte] = (flipped[byte] ?? 0) ^ (1 << (flip & 7));
    const update = db.prepare(`UPDATE ${row.table} SET ${row.column} = ? WHERE id = ?`);
    update.run(flipped, row.id);
    const history = openHistory(folder.path);
    // each flip is asked of one channel and day that it may touch, and of all in turn
    const channel = flip % CHANNELS.length;
    const all = spans.map(([from, to]) => answers(history, CHANNELS[channel] ?? "", from, to));
    const damaged = all.filter((answer) => answer === "damaged").length;
    all.forEach((answer, day) => {
      assert.ok(answer === "damaged" || answer === expected[channel]?.[day], `silently wrong after flip ${flip}`);
    });
    if (damaged === 0) harmless++;
    else detected++;
    if (damaged > 0 && damaged < spans.length) partly++;
    history.close();
    update.run(row.bytes, row.id);
  }
  db.close();
  assert.ok(detected > FLIPS / 10, `${detected} detected, ${harmless} harmless for the channel asked`);
  assert.ok(partly > 0, "the rest stays readable");
});

it("names the channel and the span of what is damaged, and seals what comes late beside it", async () => {
  using folder = tempFolder();
  await filled(folder.path);
  const db = new DatabaseSync(join(folder.path, "gleaner.db"));
  const row = db.prepare("SELECT id, data FROM segment ORDER BY id LIMIT 1").get();
  assert.ok(row?.data instanceof Uint8Array);
  const data = row.data.slice();
  data[20] = (data[20] ?? 0) ^ 4;
  db.prepare("UPDATE segment SET data = ?, generation = generation + 1000 WHERE id = ?").run(data, row.id ?? 0);
  db.close();
  const store = await openStore({ folder: folder.path, full_head: 1 });
  await store.commit({ readings: [{ channel: "pv", at: T + 90_000, value: 1 }], decisions: [] });
  await store.commit({ readings: readings(COUNT + 200, COUNT + 300), decisions: [] });
  await store.close();
  const history = openHistory(folder.path);
  assert.throws(
    () => history.range("pv", T, T + DAY, 10),
    (error) =>
      error instanceof DamagedData &&
      error.channel === "pv" &&
      error.from === T &&
      error.code === "corrupt" &&
      /Readings of pv from 2026-06-01T00:00:00.000Z to .* are damaged .*: restore them from a backup/.test(
        error.message,
      ),
  );
  assert.equal(history.range("pv", T + 4 * DAY, T + 6 * DAY, 10_000).length, 1_440 + 300);
  assert.equal(history.range("probe", T, T + DAY, 10_000).length, 1_440);
  history.close();
});
