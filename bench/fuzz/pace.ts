import { LOOP_OF_THEN_MS, plainLoop } from "../yardsticks/loop.ts";
import type { Entry } from "./entry.ts";

/** Bytes for which an entry may take its time; a shorter input may take as long. */
const PER_BYTES = 65_536;
const ROUNDS = 5;

/** What an input took of the processor, at best, and what the plain loop took beside it. */
export interface Took {
  readonly ms: number;
  readonly loop_ms: number;
  /** `ms` as a multiple of what it may take. */
  readonly share: number;
}

/** Processor time of this thread, ms: what the machine does besides does not count. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function costOf(work: () => unknown): Promise<number> {
  const began = processorMs();
  await work();
  return processorMs() - began;
}

/** Judges how long inputs take, beside a plain loop in the same thread. */
export class Pace {
  readonly #entry: Entry;
  readonly #loop = plainLoop();
  #loop_ms = Number.POSITIVE_INFINITY;

  private constructor(entry: Entry) {
    this.#entry = entry;
  }

  static async of(entry: Entry): Promise<Pace> {
    const pace = new Pace(entry);
    for (let round = 0; round < ROUNDS; round++) pace.#loop_ms = Math.min(pace.#loop_ms, await costOf(pace.#loop));
    return pace;
  }

  /** Whether it is worth looking closer at an input that took so much of the processor once. */
  isLong(bytes: number, ms: number): boolean {
    return ms > this.#allowed(bytes, this.#loop_ms);
  }

  /** Takes an input some times, in turn with the loop; the best of each counts. */
  async look(input: Buffer): Promise<Took> {
    let [ms, loop_ms] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS; round++) {
      loop_ms = Math.min(loop_ms, await costOf(this.#loop));
      ms = Math.min(ms, await costOf(() => this.#entry.take(input)));
      // what is in time once has the time it needs
      if (ms <= this.#allowed(input.length, loop_ms)) break;
    }
    return { ms, loop_ms, share: ms / this.#allowed(input.length, loop_ms) };
  }

  #allowed(bytes: number, loop_ms: number): number {
    return (this.#entry.most_ms / LOOP_OF_THEN_MS) * loop_ms * Math.max(1, bytes / PER_BYTES);
  }
}
