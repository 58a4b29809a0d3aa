import {
  type Clock,
  errorOf,
  type Lines,
  type Pins,
  PinTrouble,
  reason,
  type Telling,
  tellingOf,
} from "../model/index.ts";
import { type Chosen, chooseLines, type LineName } from "./choose.ts";
import { explained, whyNotTaken } from "./words.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

export interface HoldSettings {
  readonly pins: Pins;
  readonly clock: Pick<Clock, "after">;
  /** Label, name or path of the chip; absent: the one of a Raspberry Pi's header, or the only one. */
  readonly chip: string | undefined;
  readonly lines: readonly LineName[];
  /** Takes the lines. @throws PinTrouble */
  take(chosen: Chosen): Lines;
  /** They are held from now on. */
  taken(lines: Lines): void;
  /** They could not be taken, or are gone; told each time. */
  lost(why: Telling): void;
}

/**
 * Lines that are held for as long as their chip is there: taken when it is, given up when it goes (an adapter that is pulled
 * out), and taken anew when it comes back.
 */
export class Hold {
  readonly #settings: HoldSettings;
  #held: { readonly lines: Lines; readonly chosen: Chosen } | undefined;
  #running = false;
  /** Why they are not held. */
  #why: Telling = reason("pins_closed");
  #retry_ms = FIRST_RETRY_MS;
  #cancel: (() => void) | undefined;

  constructor(settings: HoldSettings) {
    this.#settings = settings;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#look();
  }

  /** Lets go. */
  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#why = reason("pins_closed");
    this.#letGo();
  }

  /** The chip's label and the lines' places, while they are held. */
  get chosen(): Chosen | undefined {
    return this.#held?.chosen;
  }

  /**
   * Does something with the lines. Where the chip is gone they are given up, and looked for again.
   * @throws ToldError saying what to do
   */
  use<Result>(doing: (lines: Lines) => Result): Result {
    const held = this.#held;
    if (!held) throw errorOf(this.#why);
    try {
      return doing(held.lines);
    } catch (error) {
      const { chip } = held.chosen;
      const why = explained(error, chip.path, chip.label);
      if (error instanceof PinTrouble) this.#fail(why);
      throw why;
    }
  }

  #look(): void {
    const { pins, chip, lines, take, taken } = this.#settings;
    try {
      const chosen = chooseLines(pins, chip, lines);
      this.#held = { lines: this.#take(chosen, take), chosen };
      this.#retry_ms = FIRST_RETRY_MS;
      taken(this.#held.lines);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(chosen: Chosen, take: HoldSettings["take"]): Lines {
    try {
      return take(chosen);
    } catch (error) {
      throw whyNotTaken(error, this.#settings.pins, chosen.chip, chosen.offsets);
    }
  }

  #fail(why: unknown): void {
    this.#letGo();
    this.#why = tellingOf(why);
    this.#settings.lost(this.#why);
    if (!this.#running) return;
    this.#cancel?.();
    this.#cancel = this.#settings.clock.after(this.#retry_ms, () => this.#look());
    this.#retry_ms = Math.min(2 * this.#retry_ms, LONGEST_RETRY_MS);
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = undefined;
    try {
      held?.lines.close();
    } catch {
      // gone is gone
    }
  }
}
