/** The thread of the web: the server and a reading side of the store, handed to each other. */

import { parentPort, workerData } from "node:worker_threads";
import { openHistory } from "./store/index.ts";
import type { WorkerSetup } from "./web/protocol.ts";
import { serve } from "./web/serve.ts";

if (!parentPort) throw new Error("main.web.ts runs as a worker thread: start Gleaner with npm start");
const setup: WorkerSetup = workerData;
await serve(parentPort, setup, () => openHistory(setup.dataFolder));
