import {
  apartOf,
  type Basket,
  Belief,
  type Doubt,
  type ImportMark,
  isApart,
  type Loader,
  type Met,
  type Plausible,
  type Unit,
} from "../model/index.ts";

/** Asks the readings of an import what those of a device are asked before they are believed. */

/** What is asked of a channel. */
export interface Asked {
  /** What the device calls the value: it tells which quantity it is. */
  readonly from: string;
  readonly plausible: Plausible;
}

/** Readings of a channel that were not believed. */
export interface Doubted {
  readonly channel: string;
  readonly unit: Unit;
  count: number;
  /** The first one, and why. */
  readonly first: { readonly at: number; readonly value: number; readonly doubt: Doubt };
}

type OnDoubt = (first: Doubted["first"]) => void;

function believing(basket: Basket, belief: Belief, unit: Unit, onDoubt: OnDoubt): Basket {
  return {
    add(at, value, state) {
      const doubt = state === undefined ? belief.take(value, unit, at) : undefined;
      if (doubt === undefined) basket.add(at, value, state);
      else onDoubt({ at, value, doubt });
    },
  };
}

/** A loader whose channels hold what is believed; the rest is kept apart, as a device's is, and counted. */
export class Believed implements Loader {
  readonly #loader: Loader;
  readonly #asked: ReadonlyMap<string, Asked>;
  readonly #baskets = new Map<string, Basket>();
  readonly #beliefs = new Map<string, Belief>();
  readonly #doubted = new Map<string, Doubted>();

  /** @param asked by channel, what the configuration asks; of others what can be of such a quantity */
  constructor(loader: Loader, asked: ReadonlyMap<string, Asked>) {
    this.#loader = loader;
    this.#asked = asked;
  }

  unit(channel: string): Unit | undefined {
    return this.#loader.unit(channel);
  }

  get met(): Met {
    return this.#loader.met;
  }

  get reach(): Loader["reach"] {
    return this.#loader.reach;
  }

  basket(channel: string, unit: Unit): Basket {
    if (unit === null || isApart(channel)) return this.#loader.basket(channel, unit);
    const known = this.#baskets.get(channel);
    if (known) return known;
    const { from = channel, plausible } = this.#asked.get(channel) ?? {};
    const belief = new Belief(`${from}.${channel}`, plausible);
    const basket = believing(this.#loader.basket(channel, unit), belief, unit, (first) =>
      this.#doubt(channel, unit, first),
    );
    this.#baskets.set(channel, basket);
    this.#beliefs.set(channel, belief);
    return basket;
  }

  store(mark?: ImportMark): Promise<void> {
    return this.#loader.store(mark);
  }

  /** What was not believed until now, by channel. */
  get doubted(): readonly Doubted[] {
    return [...this.#doubted.values()];
  }

  /** Channels of whose values the configured limits say nothing, as they are of another kind. */
  get unfit(): readonly string[] {
    return [...this.#beliefs].filter(([, { unfit }]) => unfit !== undefined).map(([name]) => name);
  }

  #doubt(channel: string, unit: Unit, first: Doubted["first"]): void {
    const known = this.#doubted.get(channel);
    if (known) known.count++;
    else this.#doubted.set(channel, { channel, unit, count: 1, first });
    const apart = apartOf(channel);
    // what was not believed of another kind stays what it is called
    if ((this.#loader.unit(apart) ?? unit) === unit) this.#loader.basket(apart, unit).add(first.at, first.value);
  }
}
