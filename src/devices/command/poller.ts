import { resolve } from "node:path";
import { type Inbox, type Reason, reason, ToldError, told } from "../../model/index.ts";
import { Polling } from "../kit/polled.ts";
import { remarkOf } from "./collector.ts";
import type { SourceOptions } from "./options.ts";
import { type Parsed, parseOutput, type Units, unitsOf } from "./output.ts";
import { Family, failureOf, LARGEST_OUTPUT, type RunResult, runProgram, saidBy } from "./program.ts";
import { countIn, type Shared } from "./shared.ts";

/** Values may have been lost with what was cut. */
function tooMuch(program: string): Reason {
  return reason("printed_too_much", { program, kb: String(LARGEST_OUTPUT / 1_024) });
}

/** Runs a program again and again, one run at a time; each run's values are measured together. */
export class Poller {
  readonly #command: readonly string[];
  readonly #options: SourceOptions;
  readonly #units: Units;
  readonly #timeout_ms: number;
  readonly #shared: Shared;
  readonly #family: Family = new Family();
  readonly #polling: Polling;
  #inbox: Inbox | undefined;

  constructor(command: readonly string[], options: SourceOptions, timeout_ms: number, shared: Shared) {
    this.#command = command;
    this.#options = options;
    this.#units = unitsOf(options.units);
    this.#timeout_ms = timeout_ms;
    this.#shared = shared;
    const { clock, condition } = shared;
    // a run that fails puts nothing, so that the values grow stale
    this.#polling = new Polling(clock, options.every, () =>
      condition.attempt(
        () => this.#run(),
        (remark) => remark,
      ),
    );
  }

  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#polling.start();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    this.#family.end();
    await this.#polling.stop();
  }

  /** @throws Error when the file that is read was not written for too long */
  async #assertWritten(): Promise<void> {
    const { file, file_within } = this.#options;
    if (file === undefined) return;
    const age_ms = await this.#shared.files.age(resolve(this.#shared.surroundings.folder, file));
    if (age_ms <= file_within) return;
    throw told("file_not_written", { file, seconds: String(Math.round(age_ms / 1_000)) });
  }

  /** @returns what a person should look at, or `null`. @throws Error when the run does not count */
  async #run(): Promise<Reason | null> {
    const { surroundings, tally } = this.#shared;
    await this.#assertWritten();
    tally.runs += 1;
    const result = await runProgram(this.#command, surroundings, { timeout_ms: this.#timeout_ms }, this.#family);
    if (!this.#inbox) return null;
    if (result.timed_out) tally.timeouts += 1;
    tally.cut_bytes += result.cut_bytes;
    const failure = failureOf(result, this.#command, this.#timeout_ms);
    if (failure !== null) throw new ToldError(failure);
    const printed = result.cut_bytes > 0 ? this.#whole(result.stdout) : result.stdout;
    const parsed = await this.#shared.reader.whole(parseOutput(printed, this.#options.format, this.#units));
    return this.#take(parsed, result);
  }

  /** What was cut without its last line: `power 12` may be the beginning of 1234. JSON that goes on is none anyway. */
  #whole(stdout: string): string {
    const end = stdout.lastIndexOf("\n") + 1;
    if (end < stdout.length) this.#shared.tally.cut_lines += 1;
    return stdout.slice(0, end);
  }

  #take(parsed: Parsed, result: RunResult): Reason | null {
    const { readings, first_refused } = parsed;
    countIn(this.#shared.tally, parsed);
    const program = this.#command[0] ?? "";
    const cut = result.cut_bytes > 0 ? tooMuch(program) : null;
    if (readings.length === 0) {
      if (cut) throw new ToldError(cut);
      const said = saidBy(result);
      throw first_refused === null
        ? told("printed_nothing", { program, said })
        : told("printed_no_value", { program, first: first_refused, said });
    }
    this.#inbox?.put(readings);
    return cut ?? remarkOf(parsed, (first) => reason("program_left_out", { program, first }));
  }
}
