import type { Basket, Unit } from "../../model/index.ts";
import { Gathering } from "../code/runs.ts";
import type { Run } from "../code/values.ts";
import type { Lot } from "./chore.ts";

interface Full {
  readonly name: string;
  readonly unit: Unit;
  readonly readings: Gathering;
}

/** Gathers the readings of one channel until they are taken away. */
export class ChannelBasket implements Basket {
  readonly #name: string;
  readonly #unit: Unit;
  #readings = new Gathering();

  constructor(name: string, unit: Unit) {
    this.#name = name;
    this.#unit = unit;
  }

  add(at: number, number: number, state?: string): void {
    this.#readings.add(at, number, state);
  }

  /** Empties the basket. @returns `null` when nothing lies in it */
  take(): Full | null {
    const readings = this.#readings;
    if (readings.count === 0) return null;
    this.#readings = new Gathering();
    return { name: this.#name, unit: this.#unit, readings };
  }
}

/** Cuts what was gathered into lots: channel after channel, oldest first. */
export class Lots {
  /** Channels that were not begun, the next one last. */
  readonly #channels: Full[];
  #now: Full | undefined;
  #run: Run = new Gathering().run();
  /** Readings that came after one of the same channel and instant, in what was taken until now. */
  readonly dropped = { same: 0, other: 0 };
  /** Readings of this run that were taken away. */
  #from = 0;

  /** Empties the baskets. */
  constructor(baskets: Iterable<ChannelBasket>) {
    this.#channels = [...baskets].flatMap((basket) => basket.take() ?? []).reverse();
  }

  /** @param most readings; a channel's last two lots are of one length @returns `null` when all was taken */
  next(most: number): Lot | null {
    if (this.#from >= this.#run.count) {
      this.#now = this.#channels.pop();
      // sorted when it is its turn, so that little is held twice
      this.#run = this.#now?.readings.run() ?? this.#run;
      this.dropped.same += this.#now?.readings.dropped.same ?? 0;
      this.dropped.other += this.#now?.readings.dropped.other ?? 0;
      this.#from = 0;
    }
    if (this.#now === undefined) return null;
    const { at, numbers, states, count } = this.#run;
    const [from, left] = [this.#from, count - this.#from];
    const to = from + (left <= most ? left : left < 2 * most ? Math.ceil(left / 2) : most);
    this.#from = to;
    return {
      name: this.#now.name,
      unit: this.#now.unit,
      at: at.subarray(from, to),
      values: numbers.subarray(from, to),
      states: states === null ? undefined : Array.from({ length: to - from }, (_, i) => states[from + i]),
    };
  }
}
