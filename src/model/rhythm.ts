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
  /** Whether each value differs from the one before it. */
  readonly changes: boolean;
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
  let changes = true;
  for (let k = i - before.length; k <= i + after.length && near(k + 1); k++)
    if (values[k] === values[k + 1]) changes = false;
  return { before, all: [...before, ...after], changes };
}

function median(distances: readonly number[]): number {
  const sorted = distances.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

function isRegular(distances: readonly number[]): boolean {
  const middle = median(distances);
  const near = distances.filter((distance) => distance >= middle / LATENESS && distance <= middle * LATENESS);
  return near.length >= distances.length * REGULAR_SHARE;
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
  if (changes && all.length > 1 && !isRegular(known)) {
    const longest = Math.max(...all);
    if (distance <= Math.min(SILENCES * longest, DAY)) return Number.POSITIVE_INFINITY;
    return Math.max(SURE_MS, Math.min(longest, DAY));
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
