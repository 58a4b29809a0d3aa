import { type Reports, SURE_MS, speaksFor } from "../../model/index.ts";
import type { Neighbours } from "./neighbours.ts";

/** How long the readings of one channel hold when the next one is far away. */
export interface Holding {
  /** For so long each holds, ms of true time. */
  readonly sure_ms: number;
  /**
   * Until when the reading of an instant holds, asked where the next one is further away than `sure_ms`, UTC ms.
   * @param after the instant so much true time after it
   */
  endOf(at: number, after: (time_ms: number) => number): number;
}

/** For at most so long, whatever the channel does. */
export function atMostFor(hold_ms: number): Holding {
  return { sure_ms: hold_ms, endOf: (_at, after) => after(hold_ms) };
}

/** A time in which a house recorded nothing, UTC ms. */
export interface Stop {
  readonly since: number;
  readonly until: number;
}

/**
 * As the channel speaks, by the readings around each.
 * @param reports absent: learned from them
 * @param stops in the order of time; asked for when they matter
 */
export function asItSpeaks(
  neighbours: Neighbours,
  reports: Reports | undefined,
  stops: () => readonly Stop[],
): Holding {
  return {
    sure_ms: SURE_MS,
    endOf: (at, after) => {
      const place = reports === "on_change" ? 0 : neighbours.placeOf(at);
      const for_ms = speaksFor(neighbours.row, place, reports);
      const sure = after(SURE_MS);
      // of what changed while nothing was recorded nobody knows
      if (for_ms === Number.POSITIVE_INFINITY) return Math.max(sure, stopAfter(stops(), at));
      // it was learned from recorded time, which may be worth more
      return Math.max(sure, after(for_ms), at + for_ms);
    },
  };
}

function stopAfter(stops: readonly Stop[], at: number): number {
  return stops.find(({ since }) => since >= at)?.since ?? Number.POSITIVE_INFINITY;
}
