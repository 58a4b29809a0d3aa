import { DAY, MINUTE } from "./time.ts";

/** How often a channel speaks: each so often, or only when its value changes. */
export type Reports = { readonly every_ms: number } | "on_change";

/** How long a reading holds: as its channel speaks, or for at most so many ms whatever it does. */
export type HoldRule = number | Reports;

/** Whatever the channel, a reading holds for so long when none follows. */
export const SURE_MS = 5 * MINUTE;
/** So many distances before a reading, and after it, tell how its channel speaks; none further away than this. */
export const NEIGHBOURS = 12;
export const FURTHEST_NEIGHBOUR_MS = 32 * DAY;

/** Of fewer distances nobody can say whether they are usual. */
const LEAST_KNOWN = 2;
/** A distance is usual where so large a share of those around it is nearly as long, or longer. */
const USUAL_SHARE = 1 / 4;
/** One that is late, or early, by so much is still nearly as long. */
const LATENESS = 1.5;
/** Distances are regular where so large a share of them is near their median. */
const REGULAR_SHARE = 3 / 4;
/** What speaks on change may be silent for so many times its longest silence around, and never for longer than a day. */
const SILENCES = 10;

/**
 * Whoever reports by its own clock shows small changes as often as large ones. Where the least change of several is not that much
 * smaller than the usual one, smaller ones were not reported.
 */
const LEAST_OF_USUAL = 6;

/** Neighbouring readings of one channel, oldest first. */
export interface Row {
  /** UTC ms */
  readonly at: ArrayLike<number>;
  /** Not a number for a state. */
  readonly values: ArrayLike<number>;
}

/** The distances around one, which tell whether it is usual. */
interface Around {
  readonly before: readonly number[];
  readonly all: readonly number[];
  /** By how much each value differs from the one before it, but for that after the distance. */
  readonly changes: readonly number[];
}

function around({ at, values }: Row, i: number): Around {
  const here = at[i] ?? 0;
  const near = (k: number): boolean => {
    const there = at[k];
    return there !== undefined && Math.abs(there - here) <= FURTHEST_NEIGHBOUR_MS;
  };
  const distance = (k: number): number => (at[k + 1] ?? 0) - (at[k] ?? 0);
  const [before, after]: [number[], number[]] = [[], []];
  for (let k = i - 1; k >= i - NEIGHBOURS && near(k); k--) before.push(distance(k));
  for (let k = i + 1; k <= i + NEIGHBOURS && near(k + 1); k++) after.push(distance(k));
  const changes: number[] = [];
  for (let k = i - before.length; k <= i + after.length; k++)
    if (k !== i && near(k + 1)) changes.push(changeAfter(values, k));
  return { before, all: [...before, ...after], changes };
}

/** NaN where a state is one of the two. */
function changeAfter(values: ArrayLike<number>, k: number): number {
  return Math.abs((values[k + 1] ?? Number.NaN) - (values[k] ?? Number.NaN));
}

/** Whether it says nothing of smaller changes, and does not speak by its clock. */
function isStepped(changes: readonly number[], distances: readonly number[]): boolean {
  if (changes.length * Math.min(...changes) < LEAST_OF_USUAL * median(changes)) return false;
  return shareAlike(distances) < 1 || ratio(changes) < ratio(distances);
}

/** The largest by the smallest. */
function ratio(all: readonly number[]): number {
  return Math.max(...all) / Math.min(...all);
}

function median(distances: readonly number[]): number {
  const sorted = distances.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

/** The share of distances that are near their median. */
function shareAlike(distances: readonly number[]): number {
  const middle = median(distances);
  const near = distances.filter((distance) => distance >= middle / LATENESS && distance <= middle * LATENESS);
  return near.length / distances.length;
}

/** Whether enough of the distances around one are nearly as long, or longer. Asked of each: it makes nothing. */
function isUsual({ at }: Row, i: number, distance: number): boolean {
  const here = at[i] ?? 0;
  const least = distance / LATENESS;
  let [all, alike] = [0, 0];
  for (let k = i - 1; k >= i - NEIGHBOURS; k--) {
    const there = at[k];
    if (there === undefined || here - there > FURTHEST_NEIGHBOUR_MS) break;
    all++;
    if ((at[k + 1] ?? 0) - there >= least) alike++;
  }
  for (let k = i + 2; k <= i + NEIGHBOURS + 1; k++) {
    const there = at[k];
    if (there === undefined || there - here > FURTHEST_NEIGHBOUR_MS) break;
    all++;
    if (there - (at[k - 1] ?? 0) >= least) alike++;
  }
  return alike > 0 && alike >= all * USUAL_SHARE;
}

function learned(row: Row, i: number, distance: number): number {
  if (isUsual(row, i, distance)) return distance;
  const { before, all, changes } = around(row, i);
  const known = Number.isFinite(distance) ? [...all, distance] : all;
  if (known.length < LEAST_KNOWN) return SURE_MS;
  const change = changeAfter(row.values, i);
  if (all.length > 1 && change !== 0 && !changes.includes(0)) {
    const longest = Math.max(...all);
    // after the silence it goes on as it was
    const most = change <= Math.max(...changes) && isStepped(changes, all) ? DAY : SILENCES * longest;
    if (most === DAY || shareAlike(known) < REGULAR_SHARE)
      return distance <= Math.min(most, DAY) ? Number.POSITIVE_INFINITY : Math.max(SURE_MS, Math.min(longest, DAY));
  }
  return Math.max(SURE_MS, median(before.length > 0 ? before : all));
}

/**
 * How long a reading holds whose next one is further away than `SURE_MS`, ms. It depends on the readings around it alone:
 * a distance that is usual there is bridged; where values came on change, a silence like theirs is one in which nothing
 * changed; else it holds as long as the usual distance, and the rest of the time is not known.
 * @param row with its 12 distances on either side, as far as there are any within 32 days
 * @param i its place in the row
 * @param reports absent: learned
 * @returns `Infinity`: nothing changed until the next reading
 */
export function speaksFor(row: Row, i: number, reports?: Reports): number {
  if (reports === "on_change") return Number.POSITIVE_INFINITY;
  const between = (row.at[i + 1] ?? Number.POSITIVE_INFINITY) - (row.at[i] ?? 0);
  const distance = between <= FURTHEST_NEIGHBOUR_MS ? between : Number.POSITIVE_INFINITY;
  if (reports === undefined) return learned(row, i, distance);
  const { every_ms } = reports;
  return distance <= LATENESS * every_ms ? distance : Math.max(SURE_MS, every_ms);
}
