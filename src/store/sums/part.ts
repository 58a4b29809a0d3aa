import type { Chunk } from "../code/block.ts";
import { runOf } from "../code/block.ts";
import type { Rollups } from "../code/rollups.ts";
import { mergeRuns } from "../code/runs.ts";
import { indexFrom, instantAt } from "../code/times.ts";
import { numberAt, type Run, valueAt } from "../code/values.ts";

/** Neighbouring readings of one channel: a sealed block, or readings of the head. Parts do not overlap in time. */
export interface Part {
  /** Names these readings for as long as the process lives; empty where they lie in memory for one answer only. */
  readonly key: string;
  readonly count: number;
  /** UTC ms of the first and last reading. */
  readonly first: number;
  readonly last: number;
  /** Of its counts and roll-ups; −1 for floats. */
  readonly decimals: number;
  /** Roll-ups by the hour; `null` when there are none. */
  readonly rollups: Rollups | null;
  /** The readings themselves. @throws DamagedData */
  chunk(): Chunk;
}

/**
 * What Node's objects take beside their numbers, as measured: a part with its eleven views of roll-ups; the eleven columns
 * of a segment that these look into; the name and the place of something that is kept.
 */
const PART_BYTES = 1_750;
const COLUMNS_BYTES = 4_000;
export const ENTRY_BYTES = 200;
const ROLLUP_BYTES = 88;

/** Bytes of memory that parts of one segment take, without their readings. */
export function bytesOfParts(parts: readonly { readonly rollups: Rollups | null }[]): number {
  const own = parts.reduce((sum, { rollups }) => sum + PART_BYTES + ROLLUP_BYTES * (rollups?.count ?? 0), 0);
  return ENTRY_BYTES + COLUMNS_BYTES + own;
}

/** Readings in memory as a chunk. */
export function chunkOf({ count, at, numbers, states }: Run): Chunk {
  const column = { count, decimals: -1, base: 0, counts: null, floats: numbers };
  const times = { base: 0, step: 0, count, rest: at };
  if (states === null) return { times, column: { ...column, classes: null, words: [] } };
  const words = new Map<string, number>();
  const classes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const state = states[i];
    if (state === undefined) continue;
    const known = words.get(state) ?? words.size + 1;
    words.set(state, known);
    classes[i] = known;
  }
  return { times, column: { ...column, classes, words: [...words.keys()] } };
}

/** Readings in memory as a part. */
export function partOf(run: Run): Part {
  let made: Chunk | undefined;
  const chunk = (): Chunk => {
    made ??= chunkOf(run);
    return made;
  };
  return {
    key: "",
    count: run.count,
    first: run.at[0] ?? 0,
    last: run.at[run.count - 1] ?? 0,
    decimals: -1,
    rollups: null,
    chunk,
  };
}

/** A part with readings that came late; where both have an instant, the part's stays. */
export function withLate(part: Part, late: Run): Part {
  return partOf(mergeRuns(runOf(part.chunk()), late));
}

/** Reading number i of a chunk. */
export function readingAt(channel: string, { times, column }: Chunk, i: number) {
  return { channel, at: instantAt(times, i), value: valueAt(column, i) };
}

/** The index of the last number at or before an instant in a part; −1 when there is none. */
export function lastNumberIn(part: Part, at: number): number {
  if (part.last <= at && part.rollups !== null) return part.count - 1;
  const { times, column } = part.chunk();
  let i = indexFrom(times, at + 1) - 1;
  while (i >= 0 && Number.isNaN(numberAt(column, i))) i--;
  return i;
}

/** The instant of the first number at or after an instant in a part; `undefined` when there is none. */
export function firstNumberIn(part: Part, at: number): number | undefined {
  if (part.first >= at && part.rollups !== null) return part.first;
  const { times, column } = part.chunk();
  let i = indexFrom(times, at);
  while (i < times.count && Number.isNaN(numberAt(column, i))) i++;
  return i < times.count ? instantAt(times, i) : undefined;
}
