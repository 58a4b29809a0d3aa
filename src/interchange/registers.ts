import { type Basket, isCounter, type Unit } from "../model/index.ts";

/** Notices what is stored as a meter's register and is none: the energy of each row, as utilities and portals give it. */

/** With fewer changes nothing is said. */
const FEWEST_CHANGES = 4;
/** A register that begins anew each day falls more rarely … */
const LEAST_SHARE = 1 / 3;
/** … and one that trembles by less, as a share of its greatest value. */
const LEAST_FALL = 0.02;

/** Passes values on, and looks at how they rise and fall. */
class Watched implements Basket {
  readonly #basket: Basket;
  #last: number | undefined;
  #rises = 0;
  #falls = 0;
  #fallen = 0;
  #greatest = 0;

  constructor(basket: Basket) {
    this.#basket = basket;
  }

  add(at: number, number: number, state?: string): void {
    this.#basket.add(at, number, state);
    if (this.#last !== undefined && number > this.#last) this.#rises++;
    if (this.#last !== undefined && number < this.#last) {
      this.#falls++;
      this.#fallen += this.#last - number;
    }
    this.#greatest = Math.max(this.#greatest, number);
    this.#last = number;
  }

  get isRegister(): boolean {
    const changes = this.#rises + this.#falls;
    const rarer = Math.min(this.#rises, this.#falls);
    if (changes < FEWEST_CHANGES || rarer < LEAST_SHARE * changes) return true;
    return this.#fallen / this.#falls < LEAST_FALL * this.#greatest;
  }
}

const MOST_NAMED = 3;

export class Registers {
  readonly #watched = new Map<string, Watched>();

  /** Where a channel's values go; a counter's are looked at on their way. */
  watch(channel: string, unit: Unit, basket: Basket): Basket {
    if (!isCounter(channel, unit)) return basket;
    const watched = new Watched(basket);
    this.#watched.set(channel, watched);
    return watched;
  }

  /** What people should know. */
  notes(): string[] {
    const names = [...this.#watched].filter(([, { isRegister }]) => !isRegister).map(([name]) => name);
    if (names.length === 0) return [];
    const were =
      names.length === 1
        ? "was read as a meter's register, and falls as often as it rises"
        : "were read as meters' registers, and fall as often as they rise";
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    return [
      `Odd: ${names.slice(0, MOST_NAMED).join(", ")}${more} ${were}. If each row has the energy of its own time, say so by the unit, as [kWh/15min] or --unit kWh/h`,
    ];
  }
}
