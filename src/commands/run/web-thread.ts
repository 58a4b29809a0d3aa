/** The thread of the web: the server and a reading side of the store, handed to each other. */

import { parentPort, workerData } from "node:worker_threads";
import { sunTimes } from "../../forecast/sun.ts";
// the reading side alone: the whole store would take a megabyte of this thread
import { openHistory } from "../../store/reading/history.ts";
import type { WorkerSetup } from "../../web/thread/protocol.ts";
import { serve } from "../../web/thread/serve.ts";

if (!parentPort) throw new Error("web-thread.ts runs as a worker thread: start Gleaner with npm start");
const setup: WorkerSetup = workerData;
const { latitude, longitude, time_zone } = setup.site;
await serve(parentPort, setup, {
  openHistory: () => openHistory(setup.dataFolder),
  loadPictures: async (limits) => (await import("../../pictures/index.ts")).openPictures(limits),
  ...(latitude !== undefined &&
    longitude !== undefined && { sun: (at: number) => sunTimes(at, latitude, longitude, time_zone) }),
});
