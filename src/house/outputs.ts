import {
  type Actuator,
  type Clock,
  type Feedback,
  inEnglish,
  type Order,
  type Outcome,
  tellingOf,
} from "../model/index.ts";
import { within } from "./clock/within.ts";

const ORDER_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 5_000;
/** An "on" under way has so long to come to its end when an "off" waits for it. */
const ON_GIVES_WAY_MS = 200;
/** So often an output whose state is wanted at the start is asked, a second apart. */
const ASKED_AT_START = 10;
/** An output that has taken an order is asked what came of it so soon. */
const READ_AFTER_MS = 1_000;
/** An order that has not been answered for so long is told. */
const LATE_AFTER_MS = 1_500;

export interface OutputsOptions {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly clock: Clock;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onFeedback: (feedback: Feedback) => void;
  /** How often outputs that can report their state are asked. */
  readonly feedback_every_ms: number;
  /** Relays whose real state is wanted at once. */
  readonly unsure: readonly string[];
}

/** An order that waits for the one under way. */
interface Waiting {
  readonly order: Order;
  readonly reasonOnDisk: Promise<void>;
}

/** An order that its output has in hand. */
interface UnderWay {
  readonly on: boolean;
  readonly since_mono: number;
  readonly limit: AbortController;
  readonly work: Promise<void>;
  /** Ends the wait of an "off" for this "on". */
  cancel: (() => void) | undefined;
}

/** A relay whose output does not answer, for so long, ms. */
export interface Late {
  readonly relay: string;
  readonly age_ms: number;
}

/** Carries out orders, one at a time for each relay; a newer order replaces one that still waits. */
export class Outputs {
  readonly #options: OutputsOptions;
  readonly #underWay = new Map<string, UnderWay>();
  /** How many orders each relay has had: tells whether one was given while its output was asked. */
  readonly #given = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting>();
  /** Why the last order of a relay failed; nothing where it did not. */
  readonly #problems = new Map<string, string>();
  readonly #soon = new Map<string, () => void>();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: OutputsOptions) {
    this.#options = options;
    this.#poll();
    for (const relay of options.unsure) void this.#askUntilSaid(relay, ASKED_AT_START);
  }

  /** @param reasonOnDisk the reason of the order is on the disk, or the disk has had its time */
  carryOut(order: Order, reasonOnDisk: Promise<void>): void {
    const { relay, on } = order;
    const underWay = this.#underWay.get(relay);
    if (!underWay) {
      this.#begin(order, reasonOnDisk);
      return;
    }
    // a slow output is not told the same thing twice
    if (underWay.on === on) {
      this.#waiting.delete(relay);
      return;
    }
    this.#waiting.set(relay, { order, reasonOnDisk });
    if (!on) this.#giveWay(underWay);
  }

  #begin(order: Order, reasonOnDisk: Promise<void>): void {
    const { relay, on } = order;
    this.#given.set(relay, (this.#given.get(relay) ?? 0) + 1);
    const limit = new AbortController();
    const since_mono = this.#options.clock.now().mono;
    const work = this.#run(order, reasonOnDisk, limit).finally(() => this.#over(relay));
    this.#underWay.set(relay, { on, since_mono, limit, work, cancel: undefined });
  }

  #over(relay: string): void {
    this.#underWay.get(relay)?.cancel?.();
    this.#underWay.delete(relay);
    const next = this.#waiting.get(relay);
    this.#waiting.delete(relay);
    if (next) this.carryOut(next.order, next.reasonOnDisk);
  }

  /** What takes its time to switch on must not stand in the way of switching off. */
  #giveWay(on: UnderWay): void {
    on.cancel ??= this.#options.clock.after(ON_GIVES_WAY_MS, () => on.limit.abort(new Error("it is to be off")));
  }

  async #run(order: Order, reasonOnDisk: Promise<void>, limit: AbortController): Promise<void> {
    const { outputs, clock, onOutcome } = this.#options;
    const { relay, on } = order;
    try {
      await reasonOnDisk;
      const actuator = outputs.get(relay);
      if (!actuator) throw new Error("the relay has no output");
      await within(clock, ORDER_LIMIT_MS, actuator.carryOut(order, limit.signal));
      this.#problems.delete(relay);
      onOutcome({ relay, on, ok: true });
      this.#askSoon(relay, actuator);
    } catch (error) {
      // nobody waits for it any more
      limit.abort(error);
      const message = tellingOf(error);
      this.#problems.set(relay, inEnglish(message));
      onOutcome({ relay, on, ok: false, message });
    }
  }

  #poll(): void {
    const { outputs, clock, feedback_every_ms } = this.#options;
    this.#cancel = clock.after(feedback_every_ms, () => {
      for (const [relay, actuator] of outputs) void this.#ask(relay, actuator);
      this.#poll();
    });
  }

  #askSoon(relay: string, actuator: Actuator): void {
    this.#soon.get(relay)?.();
    if (actuator.read && !this.#stopped)
      this.#soon.set(
        relay,
        this.#options.clock.after(READ_AFTER_MS, () => this.#ask(relay, actuator)),
      );
  }

  /** Asks every second until the output has said something, or has been given an order. */
  async #askUntilSaid(relay: string, times: number): Promise<void> {
    const actuator = this.#options.outputs.get(relay);
    if (!actuator || times === 0 || this.#given.has(relay) || (await this.#ask(relay, actuator))) return;
    if (this.#stopped) return;
    this.#soon.set(
      relay,
      this.#options.clock.after(READ_AFTER_MS, () => this.#askUntilSaid(relay, times - 1)),
    );
  }

  /** @returns whether it has said something that counts */
  async #ask(relay: string, actuator: Actuator): Promise<boolean> {
    if (!actuator.read || this.#underWay.has(relay)) return false;
    const given = this.#given.get(relay);
    try {
      const on = await within(this.#options.clock, READ_LIMIT_MS, actuator.read());
      // What was asked before an order was given says nothing of it.
      if (on === null || this.#given.get(relay) !== given) return false;
      this.#options.onFeedback({ relay, on });
      return true;
    } catch {
      // An output that cannot say is not at fault for that; orders to it will tell.
      return false;
    }
  }

  /** Resolves when no order is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all([...this.#underWay.values()].map(({ work }) => work));
  }

  get idle(): boolean {
    return this.#underWay.size === 0;
  }

  /** Relays whose outputs have had an order for too long. */
  late(mono: number): Late[] {
    return [...this.#underWay].flatMap(([relay, { since_mono }]) => {
      const age_ms = mono - since_mono;
      return age_ms >= LATE_AFTER_MS ? [{ relay, age_ms }] : [];
    });
  }

  /** Why the last order of a relay failed; `null`: it did not, or is under way. */
  problem(relay: string): string | null {
    return this.#problems.get(relay) ?? null;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    for (const cancel of this.#soon.values()) cancel();
  }
}
