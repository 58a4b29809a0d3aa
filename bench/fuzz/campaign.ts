import { wordsOf } from "../../src/model/index.ts";
import { Corpus } from "./corpus.ts";
import { Dice } from "./dice.ts";
import { BrokenRule, type Entry, type Outcome } from "./entry.ts";
import { Pace, type Timed, type Took, timed } from "./pace.ts";
import { shrink } from "./shrink.ts";

/** What is wrong, with the least input that shows it. */
export interface Fault {
  readonly why: string;
  readonly input: Uint8Array;
  /** Which input it was, from 1. */
  readonly number: number;
}

export interface Campaign {
  readonly inputs: number;
  readonly bytes: number;
  /** Kinds of outcomes that were seen. */
  readonly kinds: number;
  /** The input that took longest, of those that were looked at closer; `null`: none was long. */
  readonly slowest: Took | null;
  readonly faults: readonly Fault[];
}

/** Hears what is under way: where the thread hangs, this input was the last. */
export type OnInput = (input: Buffer) => void;

/** Faults of one entry after which it is not tried any more. */
const MOST_FAULTS = 5;
/** How long a shorter input is looked for that shows the same. */
const SHRINK_MS = 5_000;
/** Earlier inputs that are given once more, to see whether they still come to the same. */
const REMEMBERED = 64;
const REMEMBER_ONE_IN = 8;
const AGAIN_ONE_IN = 4;
const SLOW = "it takes too long";

/** Words that tell one fault from another. */
const TELLING_WORDS = 5;

/** The words of a fault without what changes from input to input. */
function sameWords(why: string): string {
  const plain = why.replace(/"(?:\\.|[^"\\])*"?/g, "…").replace(/\d+/g, "0");
  return plain.split(" ").slice(0, TELLING_WORDS).join(" ");
}

function wordsOfFault(error: unknown): string {
  if (error instanceof BrokenRule) return error.message;
  const at = error instanceof Error ? (/\n\s+at (.*)/.exec(error.stack ?? "")?.[1] ?? "") : "";
  return `it throws ${error instanceof Error ? error.name : typeof error}: ${wordsOf(error).slice(0, 300)} (${at})`;
}

/** A judge reads much that is refused: most of that is the way to where it was thrown, of which a fault needs one step. */
async function judged(verdict: Timed["verdict"]): Promise<Outcome> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return await verdict();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Gives one entry many inputs, and keeps what is wrong. */
class Run {
  readonly #entry: Entry;
  /** The same, whose every input is told: also those that are only timed. */
  readonly #told: Entry;
  readonly #dice: Dice;
  readonly #corpus: Corpus;
  readonly #pace: Pace;
  readonly #shrink_ms: number;
  readonly #faults = new Map<string, Fault>();
  readonly #earlier: { readonly input: Buffer; readonly taken: string }[] = [];
  #inputs = 0;
  #bytes = 0;
  #slowest: Took | null = null;

  constructor(entry: Entry, seed: number, onInput: OnInput, shrink_ms: number) {
    const take: Entry["take"] = (input) => {
      onInput(input);
      return entry.take(input);
    };
    this.#entry = entry;
    this.#told = { ...entry, take };
    this.#dice = new Dice(seed);
    this.#corpus = new Corpus(entry, this.#dice);
    this.#pace = new Pace(this.#told);
    this.#shrink_ms = shrink_ms;
  }

  get goesOn(): boolean {
    return this.#faults.size < MOST_FAULTS && this.#entry.spent !== true;
  }

  async one(): Promise<void> {
    const input = this.#corpus.next();
    this.#inputs++;
    this.#bytes += input.length;
    let took: Timed;
    let outcome: Outcome;
    try {
      took = await this.#take(input);
      outcome = await judged(took.verdict);
    } catch (error) {
      await this.#fault(wordsOfFault(error), input);
      return;
    }
    const isNew = this.#corpus.learn(outcome.kind, input);
    if (isNew || this.#dice.once(REMEMBER_ONE_IN)) this.#remember(input, outcome.taken);
    if (!this.#faults.has(SLOW) && (await this.#pace.isLong(input, took))) await this.#lookAt(input);
    if (this.#dice.once(AGAIN_ONE_IN)) await this.#again();
  }

  result(): Campaign {
    const faults = [...this.#faults.values()];
    return {
      ...{ inputs: this.#inputs, bytes: this.#bytes, kinds: this.#corpus.kinds, slowest: this.#slowest, faults },
    };
  }

  #take(input: Buffer): Promise<Timed> {
    return timed(this.#told, input);
  }

  #remember(input: Buffer, taken: string): void {
    if (this.#earlier.length < REMEMBERED) this.#earlier.push({ input, taken });
    else this.#earlier[this.#dice.below(REMEMBERED)] = { input, taken };
  }

  /** An earlier input comes to the same as then, whatever came since. */
  async #again(): Promise<void> {
    if (this.#earlier.length === 0) return;
    const { input, taken } = this.#dice.pick(this.#earlier);
    const now = (await (await this.#take(input)).verdict()).taken;
    if (now !== taken) this.#keep(`not the same when it comes again: ${firstDifference(taken, now)}`, input);
  }

  async #lookAt(input: Buffer): Promise<void> {
    const took = await this.#pace.look(input);
    if (this.#slowest === null || took.share > this.#slowest.share) this.#slowest = took;
    if (took.share <= 1) return;
    const least = await shrink(
      input,
      async (shorter) => (await this.#pace.look(shorter).catch(() => took)).share > 1,
      this.#shrink_ms,
    );
    const { ms, loop_ms } = took;
    const words = `${ms.toFixed(1)} ms for ${input.length} bytes (a plain loop: ${loop_ms.toFixed(1)} ms)`;
    this.#faults.set(SLOW, { why: `${SLOW}: ${words}`, input: least, number: this.#inputs });
  }

  async #fault(why: string, input: Buffer): Promise<void> {
    if (this.#faults.has(sameWords(why))) return;
    const fails = async (shorter: Buffer): Promise<boolean> => {
      try {
        await (await this.#take(shorter)).verdict();
        return false;
      } catch (error) {
        return sameWords(wordsOfFault(error)) === sameWords(why);
      }
    };
    this.#keep(why, await shrink(input, fails, this.#shrink_ms));
  }

  #keep(why: string, input: Buffer): void {
    if (!this.#faults.has(sameWords(why))) this.#faults.set(sameWords(why), { why, input, number: this.#inputs });
  }
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const [was, is] = [one, other].map((words) => words.slice(Math.max(0, at - 20), at + 60));
  return `${was} | ${is}`;
}

/**
 * Gives an entry so many inputs, the same ones for the same seed, or fewer where too much is wrong or the entry is spent.
 * @param onInput told of each input before the entry has it
 * @param shrink_ms how long it looks for the least input of a fault
 */
export async function fuzz(
  entry: Entry,
  seed: number,
  inputs: number,
  onInput: OnInput,
  shrink_ms = SHRINK_MS,
): Promise<Campaign> {
  const run = new Run(entry, seed, onInput, shrink_ms);
  for (let left = inputs; left > 0 && run.goesOn; left--) await run.one();
  return run.result();
}
