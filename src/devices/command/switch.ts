import type { Actuator, Order } from "../../model/index.ts";
import { type Condition, wordsOf } from "../condition.ts";
import type { Tally } from "./device.ts";
import { Family, failureOf, type RunResult, runProgram, type Surroundings } from "./program.ts";

/** Commands that may wait for the one that runs. */
const MOST_WAITING = 4;

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

/** A switch whose every move is a program. One runs at a time, in the order of the orders. */
export class CommandSwitch implements Actuator {
  readonly #commands: SwitchCommands;
  readonly #timeout_ms: number;
  readonly #surroundings: Surroundings;
  /** Stands for the device when it has no source: the source knows better. */
  readonly #condition: Condition | undefined;
  readonly #tally: Tally;
  readonly #family: Family = new Family();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #stopped = false;
  #asking: Promise<boolean | null> | undefined;

  constructor(
    commands: SwitchCommands,
    timeout_ms: number,
    shared: { surroundings: Surroundings; condition: Condition | undefined; tally: Tally },
  ) {
    this.#commands = commands;
    this.#timeout_ms = timeout_ms;
    this.#surroundings = shared.surroundings;
    this.#condition = shared.condition;
    this.#tally = shared.tally;
  }

  async carryOut(order: Order): Promise<void> {
    const command = order.on ? this.#commands.on : this.#commands.off;
    this.#tally.orders += 1;
    try {
      const result = await this.#inTurn(command);
      if (result.timed_out) this.#tally.timeouts += 1;
      const failure = failureOf(result, command, this.#timeout_ms);
      if (failure !== null) throw new Error(failure);
      this.#condition?.ok();
    } catch (error) {
      this.#tally.failed_orders += 1;
      this.#condition?.lost(wordsOf(error));
      throw error;
    }
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
    try {
      const result = await this.#inTurn(read);
      const said = failureOf(result, read) === null ? STATES.get(result.stdout.trim().toLowerCase()) : undefined;
      if (said !== undefined) return said;
    } catch {
      // What cannot be asked is not known.
    }
    this.#tally.failed_reads += 1;
    return null;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#family.end();
    await this.#last;
  }

  #inTurn(command: readonly string[]): Promise<RunResult> {
    if (this.#waiting > MOST_WAITING) {
      return Promise.reject(new Error(`${command[0]} is still busy with earlier orders: look why it takes so long`));
    }
    this.#waiting += 1;
    const run = this.#last.then(() => {
      if (this.#stopped) throw new Error("the device was stopped: start Gleaner to switch it");
      return runProgram(command, this.#surroundings, this.#timeout_ms, this.#family);
    });
    const done = run.finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
