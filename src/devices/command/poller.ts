import type { Inbox } from "../../model/index.ts";
import { type Condition, wordsOf } from "../condition.ts";
import type { Tally } from "./device.ts";
import type { SourceOptions } from "./options.ts";
import { parseOutput, type Units, unitsOf } from "./output.ts";
import { Family, failureOf, runProgram, type Surroundings } from "./program.ts";

/** Runs a program again and again, one run at a time; each run's values are measured together. */
export class Poller {
  readonly #command: readonly string[];
  readonly #options: SourceOptions;
  readonly #units: Units;
  readonly #timeout_ms: number;
  readonly #surroundings: Surroundings;
  readonly #condition: Condition;
  readonly #tally: Tally;
  readonly #mono: () => number;
  readonly #family: Family = new Family();
  #inbox: Inbox | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    command: readonly string[],
    options: SourceOptions,
    timeout_ms: number,
    shared: { surroundings: Surroundings; condition: Condition; tally: Tally; mono: () => number },
  ) {
    this.#command = command;
    this.#options = options;
    this.#units = unitsOf(options.units);
    this.#timeout_ms = timeout_ms;
    this.#surroundings = shared.surroundings;
    this.#condition = shared.condition;
    this.#tally = shared.tally;
    this.#mono = shared.mono;
  }

  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#next(0);
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    clearTimeout(this.#timer);
    this.#family.end();
    await this.#running;
  }

  #next(delay_ms: number): void {
    this.#timer = setTimeout(() => {
      const began = this.#mono();
      this.#running = this.#run().then(() => {
        this.#running = undefined;
        if (this.#inbox) this.#next(Math.max(0, this.#options.every - (this.#mono() - began)));
      });
    }, delay_ms).unref();
  }

  /** Never throws: a run that fails puts nothing, so that the values grow stale, and says why. */
  async #run(): Promise<void> {
    this.#tally.runs += 1;
    try {
      const result = await runProgram(this.#command, this.#surroundings, this.#timeout_ms, this.#family);
      if (!this.#inbox) return;
      if (result.timed_out) this.#tally.timeouts += 1;
      this.#tally.cut_bytes += result.cut_bytes;
      const failure = failureOf(result, this.#command, this.#timeout_ms);
      if (failure !== null) throw new Error(failure);
      this.#take(this.#inbox, result.stdout);
    } catch (error) {
      if (!this.#inbox) return;
      this.#tally.failed_runs += 1;
      this.#condition.lost(wordsOf(error));
    }
  }

  #take(inbox: Inbox, stdout: string): void {
    const { readings, refused, dropped, first_refused } = parseOutput(stdout, this.#options.format, this.#units);
    this.#tally.refused_values += refused;
    this.#tally.dropped_values += dropped;
    this.#tally.readings += readings.length;
    const program = this.#command[0] ?? "";
    if (readings.length === 0) {
      const shown = first_refused === null ? "nothing" : `only what is no value: ${first_refused}`;
      throw new Error(`${program} printed ${shown}; it should print lines such as: temperature 21.5 °C`);
    }
    inbox.put(readings);
    const remark = refused > 0 ? `${program} also printed what is no value, left out: ${first_refused}` : null;
    this.#condition.ok(remark);
  }
}
