import { type ChangeSource, isMostOf, type LastChange, LEFT_OF_A_LEAP } from "./doubt.ts";

/** The first and last reading of an hour, UTC ms, and the least and greatest number. */
export interface HourEnds {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The numbers that a counter showed within one hour (UTC), or neighbouring ones of it; at least one. Its readings are asked for
 * only where much depends on them.
 */
export abstract class CounterHour implements HourEnds, ChangeSource {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly readings: number;
  /** Whether none is below the one before. */
  readonly isRising: boolean;
  /** What the register showed before it. */
  before = Number.NaN;
  #change: LastChange | undefined;

  constructor({ first, last, min, max }: HourEnds, readings: number, isRising: boolean) {
    this.first = first;
    this.last = last;
    this.min = min;
    this.max = max;
    this.readings = readings;
    this.isRising = isRising;
  }

  /** When the reading number i was taken, UTC ms. */
  abstract at(i: number): number;
  /** What it showed. */
  abstract value(i: number): number;
  /** Its readings from one on and before another; at least one. @param ends what is known of them */
  abstract part(from: number, to: number, ends: HourEnds): CounterHour;

  /** All but the first of readings that rise. */
  rest(): CounterHour | undefined {
    // where it begins is not looked up: from its first reading on is near enough
    return this.readings > 1 ? this.part(1, this.readings, this) : undefined;
  }

  /** The last change in it; of readings that rise, where one of them does. */
  lastChange(): LastChange {
    this.#change ??= this.#lookForChange();
    return this.#change;
  }

  #lookForChange(): LastChange {
    let i = this.readings - 1;
    while (i > 0 && this.value(i - 1) === this.max) i--;
    return { size: this.max - (i > 0 ? this.value(i - 1) : this.before), at: this.at(i) };
  }

  /**
   * How many of its readings, which rise, come before the first that may be a leap if nothing rises beyond `level`.
   * @param newest so many of its readings may be leaps however little they rise
   */
  beforeLeaps(level: number, newest: number): number {
    let leap = Math.max(0, this.readings - newest);
    // one that ends further below cannot be the most of the way up
    const least = level - LEFT_OF_A_LEAP * (level - this.before);
    let value = this.value(this.readings - 1);
    for (let i = this.readings - 1; i >= 0 && value >= least; i--) {
      const shown = i > 0 ? this.value(i - 1) : this.before;
      if (value > shown && isMostOf(shown, value, level)) leap = Math.min(leap, i);
      value = shown;
    }
    return leap;
  }
}

/** Readings of one hour that are at hand. */
export class ListedHour extends CounterHour {
  readonly #at: readonly number[];
  readonly #values: readonly number[];

  private constructor(at: readonly number[], values: readonly number[], ends: HourEnds, isRising: boolean) {
    super(ends, at.length, isRising);
    this.#at = at;
    this.#values = values;
  }

  /** @param at UTC ms, growing, all of one hour; at least one @param values as many */
  static of(at: readonly number[], values: readonly number[]): ListedHour {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
    const ends = { first: at[0] ?? Number.NaN, last: at.at(-1) ?? Number.NaN, min, max };
    return new ListedHour(
      at,
      values,
      ends,
      values.every((value, i) => i === 0 || value >= (values[i - 1] ?? value)),
    );
  }

  at(i: number): number {
    return this.#at[i] ?? Number.NaN;
  }

  value(i: number): number {
    return this.#values[i] ?? Number.NaN;
  }

  part(from: number, to: number, ends: HourEnds): ListedHour {
    return new ListedHour(this.#at.slice(from, to), this.#values.slice(from, to), ends, this.isRising);
  }
}
