import {
  CounterRule,
  type CounterRules,
  type Judged,
  type LastChange,
  LEAP_READINGS,
  LEAP_STAYED_MS,
  LEFT_OF_A_LEAP,
  type RisingStretch,
} from "../../model/index.ts";
import type { Chunk } from "../code/block.ts";
import type { Rollups } from "../code/rollups.ts";
import { instantAt } from "../code/times.ts";
import { numberAt, powerOf } from "../code/values.ts";
import { lastNumberIn, type Part } from "./part.ts";
import { Sums } from "./tally.ts";

/**
 * A counter's readings are judged in stretches of so long, each on its own: from some time before it on, and with what comes
 * for some time after it. So what is said of a time never depends on what was asked, nor on how readings lie in blocks.
 */
export const STRETCH_MS = 8 * 86_400_000;
/** More than the rule's longest doubt. */
export const AROUND_MS = 2 * 86_400_000;

/** A time of which a person said that its readings are right: since ≤ at < until, UTC ms. */
export interface Confirmed {
  readonly since: number;
  readonly until: number;
}

/** Where the stretch of an instant begins. */
function startOf(at: number): number {
  return Math.floor(at / STRETCH_MS) * STRETCH_MS;
}

/** The instants from which and up to which readings are needed to judge those between two others. */
export function judgedFrom(from: number, to: number): { readonly from: number; readonly to: number } {
  return { from: startOf(from) - AROUND_MS, to: startOf(to) + STRETCH_MS + AROUND_MS };
}

/** What the counter rose between edges, and what had to be judged. */
export interface Counted {
  readonly rises: Float64Array;
  readonly judged: readonly Judged[];
}

/**
 * By how much a counter rose between neighbouring edges, and of which readings it had to be judged what they mean.
 * @param parts from the one with the last number at or before `judgedFrom` on, to the one with the first after it
 * @param edges UTC ms, growing; at least two
 * @param confirmed in the order of time
 */
export function countedBetween(
  parts: readonly Part[],
  edges: ArrayLike<number>,
  rules: CounterRules,
  confirmed: readonly Confirmed[] = [],
): Counted {
  const rises = new Float64Array(edges.length - 1);
  const judged: Judged[] = [];
  // before the first reading and after the last nothing rises
  const from = Math.max(edges[0] ?? 0, parts[0]?.first ?? Number.POSITIVE_INFINITY);
  const to = Math.min(edges[edges.length - 1] ?? 0, parts.at(-1)?.last ?? Number.NEGATIVE_INFINITY);
  for (let start = startOf(from); start <= to; ) {
    const first = lastNumber(parts, start - AROUND_MS);
    const end = Math.max(start + STRETCH_MS, startOf(nextInstant(parts, first) - AROUND_MS));
    const sums = new Sums(edges, rises, start, end, judged);
    new Judging(parts, sums, new CounterRule(rules, sums), confirmed).run(first, end + AROUND_MS);
    start = end;
  }
  return { rises, judged: judged.sort((a, b) => a.at - b.at) };
}

/** A roll-up that rises, which is taken as a whole unless it must be looked at after all. */
interface Hour {
  readonly part: Part;
  /** Its first reading in the part. */
  readonly index: number;
  readonly first: number;
  /** What the register showed before it. */
  readonly before: number;
  readonly stretch: RisingStretch;
}

/** The readings of a roll-up in their part. */
interface Place {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
}

/** One stretch of a counter's readings. */
class Judging {
  readonly #parts: readonly Part[];
  readonly #sums: Sums;
  readonly #rule: CounterRule;
  readonly #confirmed: readonly Confirmed[];
  /** The last roll-ups, as long as there may be a leap in them of which a fall would tell that it was none. */
  #tail: Hour[] = [];
  #end = 0;
  /** Whether a number at or after the end was taken. */
  #isOver = false;

  constructor(parts: readonly Part[], sums: Sums, rule: CounterRule, confirmed: readonly Confirmed[]) {
    this.#parts = parts;
    this.#sums = sums;
    this.#rule = rule;
    this.#confirmed = confirmed;
  }

  /** From a reading up to the first number at or after `to`. */
  run(start: Found, to: number): void {
    this.#end = to;
    for (let i = start.part; i < this.#parts.length && !this.#isOver; i++) {
      const part = this.#parts[i];
      if (part) this.#take(part, i === start.part ? start.index : 0);
    }
    const isLive = !this.#isOver;
    // whether a leap has just come, only its readings tell
    if (isLive) this.#lookAtTail();
    else this.#skip(this.#tail.length);
    this.#rule.finish(isLive);
  }

