import { LOOP_OF_THEN_MS, plainLoop } from "../yardsticks/loop.ts";
import type { Entry } from "./entry.ts";

/** Bytes for which an entry may take its time; a shorter input may take as long. */
const PER_BYTES = 65_536;
/** Where an entry works in steps: one of them, ms. The house stops after 3 ms of them, which makes 5 in one go. */
const STEP_MS = 2;
const ROUNDS = 5;
/** Where the machine is so much faster than the one of then, the loop is worth measuring. */
const FASTER = 4;

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

/** What each step takes. */
function costsOf(steps: Iterator<unknown>): number[] {
  const costs: number[] = [];
  for (let before = processorMs(), done = false; !done; ) {
    done = steps.next().done === true;
    const now = processorMs();
    costs.push(now - before);
    before = now;
  }
  return costs;
}

/** Judges how long inputs take, beside a plain loop in the same thread. */
export class Pace {
  readonly #entry: Entry;
  /** Made when the first input is worth it. */
  #loop: (() => number) | undefined;
  #loop_ms = Number.POSITIVE_INFINITY;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  /** Whether it is worth looking closer at an input that took so much of the processor once. */
  async isLong(bytes: number, ms: number): Promise<boolean> {
    if (ms < this.#allowed(bytes, LOOP_OF_THEN_MS / FASTER)) return false;
    if (!this.#loop) for (let round = 0; round < ROUNDS; round++) await this.#lap();
    return ms > this.#allowed(bytes, this.#loop_ms);
  }

  /** Takes an input some times, in turn with the loop; the best of each counts. */
  async look(input: Buffer): Promise<Took> {
    return this.#entry.steps ? await this.#lookAtSteps(input) : await this.#lookAtAll(input);
  }

  async #lookAtAll(input: Buffer): Promise<Took> {
    let [ms, loop_ms] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS; round++) {
      loop_ms = Math.min(loop_ms, await this.#lap());
      ms = Math.min(ms, await costOf(() => this.#entry.take(input)));
      // what is in time once has the time it needs
      if (ms <= this.#allowed(input.length, loop_ms)) break;
    }
    return { ms, loop_ms, share: ms / this.#allowed(input.length, loop_ms) };
  }

  async #lookAtSteps(input: Buffer): Promise<Took> {
    let loop_ms = Number.POSITIVE_INFINITY;
    const best: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      loop_ms = Math.min(loop_ms, await this.#lap());
      for (const [step, ms] of costsOf(this.#entry.steps?.(input) ?? [].values()).entries()) {
        best[step] = Math.min(best[step] ?? Number.POSITIVE_INFINITY, ms);
      }
    }
    const ms = best.reduce((longest, one) => Math.max(longest, one), 0);
    return { ms, loop_ms, share: ms / ((STEP_MS / LOOP_OF_THEN_MS) * loop_ms) };
  }

  async #lap(): Promise<number> {
    this.#loop ??= plainLoop();
    const ms = await costOf(this.#loop);
    this.#loop_ms = Math.min(this.#loop_ms, ms);
    return ms;
  }

  #allowed(bytes: number, loop_ms: number): number {
    return (this.#entry.most_ms / LOOP_OF_THEN_MS) * loop_ms * Math.max(1, bytes / PER_BYTES);
  }
}
