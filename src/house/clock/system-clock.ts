import { readFileSync } from "node:fs";
import type { Clock, Now } from "../../model/index.ts";

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    // Elsewhere every run counts as a machine start of its own: limits hold rather longer than shorter.
    return `process ${process.pid} ${Date.now()}`;
  }
}

/** The clock of the machine: system time for labels, the kernel's monotonic clock for durations. */
export class SystemClock implements Clock {
  readonly bootId: string = readBootId();

  now(): Now {
    return { at: Date.now(), mono: Number(process.hrtime.bigint() / 1_000_000n) };
  }

  after(delay_ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delay_ms);
    return () => clearTimeout(timer);
  }
}
