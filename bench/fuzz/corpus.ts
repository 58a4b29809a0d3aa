import type { Dice } from "./dice.ts";
import type { Entry } from "./entry.ts";
import { mutate, type Stock } from "./mutate.ts";
import { ODD_NUMBERS } from "./odd.ts";

/** Inputs that brought something new are kept up to so many, and only short ones: others are made of them. */
const MOST_KEPT = 400;
const LONGEST_KEPT = 4_096;
/** Kinds of outcomes that are told apart. */
const MOST_KINDS = 20_000;

/** The seeds of an entry and the inputs that brought a new kind of outcome; all further inputs are made of these. */
export class Corpus {
  readonly #seeds: readonly Buffer[];
  readonly #kept: Buffer[] = [];
  readonly #kinds = new Set<string>();
  readonly #stock: Stock;
  readonly #dice: Dice;
  #given = 0;

  constructor({ seeds, words, longest }: Pick<Entry, "seeds" | "words" | "longest">, dice: Dice) {
    this.#seeds = seeds;
    this.#dice = dice;
    const known = [...words, ...ODD_NUMBERS.slice(0, 12)].map((word) => Buffer.from(word));
    this.#stock = { dice, longest, words: known, other: () => this.#pick() };
  }

  /** The seeds as they are first, then what is made of them. */
  next(): Buffer {
    const seed = this.#seeds[this.#given++];
    return seed ?? mutate(this.#pick(), this.#stock);
  }

  /** @returns whether such an outcome is new; then the input is kept */
  learn(kind: string, input: Buffer): boolean {
    if (this.#kinds.has(kind) || this.#kinds.size >= MOST_KINDS) return false;
    this.#kinds.add(kind);
    if (input.length > LONGEST_KEPT) return true;
    if (this.#kept.length < MOST_KEPT) this.#kept.push(input);
    else this.#kept[this.#dice.below(MOST_KEPT)] = input;
    return true;
  }

  get kinds(): number {
    return this.#kinds.size;
  }

  #pick(): Buffer {
    return this.#kept.length > 0 && this.#dice.once(2) ? this.#dice.pick(this.#kept) : this.#dice.pick(this.#seeds);
  }
}
