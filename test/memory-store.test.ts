import { MemoryStore } from "../src/lab/memory-store.ts";
import type { Kept } from "../src/model/index.ts";
import { keepingConformance } from "../src/store/testing/keeping-conformance.ts";
import type { OpenStore } from "../src/store/testing/opened.ts";

/** The lab's store in memory keeps what it is given as the one on a disk does. */

const stores = new Map<string, MemoryStore>();

/** What a store of the same folder holds, another goes on with. */
async function open(folder: string): Promise<OpenStore<Kept>> {
  const before = stores.get(folder);
  const store = new MemoryStore(before?.memory());
  const { batch, units } = before?.take() ?? { units: [] };
  if (batch) await store.commit(batch);
  for (const [channel, unit] of units) store.describe(channel, unit);
  stores.set(folder, store);
  return { store, history: store };
}

keepingConformance("in memory", open);
