import type { Decider, Wish } from "./relay.ts";

/** What a decision reads of the wishes. */
export interface WishesRead {
  /** The newest wish of this decider for the relay; `undefined` when it has none, or nobody decides. */
  of(relay: string, by: Decider | null): Wish | undefined;
}

/** The newest wish of each decider for each relay. */
export class Wishes implements WishesRead {
  readonly #by = new Map<Decider, Map<string, Wish>>();

  constructor(wishes: Iterable<Wish> = []) {
    for (const wish of wishes) this.put(wish);
  }

  /** Takes a wish. @returns the one that it replaces: its decider's last for the relay */
  put(wish: Wish): Wish | undefined {
    let own = this.#by.get(wish.from);
    if (!own) {
      own = new Map();
      this.#by.set(wish.from, own);
    }
    const before = own.get(wish.relay);
    own.set(wish.relay, wish);
    return before;
  }

  of(relay: string, by: Decider | null): Wish | undefined {
    return by === null ? undefined : this.#by.get(by)?.get(relay);
  }
}
