import type { Inbox } from "../../model/index.ts";
import { type Condition, wordsOf } from "../condition.ts";
import type { Tally } from "./device.ts";
import { Lines } from "./lines.ts";
import type { SourceOptions } from "./options.ts";
import { parseLine, type Units, unitsOf } from "./output.ts";
import { failureOf, type Program, type Surroundings, startProgram } from "./program.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A program that ran so long before it ended is started again without delay growing on. */
const SOUND_MS = 60_000;
/** More lines than this within a second wait in the program's own pipe. */
const MOST_LINES_PER_S = 500;

/** Keeps a program running that prints a line for each change; started again, later and later, when it ends. */
export class Listener {
  readonly #command: readonly string[];
  readonly #options: SourceOptions;
  readonly #units: Units;
  readonly #surroundings: Surroundings;
  readonly #condition: Condition;
  readonly #tally: Tally;
  readonly #mono: () => number;
  #inbox: Inbox | undefined;
  #program: Program | undefined;
  #timer: NodeJS.Timeout | undefined;
  #flood: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #wait_ms = FIRST_WAIT_MS;
  #lines = 0;
  #lastLine: number | undefined;

  constructor(
    command: readonly string[],
    options: SourceOptions,
    shared: { surroundings: Surroundings; condition: Condition; tally: Tally; mono: () => number },
  ) {
    this.#command = command;
    this.#options = options;
    this.#units = unitsOf(options.units);
    this.#surroundings = shared.surroundings;
    this.#condition = shared.condition;
    this.#tally = shared.tally;
    this.#mono = shared.mono;
  }

  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#launch();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    clearTimeout(this.#timer);
    this.#program?.resume();
    this.#program?.kill();
    await this.#running;
  }

  /** Milliseconds since the last good line; `undefined` before the first. */
  quiet_ms(): number | undefined {
    return this.#lastLine === undefined ? undefined : this.#mono() - this.#lastLine;
  }

  #launch(): void {
    const began = this.#mono();
    this.#running = this.#listen()
      .catch((error: unknown) => wordsOf(error))
      .then((problem) => {
        this.#running = undefined;
        if (!this.#inbox) return;
        this.#tally.failed_runs += 1;
        if (this.#mono() - began >= SOUND_MS) this.#wait_ms = FIRST_WAIT_MS;
        this.#condition.lost(`${problem}; it is started again in ${this.#wait_ms / 1_000} s`);
        this.#timer = setTimeout(() => this.#launch(), this.#wait_ms).unref();
        this.#wait_ms = Math.min(LONGEST_WAIT_MS, 2 * this.#wait_ms);
      });
  }

  /** Resolves with the words for its end. */
  async #listen(): Promise<string> {
    this.#tally.runs += 1;
    const lines = new Lines((line) => this.#take(line));
    const program = await startProgram(this.#command, this.#surroundings, (chunk) => {
      lines.push(chunk);
      this.#tally.cut_lines += lines.cut;
      lines.cut = 0;
      this.#dam(program);
    });
    this.#program = program;
    if (!this.#inbox) program.kill();
    try {
      const ended = await program.ended;
      lines.end();
      return (
        failureOf(ended, this.#command) ?? `${this.#command[0]} ended by itself; a program to listen to stays running`
      );
    } finally {
      this.#program = undefined;
      clearTimeout(this.#flood);
      this.#flood = undefined;
    }
  }

  /** Lets at most so many lines through in a second. */
  #dam(program: Program): void {
    if (this.#lines > MOST_LINES_PER_S) program.pause();
    this.#flood ??= setTimeout(() => {
      this.#flood = undefined;
      this.#lines = 0;
      program.resume();
    }, 1_000).unref();
  }

  #take(line: string): void {
    this.#lines += 1;
    if (!this.#inbox) return;
    const { readings, refused, dropped, first_refused } = parseLine(line, this.#options.format, this.#units);
    this.#tally.refused_values += refused;
    this.#tally.dropped_values += dropped;
    this.#tally.readings += readings.length;
    if (readings.length > 0) {
      this.#lastLine = this.#mono();
      this.#inbox.put(readings);
      this.#condition.ok(refused > 0 ? `left out what is no value: ${first_refused}` : null);
    }
  }
}
