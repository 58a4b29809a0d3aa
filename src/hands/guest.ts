import { fork } from "node:child_process";
import { Worker } from "node:worker_threads";
import type { Guest, GuestEvents } from "../model/ports/hands.ts";
import { wordsOf } from "../model/trouble.ts";

/** Enough for the loader and some kilobytes of files. */
const RESOURCES = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

/** A guest in a thread of this process. */
export function inThread(entry: URL, setup: unknown, events: GuestEvents): Guest {
  const worker = new Worker(entry, { workerData: setup, resourceLimits: RESOURCES, name: "gleaner-guest" });
  let why: string | undefined;
  let over = false;
  worker.on("message", (message) => events.said(message));
  worker.on("error", (error) => {
    why = wordsOf(error);
  });
  worker.on("exit", (code) => {
    if (!over) events.left(why ?? `it ended with ${code}`);
  });
  return {
    tell: (message) => worker.postMessage(message),
    end: () => {
      over = true;
      void worker.terminate();
    },
  };
}

/**
 * A guest in a process of its own, which hears what it is told as messages and ends with the process that started it. It
 * can be ended whatever it does, and its memory goes back to the machine.
 * @param flags of Node
 */
export function inProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest {
  const child = fork(entry, [], {
    execArgv: [...flags],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let over = false;
  const left = (why: string): void => {
    if (over) return;
    over = true;
    events.left(why);
  };
  child.on("message", (message) => {
    if (!over) events.said(message);
  });
  child.on("error", (error) => left(error.message));
  child.on("exit", (code, signal) => left(`it ended with ${signal ?? code}`));
  // it alone keeps nothing alive
  child.unref();
  child.channel?.unref();
  return {
    tell: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    end: () => {
      over = true;
      child.kill("SIGKILL");
    },
  };
}
