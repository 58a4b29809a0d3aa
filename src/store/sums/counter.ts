import {
  type Change,
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
  let counted: Counted = { rises: new Float64Array(edges.length - 1), judged: [] };
  // before the first reading and after the last nothing rises
  const from = Math.max(edges[0] ?? 0, parts[0]?.first ?? Number.POSITIVE_INFINITY);
  const to = Math.min(edges[edges.length - 1] ?? 0, parts.at(-1)?.last ?? Number.NEGATIVE_INFINITY);
  for (let start = startOf(from); start <= to; ) {
    const first = lastNumber(parts, start - AROUND_MS);
    const end = Math.max(start + STRETCH_MS, startOf(nextInstant(parts, first) - AROUND_MS));
    const judge = (isByHours: boolean): Counted | undefined => {
      const [rises, judged] = [counted.rises.slice(), [...counted.judged]];
      const sums = new Sums(edges, rises, start, end, judged);
      const judging = new Judging(parts, sums, new CounterRule(rules, sums), confirmed, isByHours);
      return judging.run(first, end + AROUND_MS) ? { rises, judged } : undefined;
    };
    counted = judge(true) ?? judge(false) ?? counted;
    start = end;
  }
  return { rises: counted.rises, judged: counted.judged.toSorted((a, b) => a.at - b.at) };
}

/** The ends of readings that rise. */
interface Ends {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
}

function endsOf({ decimals }: Part, rollups: Rollups, k: number): Ends {
  const power = decimals < 0 ? 1 : powerOf(decimals);
  const [min, max] = [(rollups.min[k] ?? 0) / power, (rollups.max[k] ?? 0) / power];
  return { first: rollups.first[k] ?? 0, last: rollups.last[k] ?? 0, min, max };
}

/** A roll-up that rises, which is taken as a whole unless it must be looked at after all. */
class Hour implements RisingStretch {
  readonly part: Part;
  /** Its readings in the part. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** What the register showed before it. */
  before = 0;

  constructor(part: Part, from: number, to: number, ends: Ends) {
    this.part = part;
    this.from = from;
    this.to = to;
    this.first = ends.first;
    this.last = ends.last;
    this.min = ends.min;
    this.max = ends.max;
  }

  /**
   * The readings before the first that may be a leap if nothing rises beyond `level`; `undefined` when there are none.
   * @param newest so many of its readings may be leaps however little they rise
   */
  beforeLeaps(level: number, newest: number): Hour | undefined {
    const { times, column } = this.part.chunk();
    let leap = Math.max(this.from, this.to - newest);
    // one that ends further below cannot be the most of the way up
    const least = level - LEFT_OF_A_LEAP * (level - this.before);
    let value = numberAt(column, this.to - 1);
    for (let i = this.to - 1; i >= this.from && value >= least; i--) {
      const shown = i > this.from ? numberAt(column, i - 1) : this.before;
      if (value > shown && value - shown >= (1 - LEFT_OF_A_LEAP) * (level - shown)) leap = Math.min(leap, i);
      value = shown;
    }
    if (leap === this.to) return this;
    if (leap === this.from) return undefined;
    const ends = {
      first: this.first,
      last: instantAt(times, leap - 1),
      min: this.min,
      max: numberAt(column, leap - 1),
    };
    const calm = new Hour(this.part, this.from, leap, ends);
    calm.before = this.before;
    return calm;
  }

  get readings(): number {
    return this.to - this.from;
  }

  *changes(before: number): Generator<Change> {
    const { times, column } = this.part.chunk();
    let [from, level] = [before, this.before];
    for (let i = this.from; i < this.to; i++) {
      const [at, value] = [instantAt(times, i), numberAt(column, i)];
      if (value > level) yield { from, time_ms: at - from, rise: value - level };
      [from, level] = [at, value];
    }
  }

  lastChange(): LastChange {
    const { times, column } = this.part.chunk();
    const last = numberAt(column, this.to - 1);
    let i = this.to - 1;
    while (i > this.from && numberAt(column, i - 1) === last) i--;
    return { size: last - (i > this.from ? numberAt(column, i - 1) : this.before), at: instantAt(times, i) };
  }
}

/** One stretch of a counter's readings. */
class Judging {
  readonly #parts: readonly Part[];
  readonly #sums: Sums;
  readonly #rule: CounterRule;
  readonly #confirmed: readonly Confirmed[];
  readonly #isByHours: boolean;
  /** The last roll-ups, as long as there may be a leap in them of which a fall would tell that it was none. */
  #tail: Hour[] = [];
  #end = 0;
  /** Whether a number at or after the end was taken. */
  #isOver = false;

  /** @param isByHours whether roll-ups may be taken as a whole */
  constructor(
    parts: readonly Part[],
    sums: Sums,
    rule: CounterRule,
    confirmed: readonly Confirmed[],
    isByHours: boolean,
  ) {
    this.#isByHours = isByHours;
    this.#parts = parts;
    this.#sums = sums;
    this.#rule = rule;
    this.#confirmed = confirmed;
  }

  /**
   * From a reading up to the first number at or after `to`.
   * @returns whether it may be believed: where roll-ups do not tell enough it may not, and is to be done without them
   */
  run(start: Found, to: number): boolean {
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
    return !this.#rule.isAmbiguous;
  }

