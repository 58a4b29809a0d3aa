import type { Run } from "./values.ts";

/** Readings being gathered in the order in which they come; sorted and cleared of duplicates when asked for. */
export class Gathering {
  #at = new Float64Array(64);
  #numbers = new Float64Array(64);
  #states: (string | undefined)[] | null = null;
  #count = 0;
  #sorted = true;
  /** Readings that came after one of the same instant, by `run` until now. */
  readonly dropped = { same: 0, other: 0 };

  get count(): number {
    return this.#count;
  }

  /** @param state when given, the number is not looked at */
  add(at: number, number: number, state?: string): void {
    if (this.#count === this.#at.length) this.#grow();
    if (this.#count > 0 && at <= (this.#at[this.#count - 1] ?? 0)) this.#sorted = false;
    this.#at[this.#count] = at;
    this.#numbers[this.#count] = state === undefined ? number : Number.NaN;
    if (state !== undefined) {
      this.#states ??= [];
      this.#states[this.#count] = state;
    }
    this.#count++;
  }

  #grow(): void {
    const larger = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const room = new Float64Array(old.length * 2);
      room.set(old);
      return room;
    };
    this.#at = larger(this.#at);
    this.#numbers = larger(this.#numbers);
  }

  /** What was gathered, oldest first; of several readings of one instant the one that came first. */
  run(): Run {
    if (!this.#sorted) this.#sort();
    return {
      count: this.#count,
      at: this.#at.subarray(0, this.#count),
      numbers: this.#numbers.subarray(0, this.#count),
      states: this.#states,
    };
  }

  #sort(): void {
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i);
    const [at, numbers, states] = [this.#at, this.#numbers, this.#states];
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
    this.#at = new Float64Array(Math.max(64, order.length));
    this.#numbers = new Float64Array(Math.max(64, order.length));
    this.#states = states === null ? null : [];
    this.#count = 0;
    this.#sorted = true;
    for (const i of order) {
      const instant = at[i] ?? 0;
      const last = this.#count - 1;
      if (last >= 0 && this.#at[last] === instant) {
        const same = this.#states?.[last] === states?.[i] && Object.is(this.#numbers[last], numbers[i] ?? 0);
        this.dropped[same ? "same" : "other"]++;
        continue;
      }
      this.add(instant, numbers[i] ?? 0, states?.[i]);
    }
  }
}

/** Part of a run, sharing its memory. */
export function sliceRun({ at, numbers, states }: Run, from: number, to: number): Run {
  return {
    count: to - from,
    at: at.subarray(from, to),
    numbers: numbers.subarray(from, to),
    states: states === null ? null : states.slice(from, to),
  };
}

/** The first index whose instant is ≥ `at`. */
export function lowerBound({ at: instants, count }: Run, at: number, from = 0): number {
  let low = from;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many instants two runs share, and with the same value or another. */
export function sharedBy(first: Run, second: Run): { readonly same: number; readonly other: number } {
  let [same, other, j] = [0, 0, 0];
  for (let i = 0; i < first.count; i++) {
    const at = first.at[i] ?? 0;
    while (j < second.count && (second.at[j] ?? 0) < at) j++;
    if (j >= second.count) break;
    if (second.at[j] !== at) continue;
    const isSame = first.states?.[i] === second.states?.[j] && Object.is(first.numbers[i], second.numbers[j]);
    if (isSame) same++;
    else other++;
  }
  return { same, other };
}

/** Both runs as one; where both have an instant, the first one's value stays. */
export function mergeRuns(first: Run, second: Run): Run {
  const merged = new Gathering();
  let i = 0;
  let j = 0;
  while (i < first.count || j < second.count) {
    const a = i < first.count ? (first.at[i] ?? 0) : Number.POSITIVE_INFINITY;
    const b = j < second.count ? (second.at[j] ?? 0) : Number.POSITIVE_INFINITY;
    if (a <= b) {
      merged.add(a, first.numbers[i] ?? 0, first.states?.[i]);
      i++;
      if (a === b) j++;
    } else {
      merged.add(b, second.numbers[j] ?? 0, second.states?.[j]);
      j++;
    }
  }
  return merged.run();
}

/** Readings of a block at most; a power of two well below what the coder takes. */
export const MOST_READINGS = 16_384;
/** A block with fewer is opened again for the readings that follow. */
export const FEW_READINGS = 4_096;
const ENOUGH_FOR_A_DAY = 2_048;
const DAY_MS = 86_400_000;

/** Where a run is cut into blocks: at a day (UTC) that has enough readings, and at the most that a block takes. */
export function cuts({ at, count }: Run): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = 0;
  while (from < count) {
    const run = { at, count, numbers: at, states: null };
    const enough = Math.min(from + ENOUGH_FOR_A_DAY, count) - 1;
    const end = (Math.floor((at[enough] ?? 0) / DAY_MS) + 1) * DAY_MS;
    const to = Math.min(lowerBound(run, end, from), from + MOST_READINGS);
    found.push([from, to]);
    from = to;
  }
  return found;
}
