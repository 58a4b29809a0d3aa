/** One reading of each channel in so many ms. */
export const STEP_MS = 10_000;
export const STEP_S = STEP_MS / 1_000;
/** 1 January 2025, UTC. */
export const START_MS = Date.UTC(2025, 0, 1);
export const DAY_TICKS = 86_400_000 / STEP_MS;
export const YEAR_TICKS = 365 * DAY_TICKS;

/** A tick of the house's year, as its parts look at it. */
export interface Moment {
  readonly tick: number;
  /** The first tick of a day. */
  readonly isMidnight: boolean;
  /** The time of day in hours, UTC. */
  readonly hour: number;
  /** -1 in midwinter (21 December), 1 in midsummer. */
  readonly season: number;
}

const SHORTEST_DAY = 355;

/** Gives the year's moments, one after the other. */
export class Calendar {
  #tick = 0;
  #season = 0;

  next(): Moment {
    const tick = this.#tick++;
    const inDay = tick % DAY_TICKS;
    const day = (tick - inDay) / DAY_TICKS;
    if (inDay === 0) this.#season = -Math.cos((2 * Math.PI * (day - SHORTEST_DAY)) / 365);
    return { tick, isMidnight: inDay === 0, hour: (24 * inDay) / DAY_TICKS, season: this.#season };
  }
}
