import { FURTHEST_NEIGHBOUR_MS, HOUR, NEIGHBOURS, type Row } from "../../model/index.ts";
import { indexFrom, instantAt } from "../code/times.ts";
import { numberAt } from "../code/values.ts";
import { DamagedData } from "./damage.ts";
import type { Part } from "./part.ts";

/** Readings in memory, with from ≤ at < to all that there are. */
interface Loaded extends Row {
  readonly at: Float64Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}

const NOTHING: Loaded = { at: new Float64Array(), values: new Float64Array(), from: 0, to: 0 };
/** One neighbour more makes the last distance. */
const WANTED = NEIGHBOURS + 1;
/** Further than any neighbour lies. */
const FURTHEST = FURTHEST_NEIGHBOUR_MS + 1;
/** Of a channel that speaks rarely so many readings are loaded at once: the next question is about the next of them. */
const AT_ONCE = 8_192;
const GROWTH = 4;

/** Parts of a channel that have readings with from ≤ at < to. @throws DamagedData */
export type PartsOf = (from: number, to: number) => readonly Part[];

/**
 * The readings around one, for questions that go forward in time. What is damaged is no neighbour: whoever asks for it
 * itself is told.
 */
export class Neighbours {
  readonly #parts: PartsOf;
  #loaded = NOTHING;

  constructor(parts: PartsOf) {
    this.#parts = parts;
  }

  /** The readings among which `placeOf` found its answer last. */
  get row(): Row {
    return this.#loaded;
  }

  /** The place in `row` of a reading's instant; its neighbours are there, too. */
  placeOf(at: number): number {
    if (!this.#holds(at)) this.#loaded = this.#around(at);
    return placeIn(this.#loaded.at, at);
  }

  #holds(instant: number): boolean {
    const { at, from, to } = this.#loaded;
    if (instant < from || instant >= to) return false;
    const place = placeIn(at, instant);
    const before = place >= WANTED || from <= instant - FURTHEST;
    return before && (place + WANTED < at.length || to > instant + FURTHEST);
  }

  #around(at: number): Loaded {
    let best = NOTHING;
    for (let [back, on] = [HOUR, HOUR]; ; ) {
      const found = this.#load(at - back, at + on);
      if (found === undefined) return best;
      best = found;
      const place = placeIn(found.at, at);
      const [early, late] = [place >= WANTED, place + WANTED < found.at.length];
      const isSeldom = back > HOUR && found.at.length * GROWTH <= AT_ONCE && on < 8 * FURTHEST;
      if ((early || back >= FURTHEST) && (late || on >= FURTHEST) && !isSeldom) return best;
      if (!early && back < FURTHEST) back *= GROWTH;
      if (!late || isSeldom) on *= GROWTH;
    }
  }

  /** All readings of a time; `undefined` when some are damaged. */
  #load(from: number, to: number): Loaded | undefined {
    try {
      const parts = this.#parts(from, to);
      const count = parts.reduce((sum, part) => sum + part.count, 0);
      const [at, values] = [new Float64Array(count), new Float64Array(count)];
      let next = 0;
      for (const part of parts) next += take(part, from, to, at.subarray(next), values.subarray(next));
      return { at: at.subarray(0, next), values: values.subarray(0, next), from, to };
    } catch (error) {
      if (error instanceof DamagedData) return undefined;
      throw error;
    }
  }
}

/** @returns how many of the part's readings were in time */
function take(part: Part, from: number, to: number, at: Float64Array, values: Float64Array): number {
  const { times, column } = part.chunk();
  const first = indexFrom(times, from);
  const end = indexFrom(times, to, first);
  for (let i = first; i < end; i++) {
    at[i - first] = instantAt(times, i);
    values[i - first] = numberAt(column, i);
  }
  return end - first;
}

/** The first place whose instant is not before `instant`. */
function placeIn(at: Float64Array, instant: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
