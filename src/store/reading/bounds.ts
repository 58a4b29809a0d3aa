import { FURTHEST_INSTANT, type HoldRule } from "../../model/index.ts";

/** What may be asked for, and how much is given. */

export const MAX_READINGS = 1_000_000;
export const MAX_BUCKETS = 10_000;
export const MAX_LINES = 1_000;
export const MAX_GAPS = 10_000;
export const MAX_CHANNELS = 10_000;
export const MAX_JUDGED = 10_000;

/** The first whole millisecond at or after an instant, within what a Date can name. */
export function instant(at: number, name: string): number {
  if (Number.isNaN(at)) throw new RangeError(`"${name}" must be an instant in UTC ms, not NaN`);
  return Math.ceil(Math.min(Math.max(at, -FURTHEST_INSTANT), FURTHEST_INSTANT));
}

/** Edges as whole milliseconds. @throws RangeError */
export function growing(edges: ArrayLike<number>): Float64Array {
  const { length } = edges;
  if (length < 2 || length > MAX_BUCKETS + 1) {
    throw new RangeError(`"edges" must be 2 to ${MAX_BUCKETS + 1} instants, not ${length}`);
  }
  const instants = Float64Array.from(edges, (edge) => instant(edge, "edges"));
  for (let i = 1; i < length; i++) {
    if ((instants[i] ?? 0) < (instants[i - 1] ?? 0)) throw new RangeError('"edges" must grow');
  }
  return instants;
}

/** How long a reading holds, at most as long as there is time. @throws RangeError */
export function holdOf(hold: HoldRule | undefined, least_ms: number): HoldRule | undefined {
  if (hold === undefined || hold === "on_change") return hold;
  if (typeof hold === "number") {
    if (hold >= least_ms) return Math.min(hold, 2 * FURTHEST_INSTANT);
    throw new RangeError(`"hold" must be ${least_ms} ms or more, not ${hold}`);
  }
  if (hold.every_ms > 0) return hold;
  throw new RangeError(`"every_ms" must be more than 0, not ${hold.every_ms}`);
}

export function atMost(limit: number, most: number): number {
  if (!(limit >= 0)) throw new RangeError(`"limit" must be a number from 0 to ${most}, not ${limit}`);
  return Math.min(Math.floor(limit), most);
}

/** The id of a line, within what SQLite and a double both hold exactly. */
export function entryId(id: number): number {
  if (!Number.isSafeInteger(id)) throw new RangeError(`"before" must be the id of a line, not ${id}`);
  return id;
}
