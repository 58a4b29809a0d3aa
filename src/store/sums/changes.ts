import type { Reading, Value } from "../../model/index.ts";
import type { Chunk } from "../code/block.ts";
import { indexFrom, instantAt } from "../code/times.ts";
import { valueAt } from "../code/values.ts";
import type { Part } from "./part.ts";

/** A reading whose value is not that of the one before. */
export interface Change {
  readonly at: number;
  readonly value: Value;
}

/** Parts that change more often are looked at anew each time. */
const MOST_KEPT = 16;
/** What was found in whole parts, as long as these are kept themselves. */
export type KnownChanges = WeakMap<Part, readonly Change[]>;

/**
 * The readings whose value is not that of the reading before, the first of the span among them, oldest first.
 * @param limit so many at most
 * @param kept takes and gives what was found before
 */
export function changesOf(
  channel: string,
  parts: readonly Part[],
  from: number,
  to: number,
  limit: number,
  kept: KnownChanges,
): Reading[] {
  const found: Reading[] = [];
  const take = ({ at, value }: Change): void => {
    if (found.length < limit && value !== found.at(-1)?.value) found.push({ channel, at, value });
  };
  for (const part of parts) {
    if (found.length >= limit) break;
    const whole = part.first >= from && part.last < to;
    const known = whole ? kept.get(part) : undefined;
    const room = Math.max(limit - found.length + 1, MOST_KEPT + 1);
    const changes = known ?? changesIn(part.chunk(), from, to, room);
    if (whole && changes.length <= MOST_KEPT) kept.set(part, changes);
    changes.forEach(take);
  }
  return found;
}

function changesIn({ times, column }: Chunk, from: number, to: number, limit: number): Change[] {
  const { classes } = column;
  const changes: Change[] = [];
  const start = indexFrom(times, from);
  const end = indexFrom(times, to, start);
  let last: Value | undefined;
  // a state is known by its number in this block; 0 stands for numbers, which are looked at one by one
  let kind = 0;
  for (let i = start; i < end && changes.length < limit; i++) {
    if (kind > 0 && classes !== null && classes[i] === kind) continue;
    const value = valueAt(column, i);
    if (value === last) continue;
    changes.push({ at: instantAt(times, i), value });
    last = value;
    kind = classes === null ? 0 : (classes[i] ?? 0);
  }
  return changes;
}
