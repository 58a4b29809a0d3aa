import { setTimeout as sleep } from "node:timers/promises";
import { LOOP_OF_THEN_MS, plainLoop } from "../yardsticks/loop.ts";
import type { Entry } from "./entry.ts";

/** Bytes for which an entry may take its time; a shorter input may take as long. */
const PER_BYTES = 65_536;
/** Where an entry works in steps: one of them, ms. The house stops after 3 ms of them, which makes 5 in one go. */
const STEP_MS = 2;
/** How often something is timed; the best counts, as everything that disturbs makes it longer. */
const ROUNDS = 5;
const STEP_ROUNDS = 25;
/** Whoever has slept a little has the processor for a while. */
const SLEEP_MS = 3;
/** The kernel counts processor time in ticks of some ms: it is asked after so much of it. */
const WORTH_ASKING_MS = 60;
/** Before anything was timed: as if the machine were so much faster than the one of then. */
const FASTER = 4;

/** What an input took, at best, and what the plain loop took beside it. */
export interface Took {
  readonly ms: number;
  readonly loop_ms: number;
  /** `ms` as a multiple of what it may take. */
  readonly share: number;
}

/** Processor time of this thread, ms: what the machine does besides does not count. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function wallOf(work: () => unknown): Promise<number> {
  await sleep(SLEEP_MS);
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Processor time of one turn, of as many as the kernel can count. */
async function costOf(work: () => unknown): Promise<number> {
  const began = processorMs();
  for (let turns = 1; ; turns++) {
    await work();
    const spent = processorMs() - began;
    if (spent >= WORTH_ASKING_MS) return spent / turns;
  }
}

/** What each step takes, by the wall clock. */
function wallsOf(steps: Iterator<unknown>): number[] {
  const walls: number[] = [];
  for (let before = performance.now(), done = false; !done; ) {
    done = steps.next().done === true;
    const now = performance.now();
    walls.push(now - before);
    before = now;
  }
  return walls;
}

/** Judges how long inputs take, beside a plain loop in the same thread. */
export class Pace {
  readonly #entry: Entry;
  /** Made when the first input is worth it. */
  #loop: (() => number) | undefined;
  #loop_ms = LOOP_OF_THEN_MS / FASTER;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  /** Whether it is worth looking closer at an input that took so long by the wall clock: not when it is quicker the next time. */
  async isLong(input: Buffer, ms: number): Promise<boolean> {
    let best = ms;
    for (let round = 0; round < ROUNDS && best > this.#allowed(input.length); round++) {
      if (!this.#loop) await this.#lap();
      else best = Math.min(best, await wallOf(() => this.#entry.take(input)));
    }
    return best > this.#allowed(input.length);
  }

  /** Takes an input again and again, in turn with the loop; the best of each counts. */
  async look(input: Buffer): Promise<Took> {
    const { steps } = this.#entry;
    return steps ? await this.#lookAtSteps(() => steps(input)) : await this.#lookAtAll(input);
  }

  async #lookAtAll(input: Buffer): Promise<Took> {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS && best > this.#allowed(input.length); round++) {
      await this.#lap();
      best = Math.min(best, await costOf(() => this.#entry.take(input)));
    }
    return { ms: best, loop_ms: this.#loop_ms, share: best / this.#allowed(input.length) };
  }

  async #lookAtSteps(steps: () => Iterator<unknown>): Promise<Took> {
    const best: number[] = [];
    let ms = Number.POSITIVE_INFINITY;
    const allowed = (): number => (STEP_MS / LOOP_OF_THEN_MS) * this.#loop_ms;
    for (let round = 0; round < STEP_ROUNDS && ms > allowed(); round++) {
      if (round < ROUNDS) await this.#lap();
      await sleep(SLEEP_MS);
      ms = longest(best, wallsOf(steps()));
    }
    return { ms, loop_ms: this.#loop_ms, share: ms / allowed() };
  }

  async #lap(): Promise<void> {
    const isFirst = this.#loop === undefined;
    this.#loop ??= plainLoop();
    const ms = await costOf(this.#loop);
    this.#loop_ms = isFirst ? ms : Math.min(this.#loop_ms, ms);
  }

  #allowed(bytes: number): number {
    return (this.#entry.most_ms / LOOP_OF_THEN_MS) * this.#loop_ms * Math.max(1, bytes / PER_BYTES);
  }
}

/** The longest step, each at its best so far. @param best is given the better ones */
function longest(best: number[], walls: readonly number[]): number {
  for (const [step, ms] of walls.entries()) best[step] = Math.min(best[step] ?? Number.POSITIVE_INFINITY, ms);
  return best.reduce((most, ms) => Math.max(most, ms), 0);
}
