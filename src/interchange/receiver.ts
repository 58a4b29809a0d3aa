import {
  type Basket,
  FURTHEST_INSTANT,
  flawOfForeignName,
  flawOfUnit,
  inOwnUnit,
  inUnit,
  isMeasurable,
  LONGEST_STATE,
  type Loader,
  truthOf,
  type Unit,
  unitMeant,
} from "../model/index.ts";
import { Counters } from "./counters.ts";
import type { EnergyOptions, RegisterOf } from "./energies.ts";
import { BadLine, type Said, shorten } from "./line.ts";
import type { Row } from "./row-sums.ts";
import { Unitless } from "./unitless.ts";

/** Decides what of the things that lines say is kept: what kind a channel is, in which unit, and what does not fit. */

/** A file that names more is none of readings: something that changes from line to line stands in its names. */
const MOST_CHANNELS = 2_000;
/** Words of a channel nobody knows: when no number has come after so many, it is one of states. */
const MOST_UNDECIDED = 1_000;
/** Such words of all channels together; where there are more, all that wait are taken for states. */
const MOST_WAITING = 20_000;

/** Words of a file as they may be shown: in quotes, and what does not show by its number. */
function shown(words: string): string {
  return JSON.stringify(shorten(words)).replace(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`,
  );
}

interface Word {
  readonly at: number;
  readonly words: string;
  readonly line: number;
  /** It was no word, but JSON's `true` or `false`. */
  readonly is_truth: boolean;
}

/** Where readings of a channel go. */
interface Known {
  readonly name: string;
  /** The history does not have it. */
  readonly is_new: boolean;
  /** `undefined`: nobody knows whether it holds numbers or states. */
  unit: Unit | undefined;
  basket: Basket | undefined;
  /** Words that came before it was known what the channel holds. */
  readonly words: Word[];
}

/** Told of a line, after it was taken, that it is none. */
export type Refuse = (line: number, message: string) => void;

export class Receiver {
  readonly #loader: Loader;
  readonly #refuse: Refuse;
  readonly #channels = new Map<string, Known>();
  readonly #counters: Counters;
  readonly #unitless = new Unitless();
  /** Words that wait until it is known what their channels hold. */
  #waiting = 0;
  #readings = 0;
  /** Values that say that there is no reading. */
  nothing = 0;

  constructor(loader: Loader, refuse: Refuse, energies: EnergyOptions = {}) {
    this.#loader = loader;
    this.#refuse = refuse;
    this.#counters = new Counters(energies, refuse);
  }

  get readings(): number {
    return this.#readings - this.#counters.fewer;
  }

  /** Something of what was taken is held back: whoever goes on behind it in another run would lack it. */
  get holds(): boolean {
    return this.#counters.holds;
  }

  /**
   * @param line its number
   * @returns where further readings go that are plain numbers and say the same unit; `undefined`: each has to be looked at
   * @throws BadLine
   */
  take(said: Said, line: number): Basket | undefined {
    const { at, value, flaw } = said;
    // blanks round a name do not show: nobody means another channel by them
    const channel = said.channel.trim();
    const instant = Math.round(at);
    if (!(Math.abs(instant) <= FURTHEST_INSTANT)) throw new BadLine(`${at} is no instant in UTC ms`);
    const known = this.#channels.get(channel) ?? this.#known(channel);
    if (value === null && flaw === undefined) {
      this.nothing++;
      return undefined;
    }
    if (known.unit === undefined) this.#meet(known, said);
    if (known.unit === null) this.#state(known, said, instant);
    else if (flaw !== undefined) throw new BadLine(flaw);
    else if (typeof value === "string")
      this.#word(known, { at: instant, words: value, line, is_truth: said.is_truth === true });
    else if (value !== null) return this.#number(known, said, { at: instant, value, line });
    return undefined;
  }

  /** What people should know of what was taken. */
  notes(): string[] {
    return [...this.#unitless.notes(), ...this.#counters.notes()];
  }

  /** What a channel is called, looked at once. @throws BadLine */
  #known(name: string): Known {
    const flaw = flawOfForeignName(name);
    if (flaw !== undefined) throw new BadLine(`the channel ${shown(name)} ${flaw}`);
    if (this.#channels.size >= MOST_CHANNELS) {
      throw new BadLine(`${shown(name)} would be channel ${MOST_CHANNELS + 1}: a file has at most ${MOST_CHANNELS}`);
    }
    const unit = this.#loader.unit(name);
    const known = { name, is_new: unit === undefined, unit, basket: undefined, words: [] };
    this.#channels.set(name, known);
    return known;
  }

  /** A channel that the history does not have: what is said first says what it holds. */
  #meet(known: Known, { value, unit, surely_state, is_truth = false, keeps_unit = false }: Said): void {
    const flaw = flawOfUnit(unit ?? "");
    if (flaw !== undefined) throw new BadLine(`the unit ${shown(unit ?? "")} of ${shown(known.name)} ${flaw}`);
    if (unit === null || surely_state) this.#decide(known, null);
    else if (is_truth || typeof value === "number" || (unit !== undefined && unit !== "")) {
      const meant = unitMeant(unit ?? "") ?? unit ?? "";
      this.#decide(known, keeps_unit ? meant : inOwnUnit(0, meant).unit);
    }
  }

  #decide(known: Known, unit: Unit): void {
    known.unit = unit;
    const words = known.words.splice(0);
    this.#waiting -= words.length;
    for (const each of words) {
      const truth = unit === "" ? truthOf(each.words) : undefined;
      if (unit === null) this.#addState(known, each.at, each.words);
      else if (truth !== undefined) this.#add(known, { ...each, value: truth });
      else this.#refuse(each.line, notANumber(known, each));
      // it counted when it was taken
      this.#readings--;
    }
  }

  /** @returns `undefined`: its numbers are held back */
  #basket(known: Known, hint?: Said["rows"]): Basket | undefined {
    const { name, unit = null } = known;
    known.basket ??= this.#counters.basket(name, unit, this.#loader.basket(name, unit), hint);
    return known.basket;
  }

  #state(known: Known, { value, as_state, flaw }: Said, at: number): void {
    const words = as_state ?? (typeof value === "string" ? value : undefined);
    if (words !== undefined) this.#addState(known, at, words);
    else if (flaw !== undefined) throw new BadLine(flaw);
    else if (typeof value === "number") this.#add(known, { at, value, line: 0 });
  }

  #addState(known: Known, at: number, words: string): void {
    if (words.length > LONGEST_STATE) throw new BadLine(`a value that cannot be kept: ${words.slice(0, 40)}`);
    this.#basket(known)?.add(at, Number.NaN, words);
    this.#readings++;
  }

  #add(known: Known, row: Row, hint?: Said["rows"]): void {
    if (!isMeasurable(row.value)) throw new BadLine(`a value that cannot be kept: ${row.value}`);
    const basket = this.#basket(known, hint);
    this.#readings++;
    // + 0: there is one nought only
    if (basket) basket.add(row.at, row.value + 0);
    else this.#counters.take(known.name, { ...row, value: row.value + 0 });
  }

  #word(known: Known, word: Word): void {
    if (known.unit !== undefined) {
      this.#truth(known, word);
      return;
    }
    if (word.words.length > LONGEST_STATE) throw new BadLine(`a value that cannot be kept: ${word.words.slice(0, 40)}`);
    known.words.push(word);
    this.#waiting++;
    this.#readings++;
    if (known.words.length >= MOST_UNDECIDED) this.#decide(known, null);
    else if (this.#waiting >= MOST_WAITING) this.settle();
  }

  /** A word for true or false in a channel of numbers without a unit is 1 or 0 there. @throws BadLine */
  #truth(known: Known, word: Word): void {
    const truth = known.unit === "" ? truthOf(word.words) : undefined;
    if (truth === undefined) throw new BadLine(notANumber(known, word));
    this.#add(known, { at: word.at, value: truth, line: word.line });
  }

  #number(known: Known, { unit, rows }: Said, row: Row): Basket | undefined {
    const kept = known.unit ?? "";
    const hasNone = unit === undefined || unit === null || unit === "";
    if (hasNone || unit === kept) {
      if (hasNone && (kept !== "" || known.is_new)) this.#unitless.add(known.name, kept);
      this.#add(known, row, rows);
      return this.#basket(known);
    }
    const converted = kept === "" ? undefined : inUnit(row.value, unit, kept);
    if (converted === undefined) {
      const keeps = kept === "" ? "without a unit" : `in ${kept}`;
      throw new BadLine(`${shown(known.name)} is kept ${keeps}, and this is in ${shown(unit)}: give it another name`);
    }
    this.#add(known, { ...row, value: converted }, rows);
    return undefined;
  }

  /** Whatever waits to be known is taken for what it seems to be: what was taken until now is to be stored. */
  settle(): void {
    for (const known of this.#channels.values()) if (known.words.length > 0) this.#decide(known, null);
    this.#counters.decide();
  }

  /** All was taken: what can be told only of the whole. */
  async finish(registerOf: RegisterOf): Promise<void> {
    await this.#counters.finish(registerOf);
  }

  /** Not all was taken. */
  giveUp(): void {
    this.#counters.giveUp();
  }
}

/** Why a word, or JSON's `true`, is no value of a channel of numbers. */
function notANumber({ name, unit }: Known, { words, is_truth }: Word): string {
  if (!is_truth) return `${shown(words)} is a word, and ${shown(name)} holds numbers`;
  const said = truthOf(words) === 1;
  return `${said} is no number, and ${shown(name)} holds numbers in ${unit}: give a number, or another channel for true and false`;
}
