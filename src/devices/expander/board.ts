import { type I2cChip, type I2cStep, PinTrouble, told } from "../../model/index.ts";
import type { Chip, Seen } from "./chips.ts";

/** A slip of the wire is not repeated: what a chip says three times running is so. */
const SAME_NEEDED = 3;
const LOOKS_AT_MOST = 8;
/** A call that failed is repeated after so long, µs: what disturbed the wire is over by then. */
const REPEAT_AFTER_US: readonly number[] = [2_000, 10_000];
/** An order is written so often until the chip shows it. */
const WRITES = 3;
/** Refusals that may pass; EREMOTEIO and ENXIO: the chip did not answer, which one that is disturbed does once. */
const PASSING: readonly string[] = ["EIO", "EAGAIN", "EREMOTEIO", "ENXIO"];

export interface BoardSettings {
  readonly chip: Chip;
  readonly wire: I2cChip;
  /** Lines as bits. */
  readonly outputs: number;
  readonly inputs: number;
  readonly pulled: number;
  /** Outputs that are high when nobody drives them yet. */
  readonly safe: number;
}

/** What became of a line's order. */
interface Ordered {
  readonly line: number;
  readonly high: boolean;
  readonly signal: AbortSignal | undefined;
  resolve(): void;
  reject(why: unknown): void;
}

/** Why a line's order was not carried out although the chip answers: the line shows the contrary. */
export class NotFollowed extends Error {}
/** The chip does not keep what was written. */
export class NotKept extends Error {}
/** The chip never says the same thing thrice. */
export class Unsteady extends Error {}

interface Look {
  readonly read: readonly number[];
  readonly seen: Seen;
}

/**
 * The lines of one chip. What is written is always the whole of them: what was ordered, and what was found at the start or after the
 * chip's power was away. Nothing else is ever written, so no order moves another line.
 */
