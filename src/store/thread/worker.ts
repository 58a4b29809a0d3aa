/** Entry of the writer's thread: a slow or failing disk stops here and not in the control cycle. */
import { parentPort, workerData } from "node:worker_threads";
import type { ToWriter } from "./messages.ts";
import { serve } from "./service.ts";

const service = serve(workerData, {
  tell: (message) => parentPort?.postMessage(message),
  close: () => parentPort?.close(),
});
if (service) parentPort?.on("message", (message: ToWriter) => service.hear(message));
