import { fileURLToPath } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

const USUAL_CACHE = fileURLToPath(new URL("../../../node_modules/.cache/gleaner", import.meta.url));

/**
 * Starts a thread of ours with nothing of the environment but Node's compile cache where it is needed: without it each
 * thread that runs TypeScript loads the type stripper, some 25 MB and 200 ms.
 */
export function startThread(entry: URL, options: Omit<WorkerOptions, "eval" | "env">): Worker {
  const cache = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? USUAL_CACHE };
  return new Worker(entry, { ...options, env: entry.pathname.endsWith(".ts") ? cache : {} });
}
