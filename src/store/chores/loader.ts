import type { Basket, ImportMark, Loader, Unit } from "../../model/index.ts";
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
  readonly #baskets = new Map<string, ChannelBasket>();
  #size = FIRST_LOT;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
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
    if (mark !== undefined) await this.#keeper.do({ do: "mark", mark });
  }

  async #load(lot: Lot): Promise<void> {
    const took_ms = await this.#keeper.do({ do: "load", lot });
    if (took_ms > LONG_MS) this.#size = Math.max(LEAST_LOT, Math.ceil(lot.at.length / 2));
    else if (took_ms < SHORT_MS && lot.at.length >= this.#size) this.#size = Math.min(LOAD_AT_MOST, this.#size * 2);
  }
}