export class ChipBoard {
  readonly counters = { repeated: 0, resets: 0 };
  readonly #settings: BoardSettings;
  /** What the chip is to drive; `undefined`: it must be found first. */
  #latch: number | undefined;
  /** Lines whose last order may have been written or not. */
  #uncertain = 0;
  /** Lines that nobody drove when they were found, and that are not certain to be in their safe state yet. */
  #free = 0;
  #pending: Ordered[] = [];
  #flushing = false;
  #looking: Promise<number> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: BoardSettings) {
    this.#settings = settings;
  }

  /**
   * The levels of all lines now.
   * @throws PinTrouble, NotKept, Unsteady
   */
  look(): Promise<number> {
    this.#looking ??= this.#serial(async () => (await this.#find()).levels).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /**
   * Sets an output. Orders that come together are written together.
   * @throws PinTrouble, NotKept, NotFollowed, Unsteady
   */
  order(line: number, high: boolean, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.push({ line, high, signal, resolve, reject });
    if (!this.#flushing) {
      this.#flushing = true;
      void this.#serial(() => this.#flush());
    }
    return promise;
  }

  /** One thing at a time: nothing is read while something is half written. */
  #serial<Result>(doing: () => Promise<Result>): Promise<Result> {
    const next = this.#last.then(doing);
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #flush(): Promise<void> {
    this.#flushing = false;
    const orders = this.#pending.splice(0).filter(({ signal, reject }) => {
      if (signal?.aborted) reject(signal.reason);
      return !signal?.aborted;
    });
    if (orders.length === 0) return;
    try {
      const seen = await this.#carryOut(orders);
      for (const order of orders) {
        if (follows(order, seen)) order.resolve();
        else order.reject(new NotFollowed());
      }
    } catch (error) {
      for (const { reject } of orders) reject(error);
    }
  }

  /** @returns what the chip shows in the end */
  async #carryOut(orders: readonly Ordered[]): Promise<Seen> {
    let seen = await this.#find();
    for (let written = 0; written < WRITES; written += 1) {
      await this.#write(orders);
      seen = await this.#find();
      // also where another line is otherwise: a write that the wire has spoilt
      if (this.#isExpected(seen)) break;
    }
    if (!this.#isKept(seen)) throw new NotKept();
    return seen;
  }

  async #write(orders: readonly Ordered[]): Promise<void> {
    const { chip } = this.#settings;
    const before = this.#known();
    const wanted = orders.reduce((bits, { line, high }) => (high ? bits | (1 << line) : bits & ~(1 << line)), before);
    this.#uncertain = wanted ^ before;
    await this.#run(chip.set(wanted));
    this.#uncertain = 0;
    this.#latch = wanted;
  }

  #known(): number {
    if (this.#latch === undefined) throw new NotKept();
    return this.#latch;
  }

  /** What the chip shows, with what it is to drive found out where that is not known. */
  async #find(): Promise<Seen> {
    const look = await this.#see();
    if (this.#latch !== undefined && !this.#wasReset(look.seen)) {
      this.#latch = (this.#latch & ~this.#uncertain) | (look.seen.latch & this.#uncertain);
      this.#uncertain = 0;
      return look.seen;
    }
    if (this.#latch !== undefined) this.counters.resets += 1;
    return this.#take(look);
  }

  /**
   * Nothing moves: an output that the chip drives goes on as it is found. One that nobody drives, as after a power cut, is in its safe
   * state from the first moment.
   */
  async #take({ read, seen }: Look): Promise<Seen> {
    const { chip, outputs, inputs, pulled, safe } = this.#settings;
    this.#latch = undefined;
    this.#uncertain = 0;
    this.#free |= outputs & ~seen.driven;
    const latch = (seen.latch & ~this.#free) | (safe & this.#free);
    const steps = chip.setUp({ latch, outputs, inputs, pulled }, read);
    // one without registers holds its inputs high, weakly
    this.#latch = chip.tellsReset ? latch : latch | inputs;
    const after = steps.length === 0 ? seen : await this.#setUp(steps);
    this.#free = 0;
    return after;
  }

  async #setUp(steps: readonly I2cStep[]): Promise<Seen> {
    const latch = this.#latch;
    this.#latch = undefined;
    await this.#run(steps);
    this.#latch = latch;
    const { seen } = await this.#see();
    if (this.#isKept(seen)) return seen;
    this.#latch = undefined;
    throw new NotKept();
  }

  #isKept({ driven, latch }: Seen): boolean {
    const { chip, outputs } = this.#settings;
    if (!chip.tellsReset) return true;
    return (driven & outputs) === outputs && ((latch ^ this.#known()) & outputs) === 0;
  }

  /** Its power was away: it drives nothing, or all lines are high where some were low. */
  #wasReset({ driven, levels }: Seen): boolean {
    const { chip, outputs } = this.#settings;
    if (chip.tellsReset) return (driven & outputs) !== outputs;
    return (levels & outputs) === outputs && ((this.#known() | this.#uncertain) & outputs) !== outputs;
  }

  /** As it is to be: nobody need look twice. */
  #isExpected(seen: Seen): boolean {
    if (this.#latch === undefined || this.#uncertain !== 0 || !this.#isKept(seen)) return false;
    return ((seen.levels ^ this.#latch) & this.#settings.outputs) === 0;
  }

  async #see(): Promise<Look> {
    let last = await this.#ask();
    let same = 1;
    for (let looks = 1; looks < LOOKS_AT_MOST; looks += 1) {
      if (this.#isExpected(last.seen) || same === SAME_NEEDED) return last;
      const next = await this.#ask();
      same = this.#isSame(next.seen, last.seen) ? same + 1 : 1;
      last = next;
    }
    throw new Unsteady();
  }

  /** Inputs may change whenever they like. */
  #isSame(one: Seen, other: Seen): boolean {
    const rest = ~this.#settings.inputs;
    const { outputs } = this.#settings;
    return (
      one.driven === other.driven &&
      ((one.latch ^ other.latch) & rest) === 0 &&
      ((one.levels ^ other.levels) & outputs) === 0
    );
  }

  async #ask(): Promise<Look> {
    const { chip } = this.#settings;
    const [read] = await this.#run(chip.look);
    if (!read) throw told("pins_closed");
    return { read, seen: chip.seen(read) };
  }

  /** Repeats what the wire disturbed. Each step says the whole, so that doing it twice is doing it once. */
  async #run(steps: readonly I2cStep[]): Promise<readonly (readonly number[])[]> {
    const { wire } = this.#settings;
    let doing = steps;
    for (const us of REPEAT_AFTER_US) {
      try {
        return await wire.run(doing);
      } catch (error) {
        if (!(error instanceof PinTrouble && PASSING.includes(error.code))) throw error;
        this.counters.repeated += 1;
        doing = [{ do: "pause", us }, ...steps];
      }
    }
    return wire.run(doing);
  }
}

function follows({ line, high }: Ordered, { levels }: Seen): boolean {
  return ((levels >> line) & 1) === (high ? 1 : 0);
}
