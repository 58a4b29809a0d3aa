/**
 * Preloaded into each thread of a house: after each large collection it notes what the heap still holds and what arrays
 * hold beside it, in a file of the thread's own in the folder named in SOAK_HEAPS. Nothing is collected for its sake.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { isMainThread, threadId, threadName } from "node:worker_threads";

export interface HeapNote {
  readonly thread: string;
  /** UTC ms. */
  readonly at: number;
  readonly heap: number;
  readonly buffers: number;
}

const folder = process.env.SOAK_HEAPS;
const LEAST_MS = 2_000;
let noted = Number.NEGATIVE_INFINITY;

function isLarge(entry: PerformanceEntry): boolean {
  return "detail" in entry && Object(entry.detail).kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

if (folder !== undefined) {
  const name = isMainThread ? "main" : threadName || `thread ${threadId}`;
  const file = join(folder, `${process.pid}-${threadId}.jsonl`);
  new PerformanceObserver((list) => {
    const now = performance.now();
    if (now - noted < LEAST_MS || !list.getEntries().some(isLarge)) return;
    noted = now;
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const note: HeapNote = { thread: name, at: Date.now(), heap: heapUsed, buffers: arrayBuffers };
    appendFileSync(file, `${JSON.stringify(note)}\n`);
  }).observe({ entryTypes: ["gc"] });
}