  #take(part: Part, from: number): void {
    const { rollups } = part;
    if (rollups === null || !this.#isByHours) {
      this.#raw(part, from, part.count);
      return;
    }
    let index = 0;
    for (let k = 0; k < rollups.count && !this.#isOver; k++) {
      const to = index + (rollups.readings[k] ?? 0);
      if (from > index) {
        if (from < to) this.#raw(part, from, to);
      } else if (rollups.rising[k] === 1) this.#rising(new Hour(part, index, to, endsOf(part, rollups, k)));
      else this.#raw(part, index, to);
      index = to;
    }
  }

  #rising(hour: Hour): void {
    const { part, from, to, first, last, min } = hour;
    if (first >= this.#end && min >= this.#level) {
      // the last reading that is needed
      this.#skip(this.#tail.length);
      this.#one(first, min);
    } else if (last >= this.#end || !this.#sums.isUncut(first, last) || this.#isConfirmed(first, last)) {
      this.#raw(part, from, to);
    } else if (min >= this.#level) this.#follow(hour);
    else {
      this.#fallTo(first, min);
      if (from + 1 < to) this.#follow(new Hour(part, from + 1, to, hour));
    }
  }

  /** The first reading of a roll-up lies below what was shown before. */
  #fallTo(at: number, value: number): void {
    let [after, matters] = [0, false];
    for (const { before, max, readings } of this.#tail.toReversed()) {
      const isNear = value >= before - LEFT_OF_A_LEAP * (max - before);
      if (max > before && (isNear || after + 1 < LEAP_READINGS)) matters = true;
      after += readings;
    }
    if (matters) this.#lookAtTail();
    else this.#skip(this.#tail.length);
    this.#one(at, value);
  }

  /** Takes a rising roll-up as a whole, for now, where that may be. */
  #follow(hour: Hour): void {
    hour.before = this.#level;
    if (!this.#rule.canSkip(hour, hour.before)) {
      this.#raw(hour.part, hour.from, hour.to);
      return;
    }
    this.#tail.push(hour);
    this.#trim(hour.max, hour.last);
  }

  /** What the register shows after all that was taken. */
  get #level(): number {
    return this.#tail.length > 0 ? (this.#tail[this.#tail.length - 1]?.max ?? 0) : this.#rule.level;
  }

  /** Lets go of the roll-ups of which no fall can tell any more that there was a leap. */
  #trim(level: number, now: number): void {
    let after = 0;
    for (const { readings } of this.#tail) after += readings;
    let settled = 0;
    for (const { before, max, last, readings } of this.#tail) {
      after -= readings;
      const isMost = max > before && max - before >= (1 - LEFT_OF_A_LEAP) * (level - before);
      if ((isMost && now - last <= LEAP_STAYED_MS) || after < LEAP_READINGS) break;
      settled++;
    }
    if (settled > 0) this.#skip(settled);
  }

  /** Takes the oldest roll-ups of the tail as a whole. */
  #skip(count: number): void {
    for (let n = 0; n < count; n++) {
      const hour = this.#tail.shift();
      if (hour) this.#skipOne(hour);
    }
  }

  #skipOne(hour: Hour): void {
    if (this.#rule.canSkip(hour, this.#rule.level)) this.#rule.skip(hour);
    else this.#all(hour.part.chunk(), hour.from, hour.to);
  }

  #lookAtTail(): void {
    if (this.#tail.length === 0) return;
    const level = this.#level;
    let after = 0;
    for (const { readings } of this.#tail) after += readings;
    for (const hour of this.#tail.splice(0)) {
      after -= hour.readings;
      const calm = hour.beforeLeaps(level, Math.max(0, LEAP_READINGS - after));
      if (calm) this.#skipOne(calm);
      if (calm !== hour) this.#all(hour.part.chunk(), calm?.to ?? hour.from, hour.to);
    }
  }

  #raw(part: Part, from: number, to: number): void {
    this.#lookAtTail();
    this.#all(part.chunk(), from, to);
  }

  #all({ times, column }: Chunk, from: number, to: number): void {
    const isPlain = this.#confirmed.length === 0 && instantAt(times, to - 1) < this.#end;
    for (let i = from; i < to && !this.#isOver; i++) {
      const same = isPlain && this.#rule.isSure ? sameAs(this.#rule.level, column, i, to) : i;
      if (same > i) this.#rule.stay(instantAt(times, same - 1), same - i);
      if (same < to) this.#one(instantAt(times, same), numberAt(column, same));
      i = same;
    }
  }

  #one(at: number, value: number): void {
    // a word says nothing of a register
    if (Number.isNaN(value)) return;
    this.#rule.take(at, value, this.#isConfirmed(at, at));
    this.#isOver = at >= this.#end || this.#rule.isAmbiguous;
  }

  #isConfirmed(first: number, last: number): boolean {
    return this.#confirmed.length > 0 && this.#confirmed.some(({ since, until }) => first < until && last >= since);
  }
}

/** How far readings show the same. */
function sameAs(level: number, column: Chunk["column"], from: number, to: number): number {
  let i = from;
  while (i < to && numberAt(column, i) === level) i++;
  return i;
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
