import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { paintersOf, residentBytes } from "../../test/support/process.ts";
import { type Sample, type Trend, trendOf } from "./trend.ts";

const HOUR_MS = 3_600_000;
const MB = 1e6;

/** What `heaps.js` notes; bytes, UTC ms. */
interface HeapNote {
  readonly thread: string;
  readonly at: number;
  readonly heap: number;
  readonly buffers: number;
}

/** What a house takes over time, part by part. */
export class Samples {
  readonly #pid: number;
  readonly #heaps: string;
  readonly #parts = new Map<string, { readonly at: number; readonly value: number }[]>();

  /** @param heaps the folder that its threads note their heaps in */
  constructor(pid: number, heaps: string) {
    this.#pid = pid;
    this.#heaps = heaps;
  }

  /** @throws Error when the house is gone */
  take(): void {
    this.#add("resident_mb", residentBytes(this.#pid) / MB);
    this.#add("descriptors", readdirSync(`/proc/${this.#pid}/fd`).length);
    this.#add("threads", readdirSync(`/proc/${this.#pid}/task`).length);
    for (const painter of paintersOf(this.#pid)) {
      try {
        this.#add("painter_mb", residentBytes(painter) / MB);
      } catch {
        // it has just ended
      }
    }
  }

  /** What the threads have noted; to be called at the end. */
  takeHeaps(): void {
    for (const file of readdirSync(this.#heaps).filter((name) => name.startsWith(`${this.#pid}-`))) {
      for (const line of readFileSync(join(this.#heaps, file), "utf8").split("\n").filter(Boolean)) {
        const { thread, at, heap, buffers }: HeapNote = JSON.parse(line);
        const name = thread.replaceAll(/\W+/g, "_");
        this.#add(`heap_${name}_mb`, heap / MB, at);
        this.#add(`buffers_${name}_mb`, buffers / MB, at);
      }
    }
  }

  #add(part: string, value: number, at = Date.now()): void {
    const samples = this.#parts.get(part);
    if (samples) samples.push({ at, value });
    else this.#parts.set(part, [{ at, value }]);
  }

  /** How each part went between two instants, UTC ms. */
  trends(from: number, to: number): Map<string, Trend> {
    const trends = new Map<string, Trend>();
    for (const [part, samples] of this.#parts) {
      const some: Sample[] = samples
        .filter(({ at }) => at >= from && at <= to)
        .map(({ at, value }) => ({ at_h: (at - from) / HOUR_MS, value }));
      if (some.length > 0) trends.set(part, trendOf(some));
    }
    return trends;
  }
}
