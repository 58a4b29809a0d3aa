/** Entry of a bus's thread: what waits for the bus waits here. */
import { parentPort, workerData } from "node:worker_threads";
import { PinTrouble } from "../../model/ports/pins.ts";
import { wordsOf } from "../../model/trouble.ts";
import { loadCalls } from "../libc.ts";
import { OpenBus } from "./calls.ts";
import type { Done, FromThread, Job, ToThread } from "./messages.ts";

const path = String(workerData);
let open: OpenBus | undefined;

/** Opened with the first job, and anew after its adapter was away. */
function done({ address, steps }: Job): Done {
  try {
    open ??= new OpenBus(path);
    return { read: open.run(address, steps) };
  } catch (error) {
    if (!(error instanceof PinTrouble)) return { code: "EIO", doing: wordsOf(error) };
    if (error.code === "ENODEV") closed();
    return { code: error.code, doing: error.message };
  }
}

/** Of an adapter that was pulled out every call says ENODEV; one that is plugged in again is a new one. */
function closed(): void {
  open?.close();
  open = undefined;
}

parentPort?.on("message", (message: ToThread) => {
  if (message === "end") parentPort?.close();
  else parentPort?.postMessage(done(message));
});
try {
  loadCalls();
} catch {
  // each job will be told so
}
parentPort?.postMessage("ready" satisfies FromThread);
