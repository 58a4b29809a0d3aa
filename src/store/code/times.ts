import { BadBytes, type ByteSink, type ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts, MOST_INTS } from "./ints.ts";
import { decodeNumbers, encodeNumbers, type Narrow, narrow } from "./numbers.ts";

/**
 * Instants as a regular series and what each is late or early: instant i is `base + i · step + rest[i]`.
 * A regular series has no rest; a gap is one leap of the rest; lateness of some milliseconds is small numbers.
 */
export interface Times {
  readonly base: number;
  readonly step: number;
  readonly count: number;
  readonly rest: Narrow | Float64Array | null;
}

/** Instant number i, UTC ms. */
export function instantAt({ base, step, rest }: Times, i: number): number {
  return base + i * step + (rest === null ? 0 : (rest[i] ?? 0));
}

/** The first index from `low` on whose instant is ≥ `at`; `high` when there is none. */
export function indexFrom(times: Times, at: number, low = 0, high = times.count): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (instantAt(times, middle) < at) from = middle + 1;
    else to = middle;
  }
  return from;
}

const rest = new Int32Array(MOST_INTS);
const TWO_30 = 2 ** 30;

/** How large the rests are that a step leaves, by a sample: the lesser of their sizes and of their changes. */
function costOf(at: Float64Array, from: number, count: number, step: number): number {
  const base = at[from] ?? 0;
  const skip = Math.max(1, Math.floor(count / 512));
  let sizes = 0;
  let changes = 0;
  for (let i = 1; i < count; i += skip) {
    const late = (at[from + i] ?? 0) - base - i * step;
    const before = (at[from + i - 1] ?? 0) - base - (i - 1) * step;
    sizes += Math.log2(1 + Math.abs(late));
    changes += Math.log2(1 + Math.abs(late - before));
  }
  return Math.min(sizes, changes);
}

/** The step that explains the instants best. */
function stepOf(at: Float64Array, from: number, count: number): number {
  if (count < 2) return 0;
  const first = at[from] ?? 0;
  const mean = ((at[from + count - 1] ?? 0) - first) / (count - 1);
  const skip = Math.max(1, Math.floor(count / 65));
  const samples: number[] = [];
  for (let i = 1; i < count; i += skip) samples.push((at[from + i] ?? 0) - (at[from + i - 1] ?? 0));
  samples.sort((a, b) => a - b);
  const median = samples[samples.length >> 1] ?? 0;
  const candidates = new Set([Math.round(mean), median]);
  for (const unit of [10, 100, 1_000]) candidates.add(Math.round(median / unit) * unit);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const step of candidates) {
    const cost = costOf(at, from, count, step);
    if (cost >= least) continue;
    least = cost;
    best = step;
  }
  return best;
}

/**
 * What is written of the instants of one block. It is kept for the channels that were read together, as bytes: kept as
 * numbers in its fields, a plan was found with those of the next one, about once in fifty large loads on a busy machine
 * (Node 24). Why is not known.
 */
export interface TimesPlan {
  readonly count: number;
  /** The coded base and step. */
  readonly head: Uint8Array;
  /** The coded rest; `null` for a regular series. */
  readonly rest: Uint8Array | null;
}

/** @param at strictly growing whole milliseconds */
export function planTimes(at: Float64Array, from: number, count: number, sink: ByteSink): TimesPlan {
  const base = at[from] ?? 0;
  const step = stepOf(at, from, count);
  let regular = true;
  let small = true;
  for (let i = 0; i < count; i++) {
    const late = (at[from + i] ?? 0) - base - i * step;
    if (late !== 0) regular = false;
    if (!(Math.abs(late) < TWO_30)) small = false;
    rest[i] = late;
  }
  sink.clear().signed(base);
  sink.signed(step);
  const head = sink.bytes();
  if (regular) return { count, head, rest: null };
  sink.clear();
  if (small) {
    sink.byte(0);
    encodeInts(rest, count, sink);
  } else {
    sink.byte(1);
    const wide = new Float64Array(count);
    for (let i = 0; i < count; i++) wide[i] = (at[from + i] ?? 0) - base - i * step;
    encodeNumbers(wide, count, sink);
  }
  return { count, head, rest: sink.bytes() };
}

/** The rest of a series that is not regular. @throws BadBytes */
export function decodeRest(source: ByteSource, count: number): Narrow | Float64Array {
  const kind = source.byte();
  if (kind > 1) throw new BadBytes(`an unknown form of instants (${kind})`);
  if (kind === 1) return decodeNumbers(source, count);
  decodeInts(source, count, rest);
  return narrow(rest, count);
}
