import {
  type Actuator,
  FileTrouble,
  type Order,
  type Reason,
  reason,
  type Telling,
  ToldError,
  tellingOf,
  told,
} from "../../model/index.ts";
import { cleaned } from "./collector.ts";
import { Family, failureOf, type Limits, type RunResult, runProgram, saidBy } from "./program.ts";
import type { Shared } from "./shared.ts";

/** Commands that may wait for the one that runs. */
const MOST_WAITING = 4;
/** An order that is given up because the contrary is wanted: its program has so long to end by itself, ms. */
const GIVES_WAY_MS = 250;
/** So often an order is carried out anew because whoever started its program is gone. */
const MOST_AGAIN = 3;

const STATES: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["on", true],
  ["true", true],
  ["0", false],
  ["off", false],
  ["false", false],
]);

export interface SwitchCommands {
  readonly on: readonly string[];
  readonly off: readonly string[];
  readonly read?: readonly string[] | undefined;
}

/** What is wrong with what a `read` program printed. */
function oddState(read: readonly string[], result: RunResult): Reason {
  const printed = cleaned(result.stdout);
  const [program = "", said] = [read[0], saidBy(result)];
  if (printed === "") return reason("read_nothing", { program, said });
  return reason("read_odd", { program, printed, said });
}

/** A switch whose every move is a program. One runs at a time, in the order of the orders. */
export class CommandSwitch implements Actuator {
  readonly #commands: SwitchCommands;
  readonly #timeout_ms: number;
  readonly #shared: Shared;
  /** Whether the device has no source, which would know better how it stands. */
  readonly #alone: boolean;
  readonly #family: Family = new Family();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #stopped = false;
  #asking: Promise<boolean | null> | undefined;
  /** Why the last question was not answered, for a person to see. */
  #unanswered: Telling | null = null;
  /** Ends the question under way: an order does not wait for it. */
  #question = new AbortController();

  /** @param alone whether the device has no source, so that its condition is that of its orders */
  constructor(commands: SwitchCommands, timeout_ms: number, shared: Shared, alone: boolean) {
    this.#commands = commands;
    this.#timeout_ms = timeout_ms;
    this.#shared = shared;
    this.#alone = alone;
  }

  get canReport(): boolean {
    return this.#commands.read !== undefined;
  }

  async carryOut(order: Order, signal?: AbortSignal): Promise<void> {
    const { condition, tally } = this.#shared;
    const command = order.on ? this.#commands.on : this.#commands.off;
    tally.orders += 1;
    this.#question.abort(new Error("an order came"));
    try {
      const run = () => this.#switch(command, signal);
      await (this.#alone ? condition.attempt(run) : run());
    } catch (error) {
      tally.failed_orders += 1;
      throw error;
    }
  }

  async #switch(command: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const limits = { timeout_ms: this.#timeout_ms, signal, grace_ms: GIVES_WAY_MS, urgent: true };
    const result = await this.#inTurn(command, limits);
    if (result.timed_out) this.#shared.tally.timeouts += 1;
    const failure = failureOf(result, command, this.#timeout_ms);
    if (failure !== null) throw new ToldError(failure);
  }

  /** What a person should look at, or `null`. */
  remark(): Telling | null {
    return this.#unanswered;
  }

  /** The state that the `read` program prints; `null` without one, when it fails or prints anything else. */
  read(): Promise<boolean | null> {
    // Whoever asks while the program runs gets the same answer: questions never queue up before an order.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean | null> {
    const { read } = this.#commands;
    if (!read) return null;
    this.#question = new AbortController();
    const { signal } = this.#question;
    try {
      const result = await this.#inTurn(read, { timeout_ms: this.#timeout_ms, signal, grace_ms: 0 });
      const failure = failureOf(result, read, this.#timeout_ms);
      const said = failure === null ? STATES.get(result.stdout.trim().toLowerCase()) : undefined;
      if (said === undefined) return this.#noAnswer(signal, failure ?? oddState(read, result));
      this.#unanswered = null;
      return said;
    } catch (error) {
      return this.#noAnswer(signal, tellingOf(error));
    }
  }

  /** What cannot be asked is not known. A question that an order ended is no fault. */
  #noAnswer({ aborted }: AbortSignal, problem: Telling): null {
    if (aborted || this.#stopped) return null;
    this.#shared.tally.failed_reads += 1;
    this.#unanswered = reason("state_not_known", { problem });
    return null;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#family.end();
    await this.#last;
  }

  #inTurn(command: readonly string[], limits: Limits): Promise<RunResult> {
    if (this.#waiting > MOST_WAITING) {
      return Promise.reject(told("program_busy", { program: command[0] ?? "" }));
    }
    this.#waiting += 1;
    const run = this.#last.then(() => {
      if (this.#stopped) throw told("device_stopped");
      return this.#run(command, limits);
    });
    const done = run.finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Nobody knows how far one came whose starter is gone: an order is simply carried out again. */
  async #run(command: readonly string[], limits: Limits): Promise<RunResult> {
    for (let again = 0; ; again++) {
      try {
        return await runProgram(command, this.#shared.surroundings, limits, this.#family);
      } catch (error) {
        const isLost = error instanceof FileTrouble && error.code === "NO_HANDS";
        if (!isLost || !limits.urgent || this.#stopped || again >= MOST_AGAIN) throw error;
      }
    }
  }
}
