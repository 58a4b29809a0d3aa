import type { Basket, ImportMark, Loader, Met, Unit } from "../../model/index.ts";
import { LOAD_AT_MOST, type Lot } from "./chore.ts";
import type { Keeper } from "./keeper.ts";
import { ChannelBasket, Lots } from "./lots.ts";

/** Readings of a lot: few at first, as the writer's code has to warm up. */
const FIRST_LOT = 1_024;
const LEAST_LOT = 256;
/** A lot that took longer was too large, one that was done sooner too small. */
const LONG_MS = 15;
const SHORT_MS = 6;
/** Lots that the house may have in hand: one that it works at, one that is there when it is done. */
const UNDER_WAY = 2;

/** Has a keeper load readings, in lots that take the writer about so long: a commit of the house waits no longer. */
export class BulkLoader implements Loader {
  readonly #keeper: Keeper;
  readonly #of: Pick<Lot, "own">;
  readonly #units: ReadonlyMap<string, Unit>;
  readonly #met = { same: 0, other: 0 };
  #reach: { first: number; last: number } | undefined;
  readonly #baskets = new Map<string, ChannelBasket>();
  #size = FIRST_LOT;

  /**
   * @param units of the channels that the history has
   * @param of what the house itself lived through: also its own channels
   */
  constructor(keeper: Keeper, units: ReadonlyMap<string, Unit> = new Map(), of: Pick<Lot, "own"> = {}) {
    this.#keeper = keeper;
    this.#of = of;
    this.#units = units;
  }

  unit(channel: string): Unit | undefined {
    return this.#units.get(channel);
  }

  get met(): Met {
    return { ...this.#met };
  }

  get reach(): Loader["reach"] {
    return this.#reach && { ...this.#reach };
  }

  #meet({ same, other }: Met): void {
    this.#met.same += same;
    this.#met.other += other;
  }

  basket(channel: string, unit: Unit): Basket {
    const known = this.#baskets.get(channel);
    if (known) return known;
    const basket = new ChannelBasket(channel, unit);
    this.#baskets.set(channel, basket);
    return basket;
  }

  async store(mark?: ImportMark): Promise<void> {
    const lots = new Lots(this.#baskets.values());
    const underWay: Promise<void>[] = [];
    try {
      for (let lot = lots.next(this.#size); lot; lot = lots.next(this.#size)) {
        underWay.push(this.#load(lot));
        if (underWay.length >= UNDER_WAY) await underWay.shift();
      }
    } finally {
      await Promise.all(underWay);
    }
    this.#meet(lots.dropped);
    if (mark !== undefined) await this.#keeper.do({ do: "mark", mark });
  }

  async #load(lot: Lot): Promise<void> {
    const [first = 0, last = first] = [lot.at[0], lot.at.at(-1)];
    this.#reach = {
      first: Math.min(this.#reach?.first ?? first, first),
      last: Math.max(this.#reach?.last ?? last, last),
    };
    const { result: took_ms, met } = await this.#keeper.load({ ...lot, ...this.#of });
    if (met) this.#meet(met);
    if (took_ms > LONG_MS) this.#size = Math.max(LEAST_LOT, Math.ceil(lot.at.length / 2));
    else if (took_ms < SHORT_MS && lot.at.length >= this.#size) this.#size = Math.min(LOAD_AT_MOST, this.#size * 2);
  }
}
