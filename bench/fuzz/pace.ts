import { setTimeout as sleep } from "node:timers/promises";
import { LOOP_OF_THEN_MS, plainLoop } from "../yardsticks/loop.ts";
import type { Entry, Verdict } from "./entry.ts";

/** Bytes for which an entry may take its time; a shorter input may take as long. A step may always. */
const PER_BYTES = 65_536;
/** How often something is timed; the best counts, as everything that disturbs makes it longer. */
const ROUNDS = 5;
const STEP_ROUNDS = 25;
/** Whoever has slept a little has the processor for a while. */
const SLEEP_MS = 3;
/** The kernel counts processor time in ticks of some ms: it is asked after so much of it. */
const WORTH_ASKING_MS = 60;
/** No machine is so disturbed: what takes so many times as long needs no further try. */
const FAR_BEYOND = 4;
/** Before the loop was timed: as if the machine were so much faster than the one of then. */
const FASTER = 4;

/** What an input took by the wall clock: each step of it, or all of it as one. */
export interface Timed {
  readonly verdict: Verdict;
  readonly walls: readonly number[];
  readonly in_steps: boolean;
}

/** What an input took, at best, and what the plain loop took beside it. */
export interface Took {
  readonly ms: number;
  readonly loop_ms: number;
  /** `ms` as a multiple of what it may take. */
  readonly share: number;
}

/** Gives an input to an entry. @throws what the entry throws */
export async function timed(entry: Entry, input: Buffer): Promise<Timed> {
  let before = performance.now();
  const taken = entry.take(input);
  if (!("next" in taken)) {
    const verdict = await taken;
    return { verdict, walls: [performance.now() - before], in_steps: false };
  }
  const walls: number[] = [];
  for (;;) {
    const { done, value } = taken.next();
    const now = performance.now();
    walls.push(now - before);
    before = now;
    if (done) return { verdict: value, walls, in_steps: true };
  }
}

/** Processor time of this thread, ms: what the machine does besides does not count. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
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

function longest(walls: readonly number[]): number {
  return walls.reduce((most, ms) => Math.max(most, ms), 0);
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

  /** Whether it is worth looking closer at an input: not when each of its steps is quicker some other time. */
  async isLong(input: Buffer, { walls, in_steps }: Timed): Promise<boolean> {
    const allowed = (): number => this.#allowed(input, in_steps);
    if (longest(walls) <= allowed()) return false;
    if (!this.#loop) await this.#lap();
    if (in_steps) return longest(await this.#again(input, walls)) > allowed();
    let best = longest(walls);
    for (let round = 0; round < ROUNDS && best > allowed(); round++) {
      await sleep(SLEEP_MS);
      best = Math.min(best, longest((await timed(this.#entry, input)).walls));
    }
    return best > allowed();
  }

  /** Takes an input again and again, in turn with the loop; the best of each counts. */
  async look(input: Buffer): Promise<Took> {
    let { walls: best, in_steps } = await timed(this.#entry, input);
    let ms = Number.POSITIVE_INFINITY;
    const share = (): number => ms / this.#allowed(input, in_steps);
    for (let round = 0; round < ROUNDS && share() > 1; round++) {
      await this.#lap();
      if (in_steps) {
        best = await this.#again(input, best);
        ms = longest(best);
      } else ms = Math.min(ms, await costOf(() => this.#entry.take(input)));
      if (share() > FAR_BEYOND) break;
    }
    return { ms, loop_ms: this.#loop_ms, share: share() };
  }

  /** A step is too short for the kernel's count: somewhere among many tries nothing disturbs it. */
  async #again(input: Buffer, walls: readonly number[]): Promise<readonly number[]> {
    let best = walls;
    for (let turn = 0; turn < STEP_ROUNDS; turn++) {
      const share = longest(best) / this.#allowed(input, true);
      if (share <= 1 || (turn >= ROUNDS && share > FAR_BEYOND)) break;
      await sleep(SLEEP_MS);
      const again = (await timed(this.#entry, input)).walls;
      best = best.map((wall, step) => Math.min(wall, again[step] ?? wall));
    }
    return best;
  }

  async #lap(): Promise<void> {
    const isFirst = this.#loop === undefined;
    this.#loop ??= plainLoop();
    const ms = await costOf(this.#loop);
    this.#loop_ms = isFirst ? ms : Math.min(this.#loop_ms, ms);
  }

  #allowed(input: Buffer, in_steps: boolean): number {
    const times = in_steps ? 1 : Math.max(1, input.length / PER_BYTES);
    return (this.#entry.most_ms / LOOP_OF_THEN_MS) * this.#loop_ms * times;
  }
}
