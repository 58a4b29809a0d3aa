import { type Actuator, type Clock, type Feedback, type Order, type Outcome, wordsOf } from "../model/index.ts";
import { within } from "./clock/within.ts";

const ORDER_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 5_000;

export interface OutputsOptions {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly clock: Clock;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onFeedback: (feedback: Feedback) => void;
  /** How often outputs that can report their state are asked. */
  readonly feedback_every_ms: number;
}

/** Carries out orders, one at a time for each relay; a newer order replaces one that still waits. */
export class Outputs {
  readonly #options: OutputsOptions;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #underWay = new Map<string, boolean>();
  /** How many orders each relay has had: tells whether one was given while its output was asked. */
  readonly #given = new Map<string, number>();
  readonly #waiting = new Map<string, { readonly order: Order; readonly reasonOnDisk: Promise<void> }>();
  #cancel: (() => void) | undefined;

  constructor(options: OutputsOptions) {
    this.#options = options;
    this.#poll();
  }

  /** @param reasonOnDisk the reason of the order is on the disk, or the disk has had its time */
  carryOut(order: Order, reasonOnDisk: Promise<void>): void {
    if (this.#busy.has(order.relay)) {
      // a slow output is not told the same thing twice
      if (this.#underWay.get(order.relay) === order.on) this.#waiting.delete(order.relay);
      else this.#waiting.set(order.relay, { order, reasonOnDisk });
      return;
    }
    this.#underWay.set(order.relay, order.on);
    this.#given.set(order.relay, (this.#given.get(order.relay) ?? 0) + 1);
    const work = this.#run(order, reasonOnDisk).finally(() => {
      this.#busy.delete(order.relay);
      this.#underWay.delete(order.relay);
      const next = this.#waiting.get(order.relay);
      this.#waiting.delete(order.relay);
      if (next) this.carryOut(next.order, next.reasonOnDisk);
    });
    this.#busy.set(order.relay, work);
  }

  async #run(order: Order, reasonOnDisk: Promise<void>): Promise<void> {
    const { relay, on } = order;
    try {
      await reasonOnDisk;
      const actuator = this.#options.outputs.get(relay);
      if (!actuator) throw new Error("the relay has no output");
      await within(this.#options.clock, ORDER_LIMIT_MS, actuator.carryOut(order));
      this.#options.onOutcome({ relay, on, ok: true });
    } catch (error) {
      const message = wordsOf(error);
      this.#options.onOutcome({ relay, on, ok: false, message });
    }
  }

  #poll(): void {
    const { outputs, clock, feedback_every_ms } = this.#options;
    this.#cancel = clock.after(feedback_every_ms, () => {
      for (const [relay, actuator] of outputs) void this.#ask(relay, actuator);
      this.#poll();
    });
  }

  async #ask(relay: string, actuator: Actuator): Promise<void> {
    if (!actuator.read || this.#busy.has(relay)) return;
    const given = this.#given.get(relay);
    try {
      const on = await within(this.#options.clock, READ_LIMIT_MS, actuator.read());
      // What was asked before an order was given says nothing of it.
      if (on !== null && this.#given.get(relay) === given) this.#options.onFeedback({ relay, on });
    } catch {
      // An output that cannot say is not at fault for that; orders to it will tell.
    }
  }

  /** Resolves when no order is under way. */
  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  get idle(): boolean {
    return this.#busy.size === 0;
  }

  stop(): void {
    this.#cancel?.();
  }
}
