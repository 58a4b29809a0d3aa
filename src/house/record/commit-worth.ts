import { energyOf, type Reading, type Unit } from "../../model/index.ts";

/** Energy that is not left waiting in memory, Wh. */
const WORTH_WH = 5;

/** A counter that shows less for so many readings begins anew there; one that trembles or glitches comes back sooner. */
const STAYS = 60;

/** A counter since the last commit. */
interface Counter {
  /** The highest that it had shown then. */
  committed: number;
  highest: number;
  /** So many of its newest readings are below what was committed. */
  below: number;
}

/**
 * Knows when counters of energy have risen by so much since the last commit that it is worth one. Whatever a counter shows,
 * falls make it no more often than once in 60 of its readings.
 */
export class CommitWorth {
  /** Wh of one step of the counter. */
  readonly #factors = new Map<string, number>();
  readonly #counters = new Map<string, Counter>();

  /** @param unit its unit; a channel that is no counter of energy is left alone */
  describe(channel: string, unit: Unit): void {
    const energy = energyOf(channel, unit);
    if (energy?.from === "counter") this.#factors.set(channel, energy.factor);
    else this.#factors.delete(channel);
  }

  /** Takes readings. @returns whether one of their counters has risen by 5 Wh since the last commit */
  worth(readings: readonly Reading[]): boolean {
    let worth = false;
    for (const { channel, value } of readings) {
      const factor = this.#factors.get(channel);
      if (factor === undefined || typeof value !== "number") continue;
      const risen = this.#take(channel, value);
      if (Math.round(risen * factor * 1e6) >= WORTH_WH * 1e6) worth = true;
    }
    return worth;
  }

  /** @returns what a counter rose since the last commit */
  #take(channel: string, value: number): number {
    const counter = this.#counters.get(channel);
    // the first value tells of no rise
    if (counter === undefined || (value < counter.committed && ++counter.below >= STAYS)) {
      this.#counters.set(channel, { committed: value, highest: value, below: 0 });
      return 0;
    }
    if (value < counter.committed) return 0;
    counter.below = 0;
    counter.highest = Math.max(counter.highest, value);
    return value - counter.committed;
  }

  /** What was taken so far is on its way to the disk. */
  committed(): void {
    for (const counter of this.#counters.values()) counter.committed = counter.highest;
  }
}
