import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../model/index.ts";
import { MemoryStore } from "./memory-store.ts";

const T = Date.UTC(2026, 5, 20);
const batch = (at: number, memory?: unknown): Batch => ({
  readings: [{ channel: "pv", at, value: 1 }],
  decisions: [],
  ...(memory !== undefined && { memory }),
});

test("what is taken is given once, in the order in which it came; memory and units stay", async () => {
  const store = new MemoryStore();
  store.describe("pv", "W");
  await store.commit(batch(T, { relays: 1 }));
  await store.commit(batch(T + 1));
  const first = store.take();
  assert.deepEqual(first.batch.readings, [...batch(T).readings, ...batch(T + 1).readings]);
  assert.deepEqual(first.batch.memory, { relays: 1 });
  assert.deepEqual([...first.units], [["pv", "W"]]);
  assert.deepEqual(store.take().batch, { readings: [], decisions: [], gaps: [], paces: [] });
  assert.deepEqual([...store.take().units], [["pv", "W"]]);
  assert.deepEqual(store.memory(), { relays: 1 });
});

test("a house goes on with the memory of another, and what it does to its own later does not show", async () => {
  const memory = { starts: [1, 2] };
  const store = new MemoryStore(memory);
  memory.starts.push(3);
  assert.deepEqual(store.memory(), { starts: [1, 2] });
  const later = { starts: [4] };
  await store.commit(batch(T, later));
  later.starts.push(5);
  assert.deepEqual(store.memory(), { starts: [4] });
  assert.deepEqual(store.take().batch.memory, { starts: [4] });
});
