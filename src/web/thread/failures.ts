import { systemClock } from "../live/live.ts";

const APART_MS = 1_000;
const LONGEST = 2_000;

/** Tells of failed requests, at most once a second; the others are counted. */
export function failures(
  tell: (message: string) => void,
  mono: () => number = systemClock.mono,
): (error: unknown) => void {
  let told = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (error) => {
    if (mono() - told < APART_MS) {
      untold++;
      return;
    }
    told = mono();
    const more = untold > 0 ? ` (and ${untold} more)` : "";
    untold = 0;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell(`A request failed${more}: ${what.slice(0, LONGEST)}`);
  };
}
