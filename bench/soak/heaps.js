/**
 * Preloaded into each thread of a house: after each large collection it notes what the heap still holds and what arrays
 * hold beside it, in a file of the thread's own in the folder named in SOAK_HEAPS. Nothing is collected for its sake. No
 * TypeScript: what takes the types off would take more memory than what is measured.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { constants, PerformanceObserver } from "node:perf_hooks";
import { isMainThread, threadId, threadName } from "node:worker_threads";

const LEAST_MS = 2_000;
const folder = process.env.SOAK_HEAPS;
let noted = Number.NEGATIVE_INFINITY;

if (folder !== undefined) {
  const thread = isMainThread ? "main" : threadName || `thread ${threadId}`;
  const file = join(folder, `${process.pid}-${threadId}.jsonl`);
  new PerformanceObserver((list) => {
    const now = performance.now();
    const large = list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    if (now - noted < LEAST_MS || !large) return;
    noted = now;
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    appendFileSync(file, `${JSON.stringify({ thread, at: Date.now(), heap: heapUsed, buffers: arrayBuffers })}\n`);
  }).observe({ entryTypes: ["gc"] });
}
