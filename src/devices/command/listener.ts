import { type Inbox, type RunningProgram, wordsOf } from "../../model/index.ts";
import { Lines } from "../kit/lines.ts";
import type { Steps } from "../kit/reader.ts";
import type { SourceOptions } from "./options.ts";
import { parseLine, type Units, unitsOf } from "./output.ts";
import { failureOf, startProgram } from "./program.ts";
import type { Shared } from "./shared.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A program that ran so long before it ended is started again without delay growing on. */
const SOUND_MS = 60_000;

/** Keeps a program running that prints a line for each change; started again, later and later, when it ends. */
export class Listener {
  readonly #command: readonly string[];
  readonly #options: SourceOptions;
  readonly #units: Units;
  readonly #shared: Shared;
  #inbox: Inbox | undefined;
  #program: RunningProgram | undefined;
  #cancelLaunch: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #wait_ms = FIRST_WAIT_MS;
  /** Lines with nothing in them that is a value, since the last one with some. */
  odd_lines = 0;

  constructor(command: readonly string[], options: SourceOptions, shared: Shared) {
    this.#command = command;
    this.#options = options;
    this.#units = unitsOf(options.units);
    this.#shared = shared;
  }

  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#launch();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    this.#cancelLaunch?.();
    this.#program?.kill();
    await this.#running;
  }

  /** What it prints waits in its own pipe … */
  hold(): void {
    this.#program?.pause();
  }

  /** … and comes again. */
  go(): void {
    this.#program?.resume();
  }

  #launch(): void {
    const { clock, condition } = this.#shared;
    const began = clock.now().mono;
    this.#running = this.#listen()
      .catch((error: unknown) => wordsOf(error))
      .then((problem) => {
        this.#running = undefined;
        if (!this.#inbox) return;
        if (clock.now().mono - began >= SOUND_MS) this.#wait_ms = FIRST_WAIT_MS;
        condition.lost(`${problem}; it is started again in ${this.#wait_ms / 1_000} s`);
        this.#cancelLaunch = clock.after(this.#wait_ms, () => this.#launch());
        this.#wait_ms = Math.min(LONGEST_WAIT_MS, 2 * this.#wait_ms);
      });
  }

  /** Resolves with the words for its end. */
  async #listen(): Promise<string> {
    const { surroundings, tally, reader } = this.#shared;
    tally.runs += 1;
    const lines = new Lines();
    const program = startProgram(this.#command, surroundings, (bytes) => {
      reader.take(bytes.length, this.#take(lines, lines.of(bytes)));
    });
    this.#program = program;
    try {
      const ended = await program.ended;
      await reader.whole(this.#take(lines, lines.end()));
      return (
        failureOf(ended, this.#command) ?? `${this.#command[0]} ended by itself; a program to listen to stays running`
      );
    } finally {
      this.#program = undefined;
    }
  }

  *#take(lines: Lines, read: Iterable<string>): Steps {
    const { tally } = this.#shared;
    for (const line of read) {
      yield* this.#takeLine(line);
      yield;
    }
    tally.cut_lines += lines.cut;
    lines.cut = 0;
  }

  *#takeLine(line: string): Steps {
    const { condition, tally } = this.#shared;
    const { readings, refused, dropped, repeated, first_refused } = yield* parseLine(
      line,
      this.#options.format,
      this.#units,
    );
    tally.refused_values += refused;
    tally.dropped_values += dropped;
    tally.repeated_values += repeated;
    tally.readings += readings.length;
    if (readings.length === 0) this.odd_lines += refused > 0 ? 1 : 0;
    if (readings.length === 0 || !this.#inbox) return;
    this.odd_lines = 0;
    this.#inbox.put(readings);
    condition.ok(refused > 0 ? `left out what is no value: ${first_refused}` : null);
  }
}
