import type { Steps } from "../../src/devices/kit/reader.ts";

/** The house stops after 3 ms of steps: with the longest of these it makes 5 in one go. */
export const LONGEST_STEP_MS = 2;

/** One way in from outside, as the fuzzer knows it. */
export interface Entry {
  /** Inputs that are good, or nearly: all others are made of them. */
  readonly seeds: readonly Buffer[];
  /** Words that mean something to this entry. */
  readonly words: readonly string[];
  /** The longest input that is made, bytes: somewhat longer than the entry takes. */
  readonly longest: number;
  /** What 64 kB may take, ms, on the machine on which the plain loop takes 3 ms; where it works in steps, one of these. */
  readonly most_ms: number;
  /**
   * Gives an input to the entry, as the house does: what is timed. It keeps nothing for the next input. Where the house
   * does it in short steps, between which others have their turn, so does this.
   * @returns judges what became of it
   * @throws whatever the entry throws that is not its own way to refuse: a fault
   */
  take(input: Buffer): Verdict | Promise<Verdict> | Steps<Verdict>;
  /** The thread cannot take any more inputs: another one goes on. */
  readonly spent?: boolean;
  close?(): void | Promise<void>;
}

/** Looks whether what was taken obeys the entry's own rules. @throws BrokenRule */
export type Verdict = () => Outcome | Promise<Outcome>;

export interface Outcome {
  /** What kind of outcome it is: an input that brings a new kind is kept, and others are made of it. */
  readonly kind: string;
  /** All that was taken: the same input must give the same again. */
  readonly taken: string;
}

/** How an entry is made ready in the thread that fuzzes it. */
export type MakeEntry = () => Entry | Promise<Entry>;

/** Something was taken that must not be. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
}

/** @throws BrokenRule unless it holds */
export function demand(holds: boolean, words: () => string): void {
  if (!holds) throw new BrokenRule(words());
}
