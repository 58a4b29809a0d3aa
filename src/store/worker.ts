/** Entry of the writer's thread: a slow or failing disk stops here and not in the control cycle. */
import { parentPort, workerData } from "node:worker_threads";
import { type StoreTrouble, troubleOf } from "./errors.ts";
import type { FromWriter, ToWriter, WriterOptions } from "./wire.ts";
import { Writer } from "./writer.ts";

const options: WriterOptions = workerData;

function tell(message: FromWriter): void {
  parentPort?.postMessage(message);
}

/** Runs `work`; what it throws becomes trouble. */
function attempt(work: () => void): StoreTrouble | null {
  try {
    work();
    return null;
  } catch (error) {
    return troubleOf(error, options.folder);
  }
}

function serve(writer: Writer): void {
  let troubled: StoreTrouble | null = null;
  parentPort?.on("message", (message: ToWriter) => {
    if (message.do === "close") {
      tell({ did: "close", trouble: attempt(() => writer.close()) });
      parentPort?.close();
      return;
    }
    const began = performance.now();
    writer.learn(message.news);
    const trouble = attempt(() => writer.write(message.batches));
    tell({ did: "write", trouble, took_ms: performance.now() - began });
    const later = trouble === null ? (attempt(() => writer.sealInTime()) ?? attempt(() => writer.checkpoint())) : null;
    // A full disk only puts the sealing and the checkpoint off; a later commit tries again.
    if (trouble === null && later?.message !== troubled?.message) {
      troubled = later;
      tell({ did: "upkeep", trouble: later });
    }
    if (later?.fatal) tell({ did: "fail", trouble: later });
    // The connection stays open: closing it would write to a disk in doubt.
    if (trouble?.fatal || later?.fatal) parentPort?.close();
  });
}

let writer: Writer | undefined;
const trouble = attempt(() => {
  writer = new Writer(options);
  tell({ did: "open", memory: writer.memory() });
});
if (writer && trouble === null) serve(writer);
else tell({ did: "fail", trouble: trouble ?? troubleOf(new Error("not opened"), options.folder) });
