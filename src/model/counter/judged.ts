/** What became of a reading, or some, of a counter that did not simply rise. */
export type Verdict =
  /** It fell and came back to where it was: what was shown between is left out. */
  | "taken_back"
  /** It leapt and came back to where it was: what was shown between is left out. */
  | "spike"
  /** It went on from a somewhat lower value: what it shows from there on counts, the fall does not. */
  | "restart"
  /** It more than doubled at once and stayed there: it is followed, and the leap is not counted. */
  | "other_register"
  /** It began at 0 again after its highest number: what is missing up to that counts. */
  | "rollover";

/** Readings of a counter of which it had to be judged what they mean. */
export interface Judged {
  /** The first of them, UTC ms. */
  readonly at: number;
  /** The reading that decided; the same instant where each of them was believed. */
  readonly until: number;
  /** What was shown before, by the first of them, and by the one that decided. */
  readonly before: number;
  readonly value: number;
  readonly after: number;
  readonly verdict: Verdict;
  /**
   * Where it may have been otherwise, so that nobody knows what was counted up to `until`: since when, UTC ms. Absent: nothing else
   * explains it.
   */
  readonly open_since?: number;
  /** So many of the kind within an hour of each other, told as one. */
  readonly times: number;
}

const HOUR_MS = 3_600_000;

/** Adds one to a list: of the same kind within an hour of the last one it becomes a part of that. */
export function tellJudged(list: Judged[], next: Judged): void {
  const last = list.at(-1);
  if (last === undefined || last.verdict !== next.verdict || next.at - last.until > HOUR_MS) list.push(next);
  else {
    const open_since = last.open_since ?? next.open_since;
    const { until, after } = next;
    const times = last.times + next.times;
    list[list.length - 1] = { ...last, until, after, times, ...(open_since !== undefined && { open_since }) };
  }
}
