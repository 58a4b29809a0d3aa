import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { it } from "node:test";
import { databasePath } from "./database/connection.ts";
import { openHistory, openStore } from "./index.ts";
import { tempFolder } from "./testing/child.ts";
import { Writer } from "./writing/writer.ts";

const MONTHS = 12;
const MONTH_READINGS = 259_200;
const STEP_MS = 10_000;
const T = Date.UTC(2025, 0, 1);
const CHANNEL = "house.power";

/** Bytes that this process has asked the kernel for. */
function readBytes(): number {
  return Number(/^rchar: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

/** Opens as a house does and asks for what the first page needs. @returns the bytes that this took */
async function costOfOpening(folder: string, newest: number | undefined): Promise<number> {
  const before = readBytes();
  const store = await openStore({ folder });
  const history = openHistory(folder);
  try {
    assert.equal((await history.latestOf([CHANNEL]))[0]?.at, newest);
    return readBytes() - before;
  } finally {
    history.close();
    await store.close();
  }
}

it("opens without a look at the readings, however many there are", { skip: process.platform !== "linux" }, async () => {
  using empty = tempFolder();
  using full = tempFolder();
  const writer = new Writer({ folder: full.path });
  // noise, so that they take room
  let state = 1;
  const values = Float64Array.from({ length: MONTH_READINGS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 20;
  });
  let newest = 0;
  for (let month = 0; month < MONTHS; month++) {
    const at = values.map((_, i) => T + (month * MONTH_READINGS + i) * STEP_MS);
    newest = at.at(-1) ?? 0;
    writer.load([{ at, channels: [{ name: CHANNEL, unit: "W", values }] }]);
  }
  writer.close();
  const { size } = statSync(databasePath(full.path));
  assert.ok(size > 4_000_000, `${size} bytes`);
  // the first time, sources are read that stay in memory
  await costOfOpening(empty.path, undefined);
  const least = await costOfOpening(empty.path, undefined);
  const cost = (await costOfOpening(full.path, newest)) - least;
  // the newest reading lies in the last of the months
  assert.ok(cost < (size / MONTHS) * 2, `${cost} bytes of ${size} were read`);
});
