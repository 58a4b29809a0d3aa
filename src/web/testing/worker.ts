/**
 * The thread of the web as the tests start it: a history in memory, and commands that make it fail.
 * A first channel called `crash`, `exit` or `spin` in a published state does what it says.
 */

import { parentPort, workerData } from "node:worker_threads";
import type { ToWeb, WorkerSetup } from "../thread/protocol.ts";
import { serve } from "../thread/serve.ts";
import { MemoryHistory } from "./memory-history.ts";
import { loadPlainPictures } from "./plain-pictures.ts";

function misbehave(what: string | undefined): void {
  if (what === "crash") throw new Error("crashed as asked");
  if (what === "exit") process.exit(3);
  const began = performance.now();
  while (what === "spin" && performance.now() - began < 1_000);
}

const setup: WorkerSetup = workerData;
if (!parentPort) throw new Error("for tests, in a worker");
const port = parentPort;
port.on("message", (message: ToWeb) => {
  if (message.say === "state") misbehave([...message.house.snapshot.channels.keys()][0]);
});
await serve(port, setup, { openHistory: () => new MemoryHistory(), loadPictures: loadPlainPictures });
