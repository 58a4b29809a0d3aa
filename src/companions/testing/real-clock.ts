import { performance } from "node:perf_hooks";
import type { Clock } from "../../model/index.ts";

/** The machine's own clock, for tests on a real kernel. */
export const realClock: Clock = {
  bootId: "kernel",
  now: () => ({ at: Date.now(), mono: performance.now() }),
  after: (delay_ms, callback) => {
    const timer = setTimeout(callback, delay_ms);
    return () => clearTimeout(timer);
  },
};
