import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread of ours with nothing of the environment but Node's compile cache: without it each thread that runs
 * TypeScript loads the type stripper, some 25 MB.
 */
export function startThread(entry: URL, options: Omit<WorkerOptions, "eval" | "env">): Worker {
  const cache = process.env.NODE_COMPILE_CACHE;
  return new Worker(entry, { ...options, env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache } });
}
