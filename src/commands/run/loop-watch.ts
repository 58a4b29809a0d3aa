import { type Reason, reason } from "../../model/index.ts";

const LOOK_EVERY_MS = 250;
/** The house stands still for so long: a cycle was left out. */
const TOLD_FROM_MS = 1_000;
/** How long it is told. */
const TOLD_FOR_MS = 30_000;

interface Stall {
  readonly at_mono: number;
  readonly why: Reason;
}

/** What the thread's clocks showed when it was looked at, ms. */
export interface Look {
  readonly mono: number;
  /** Time of the processor that the thread has used. */
  readonly used_ms: number;
}

/** Finds out from regular looks when the thread stood still, and what has kept it. */
export class Stalls {
  #last: Look;
  /** What took longest since the last look. */
  #longest: { readonly what: Reason; readonly ms: number } | undefined;
  #stall: Stall | undefined;

  constructor(first: Look) {
    this.#last = first;
  }

  /** Something kept the thread for so long. */
  took(what: () => Reason, ms: number): void {
    if (ms > (this.#longest?.ms ?? LOOK_EVERY_MS)) this.#longest = { what: what(), ms };
  }

  look(now: Look): void {
    const late_ms = now.mono - this.#last.mono - LOOK_EVERY_MS;
    const used_ms = now.used_ms - this.#last.used_ms;
    if (late_ms >= TOLD_FROM_MS) {
      this.#stall = { at_mono: now.mono, why: reason("loop_late", { age: late_ms }, this.#causeOf(late_ms, used_ms)) };
    }
    this.#last = now;
    this.#longest = undefined;
  }

  /** The last time that the thread stood still, as long as that is worth telling. */
  troubles(mono: number): readonly Reason[] {
    const stall = this.#stall;
    return stall && mono - stall.at_mono < TOLD_FOR_MS ? [stall.why] : [];
  }

  #causeOf(late_ms: number, used_ms: number): Reason {
    if (this.#longest && this.#longest.ms >= late_ms / 2) return this.#longest.what;
    return reason(used_ms >= late_ms / 2 ? "late_by_itself" : "late_by_machine");
  }
}

function lookNow(): Look {
  const { user, system } = process.threadCpuUsage();
  return { mono: performance.now(), used_ms: (user + system) / 1_000 };
}

/**
 * Measures by how much the thread of the house is late, and what has kept it: some work of which it is known how long it
 * took, other work of its own, or a machine that gave it no time.
 */
export class LoopWatch {
  readonly #stalls = new Stalls(lookNow());
  readonly #timer = setInterval(() => this.#stalls.look(lookNow()), LOOK_EVERY_MS).unref();

  /** Something kept the thread for so long, ms. */
  took(what: () => Reason, ms: number): void {
    this.#stalls.took(what, ms);
  }

  /** The last time that the house stood still, as long as that is worth telling. */
  get troubles(): readonly Reason[] {
    return this.#stalls.troubles(performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
