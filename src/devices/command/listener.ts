import { type Inbox, type Reason, type RunningProgram, reason, type Telling, tellingOf } from "../../model/index.ts";
import { Lines, LONGEST_LINE } from "../kit/lines.ts";
import type { Steps } from "../kit/reader.ts";
import { remarkOf } from "./collector.ts";
import type { SourceOptions } from "./options.ts";
import { parseLine, type Units, unitsOf } from "./output.ts";
import { failureOf, saidBy, startProgram } from "./program.ts";
import { countIn, type Shared } from "./shared.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A program that ran so long before it ended is started again without delay growing on. */
const SOUND_MS = 60_000;

/** Nothing but what is no value is told after so long, as is a program that has said nothing yet … */
const SOON_MS = 5_000;
/** … and after so long when there was a value before: it may say nothing for long, and be well. */
const QUIET_MS = 60_000;
const leftOut = (first: Telling): Reason => reason("left_out", { first });

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
  #began_mono = 0;
  /** Lines since the last one with a value in it, and those of them with what is none. */
  #lines = 0;
  /** The last line without a value since there was one. */
  #left_out: { readonly words: Telling | null; readonly mono: number } | undefined;
  #odd: { lines: number; readonly since_mono: number; readonly first: Telling | null } | undefined;

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

  /** What a person should look at although the program runs; `null` when nothing. */
  remark(): Telling | null {
    const program = this.#command[0] ?? "";
    const { mono } = this.#shared.clock.now();
    const silent_ms = this.#shared.condition.silent_ms();
    const heard = Number.isFinite(silent_ms);
    const waited_ms = heard ? silent_ms : mono - (this.#odd?.since_mono ?? this.#began_mono);
    if (!this.#inbox || waited_ms < (heard ? QUIET_MS : SOON_MS)) return null;
    const said = saidBy({ stderr: this.#program?.said() ?? "" });
    if (this.#odd) {
      const { lines, first } = this.#odd;
      const values = { program, lines: String(lines), first: first ?? "null", said };
      return reason(lines === 1 ? "prints_one_odd" : "prints_odd", values);
    }
    const isNoValue = this.#lines > 0;
    if (!heard) return reason(isNoValue ? "no_value_yet" : "no_line_yet", { program, said });
    const seconds = String(Math.round(silent_ms / 1_000));
    return reason(isNoValue ? "no_value_for" : "no_line_for", { program, seconds, said });
  }

  #launch(): void {
    const { clock, condition } = this.#shared;
    const began = clock.now().mono;
    this.#began_mono = began;
    this.#lines = 0;
    this.#odd = undefined;
    this.#left_out = undefined;
    this.#running = this.#listen()
      .catch((error: unknown) => tellingOf(error))
      .then((problem) => {
        this.#running = undefined;
        if (!this.#inbox) return;
        if (clock.now().mono - began >= SOUND_MS) this.#wait_ms = FIRST_WAIT_MS;
        condition.lost(reason("program_again", { problem, seconds: String(this.#wait_ms / 1_000) }));
        this.#cancelLaunch = clock.after(this.#wait_ms, () => this.#launch());
        this.#wait_ms = Math.min(LONGEST_WAIT_MS, 2 * this.#wait_ms);
      });
  }

  /** Resolves with the words for its end. */
  async #listen(): Promise<Telling> {
    const { surroundings, tally, reader } = this.#shared;
    tally.runs += 1;
    const lines = new Lines();
    const program = startProgram(this.#command, surroundings, (bytes) => {
      reader.take(bytes.length, this.#take(lines, lines.of(bytes)));
    });
    this.#program = program;
    try {
      const ended = await program.ended;
      // nobody knows how the line would have gone on: `power 12` may be the beginning of 1234
      for (const half of lines.end()) {
        tally.cut_lines += 1;
        this.#foundOdd(1, reason("refused_as", { what: half, why: reason("refused_cut") }));
      }
      await reader.whole(this.#take(lines, []));
      return (
        failureOf(ended, this.#command) ??
        reason("program_stopped", { program: this.#command[0] ?? "", said: saidBy(ended) })
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
    if (lines.cut > 0) this.#foundOdd(lines.cut, reason("line_too_long", { most: String(LONGEST_LINE) }));
    tally.cut_lines += lines.cut;
    lines.cut = 0;
  }

  #foundOdd(lines: number, first: Telling | null): void {
    const { mono } = this.#shared.clock.now();
    if (Number.isFinite(this.#shared.condition.silent_ms())) this.#left_out = { words: first, mono };
    this.#odd ??= { lines: 0, since_mono: mono, first };
    this.#odd.lines += lines;
  }

  /** A line that was refused a short time ago is told beside the values of others. */
  #leftOut(): Reason | null {
    if (!this.#left_out || this.#shared.clock.now().mono - this.#left_out.mono > QUIET_MS) return null;
    return leftOut(this.#left_out.words ?? "");
  }

  *#takeLine(line: string): Steps {
    const { condition, tally } = this.#shared;
    const parsed = yield* parseLine(line, this.#options.format, this.#units);
    const { readings, refused, first_refused } = parsed;
    countIn(tally, parsed);
    this.#lines += 1;
    if (readings.length === 0 && refused > 0) this.#foundOdd(1, first_refused);
    if (readings.length === 0 || !this.#inbox) return;
    this.#lines = 0;
    this.#odd = undefined;
    this.#inbox.put(readings);
    condition.ok(remarkOf(parsed, leftOut) ?? this.#leftOut());
  }
}
