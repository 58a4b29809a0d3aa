/** The thread of the web: the server and the thread that reads the store, handed to each other. */

import { flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { sunTimes } from "../../forecast/sun.ts";
// its thread alone: the whole store would take a megabyte of this one
import { HistoryThread } from "../../store/reading/remote.ts";
import type { WorkerSetup } from "../../web/thread/protocol.ts";
import { serve } from "../../web/thread/serve.ts";

if (!parentPort) throw new Error("web-thread.ts runs as a worker thread: start Gleaner with npm start");
const setup: WorkerSetup = workerData;
const { latitude, longitude, time_zone } = setup.site;
let history: HistoryThread | undefined;
await serve(parentPort, setup, {
  openHistory: (onTrouble) => {
    history ??= new HistoryThread(setup.dataFolder, { onTrouble });
    return history.open();
  },
  loadPictures: async (limits, start) => {
    const { openPictures } = await import("../../pictures/index.ts");
    // a thread that is ended writes nothing: the next one would load what takes the types off, and keep it
    flushCompileCache();
    return openPictures(limits, start);
  },
  ...(latitude !== undefined &&
    longitude !== undefined && { sun: (at: number) => sunTimes(at, latitude, longitude, time_zone) }),
});