  #take(part: Part, from: number): void {
    const { rollups } = part;
    if (rollups === null) {
      this.#raw({ part, from, to: part.count });
      return;
    }
    let index = 0;
    for (let k = 0; k < rollups.count && !this.#isOver; k++) {
      const to = index + (rollups.readings[k] ?? 0);
      if (from <= index) this.#rollup(rollups, k, { part, from: index, to });
      else if (from < to) this.#raw({ part, from, to });
      index = to;
    }
  }

  #rollup(rollups: Rollups, k: number, place: Place): void {
    const [first, last] = [rollups.first[k] ?? 0, rollups.last[k] ?? 0];
    const isRising = rollups.rising[k] === 1 && last < this.#end;
    if (!isRising || !this.#sums.isUncut(first, last) || this.#isConfirmed(first, last)) {
      this.#raw(place);
      return;
    }
    const power = place.part.decimals < 0 ? 1 : powerOf(place.part.decimals);
    const [min, max] = [(rollups.min[k] ?? 0) / power, (rollups.max[k] ?? 0) / power];
    if (min >= this.#level) this.#follow(place, first, { min, max, last });
    else {
      this.#fallTo(first, min);
      if (place.from + 1 < place.to) this.#follow({ ...place, from: place.from + 1 }, first, { min, max, last });
    }
  }

  /** The first reading of a roll-up lies below what was shown before. */
  #fallTo(at: number, value: number): void {
    let after = 0;
    const matters = this.#tail.toReversed().some(({ before, stretch: { max, readings } }) => {
      const isLeap = max > before && (after + 1 < LEAP_READINGS || value >= before - LEFT_OF_A_LEAP * (max - before));
      after += readings;
      return isLeap;
    });
    if (matters) this.#lookAtTail();
    else this.#skip(this.#tail.length);
    this.#one(at, value);
  }

  /** Takes a rising roll-up as a whole, for now, where that may be. */
  #follow(
    place: Place,
    first: number,
    { min, max, last }: { readonly min: number; readonly max: number; readonly last: number },
  ): void {
    const { part, from, to } = place;
    const before = this.#level;
    const change = (): LastChange => lastChange(part.chunk(), from, to, before);
    const stretch = { min, max, last, readings: to - from, change };
    if (!this.#rule.canSkip(stretch, before, this.#rule.total)) {
      this.#raw(place);
      return;
    }
    this.#tail.push({ part, index: from, first, before, stretch });
    this.#trim(max, last);
  }

  /** What the register shows after all that was taken. */
  get #level(): number {
    return this.#tail.at(-1)?.stretch.max ?? this.#rule.level;
  }

  /** Lets go of the roll-ups of which no fall can tell any more that there was a leap. */
  #trim(level: number, now: number): void {
    let after = this.#tail.reduce((sum, { stretch }) => sum + stretch.readings, 0);
    const held = this.#tail.findIndex(({ before, stretch: { max, last, readings } }) => {
      after -= readings;
      const isMost = max - before >= (1 - LEFT_OF_A_LEAP) * (level - before);
      const isNew = now - last <= LEAP_STAYED_MS || after + 1 < LEAP_READINGS;
      return max > before && isMost && isNew;
    });
    this.#skip(held < 0 ? this.#tail.length : held);
  }

  /** Takes the oldest roll-ups of the tail as a whole. */
  #skip(count: number): void {
    for (const { part, index, first, before, stretch } of this.#tail.splice(0, count)) {
      const { min, max, last, readings } = stretch;
      const isTaken = this.#rule.skip(stretch, (since) => {
        if (min > before) this.#sums.add(since, first, min - before);
        if (max > min) this.#sums.add(first, last, max - min);
      });
      if (!isTaken) this.#all(part.chunk(), index, index + readings);
    }
  }

  #lookAtTail(): void {
    for (const { part, index, stretch } of this.#tail.splice(0))
      this.#all(part.chunk(), index, index + stretch.readings);
  }

  #raw({ part, from, to }: Place): void {
    this.#lookAtTail();
    this.#all(part.chunk(), from, to);
  }

  #all({ times, column }: Chunk, from: number, to: number): void {
    for (let i = from; i < to && !this.#isOver; i++) this.#one(instantAt(times, i), numberAt(column, i));
  }

  #one(at: number, value: number): void {
    // a word says nothing of a register
    if (Number.isNaN(value)) return;
    this.#rule.take(at, value, this.#isConfirmed(at, at));
    this.#isOver = at >= this.#end;
  }

  #isConfirmed(first: number, last: number): boolean {
    return this.#confirmed.some(({ since, until }) => first < until && last >= since);
  }
}

/** A reading among parts. */
interface Found {
  readonly part: number;
  readonly index: number;
}

/** The last number at or before an instant; where there is none, the first reading. */
function lastNumber(parts: readonly Part[], at: number): Found {
  for (let part = parts.findLastIndex(({ first }) => first <= at); part >= 0; part--) {
    const found = parts[part];
    const index = found ? lastNumberIn(found, at) : -1;
    if (index >= 0) return { part, index };
  }
  return { part: 0, index: 0 };
}

/** The instant of the next reading, where that is easily known: in a long time without any nothing else is to be judged. */
function nextInstant(parts: readonly Part[], { part, index }: Found): number {
  const { rollups, count, chunk } = parts[part] ?? {};
  if (count === undefined || index + 1 >= count) return parts[part + 1]?.first ?? Number.NEGATIVE_INFINITY;
  return rollups === null && chunk ? instantAt(chunk().times, index + 1) : Number.NEGATIVE_INFINITY;
}

/** The last change among readings that rise from what was shown before. */
function lastChange({ times, column }: Chunk, from: number, to: number, before: number): LastChange {
  const last = numberAt(column, to - 1);
  let i = to - 1;
  while (i > from && numberAt(column, i - 1) === last) i--;
  return { size: last - (i > from ? numberAt(column, i - 1) : before), at: instantAt(times, i) };
}
