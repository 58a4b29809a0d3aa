import { energyOf, type Reading, type Unit } from "../../model/index.ts";

/** Energy that is not left waiting in memory, Wh. */
const WORTH_WH = 5;

/** Knows when counters of energy have risen by so much since the last commit that it is worth one. */
export class CommitWorth {
  /** Wh of one step of the counter. */
  readonly #factors = new Map<string, number>();
  readonly #newest = new Map<string, number>();
  #committed = new Map<string, number>();

  /** @param unit its unit; a channel that is no counter of energy is left alone */
  describe(channel: string, unit: Unit): void {
    const energy = energyOf(channel, unit);
    if (energy?.from === "counter") this.#factors.set(channel, energy.factor);
    else this.#factors.delete(channel);
  }

  /** Takes readings. @returns whether one of their counters has risen by 5 Wh since the last commit */
  worth(readings: readonly Reading[]): boolean {
    if (this.#factors.size === 0) return false;
    let worth = false;
    for (const { channel, value } of readings) {
      const factor = this.#factors.get(channel);
      if (factor === undefined || typeof value !== "number") continue;
      const committed = this.#committed.get(channel);
      this.#newest.set(channel, value);
      // the first value tells of no rise, and one that fell begins anew
      if (committed === undefined || value < committed) this.#committed.set(channel, value);
      else if (Math.round((value - committed) * factor * 1e6) >= WORTH_WH * 1e6) worth = true;
    }
    return worth;
  }

  /** What was taken so far is on its way to the disk. */
  committed(): void {
    this.#committed = new Map(this.#newest);
  }
}
