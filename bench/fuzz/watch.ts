import { Worker } from "node:worker_threads";
import type { Campaign, Fault } from "./campaign.ts";
import type { EntryName } from "./entries/index.ts";
import { Shelf } from "./shelf.ts";

/** What a thread is sent to do. */
export interface Errand {
  readonly name: EntryName;
  readonly seed: number;
  readonly inputs: number;
  readonly memory: SharedArrayBuffer;
}

/** An input that is not done with after so long never will be: however busy the machine is. */
const HANGS_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
const THREAD = new URL("./thread.ts", import.meta.url);
/** The next thread goes on with a seed of its own. */
const NEXT_SEED = 1_000_003;
const NOTHING: Campaign = { inputs: 0, bytes: 0, kinds: 0, slowest: null, faults: [] };

/** Ends a thread that has the same input in hand for too long. @returns calls it off */
function endWhenStuck(worker: Worker, shelf: Shelf, onStuck: () => void): () => void {
  let [count, since] = [shelf.count, performance.now()];
  const timer = setInterval(() => {
    if (shelf.count !== count) [count, since] = [shelf.count, performance.now()];
    if (count === 0 || performance.now() - since < HANGS_AFTER_MS) return;
    onStuck();
    void worker.terminate();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** One thread, to its end. */
async function oneThread(name: EntryName, seed: number, inputs: number): Promise<Campaign> {
  const shelf = new Shelf();
  const errand: Errand = { name, seed, inputs, memory: shelf.memory };
  const worker = new Worker(THREAD, { workerData: errand });
  const { promise, resolve } = Promise.withResolvers<Campaign>();
  const failed = (why: string): Campaign => {
    const fault: Fault = { why, input: shelf.input, number: shelf.count };
    return { ...NOTHING, inputs: shelf.count, faults: [fault] };
  };
  worker.on("message", resolve);
  worker.on("error", (error) => resolve(failed(`the thread dies of it: ${String(error).slice(0, 300)}`)));
  worker.on("exit", (code) => resolve(failed(`the thread ends with ${code}`)));
  const done = endWhenStuck(worker, shelf, () => resolve(failed("it does not come to an end")));
  const campaign = await promise;
  done();
  await worker.terminate();
  return campaign;
}

function together(one: Campaign, other: Campaign): Campaign {
  const slower = (one.slowest?.share ?? 0) > (other.slowest?.share ?? 0) ? one : other;
  return {
    inputs: one.inputs + other.inputs,
    bytes: one.bytes + other.bytes,
    kinds: Math.max(one.kinds, other.kinds),
    slowest: slower.slowest,
    faults: [...one.faults, ...other.faults],
  };
}

/** Gives a way in so many inputs, in threads of their own; the same ones for the same seed. Ends early when much is wrong. */
export async function campaignOf(name: EntryName, seed: number, inputs: number): Promise<Campaign> {
  let all = NOTHING;
  for (let turn = 0; all.inputs < inputs && all.faults.length === 0; turn++) {
    all = together(all, await oneThread(name, seed + turn * NEXT_SEED, inputs - all.inputs));
  }
  return all;
}
