/** Entry of a thread that fuzzes one way in, so that whoever waits can end it when it hangs. */
import { parentPort, workerData } from "node:worker_threads";
import { fuzz } from "./campaign.ts";
import { ENTRIES } from "./entries/index.ts";
import { Shelf } from "./shelf.ts";
import type { Errand } from "./watch.ts";

const { name, seed, inputs, memory }: Errand = workerData;
const shelf = new Shelf(memory);
const entry = await ENTRIES[name].make();
try {
  parentPort?.postMessage(await fuzz(entry, seed, inputs, (input) => shelf.put(input)));
} finally {
  await entry.close?.();
}
// what an entry leaves behind, a server or a timer, must not keep the thread
process.exit();
