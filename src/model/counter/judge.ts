import type { CounterRules } from "../ports/history.ts";
import { isMostOf, LEAP_READINGS, LEAP_STAYED_MS, LEFT_OF_A_LEAP } from "./doubt.ts";
import type { CounterHour } from "./hour.ts";
import { CounterRule, type Tally } from "./rule.ts";

/**
 * What a counter's readings mean, given hour by hour (UTC): hours in which nothing can be in doubt are taken as a whole, of
 * the others each reading. So what is said depends on the readings and their hours alone, not on how they are kept.
 */
export class CounterJudge {
  readonly #rule: CounterRule;
  /** The last hours, as long as there may be a leap in them of which a fall would tell that it was none. */
  #tail: CounterHour[] = [];

  constructor(rules: CounterRules, tally: Tally) {
    this.#rule = new CounterRule(rules, tally);
  }

  /** What the register shows after all that was taken; NaN: nothing yet. */
  get #level(): number {
    return this.#tail.at(-1)?.max ?? this.#rule.level;
  }

  /** The next readings of an hour, after all that were taken. */
  hour(hour: CounterHour): void {
    if (!hour.isRising) this.#each(hour);
    else if (hour.min >= this.#level) this.#follow(hour);
    else {
      this.reading(hour.first, hour.min);
      const rest = hour.rest();
      if (rest) this.#follow(rest);
    }
  }

  /** The next readings, of which a person said for some that they are right. */
  confirmedHour(hour: CounterHour, isConfirmed: (at: number) => boolean): void {
    this.#lookAtTail();
    for (let i = 0; i < hour.readings; i++) this.#rule.take(hour.at(i), hour.value(i), isConfirmed(hour.at(i)));
  }

  /** The next reading, by itself. */
  reading(at: number, value: number, confirmed = false): void {
    if (value < this.#level && this.#mayTakeBack(value)) this.#lookAtTail();
    else this.#skip(this.#tail.length);
    this.#rule.take(at, value, confirmed);
  }

  /** Nothing more comes. @param live whether nothing more is known at all: what is not certain then does not count */
  finish(live: boolean): void {
    // whether a leap has just come, only its readings tell
    if (live) this.#lookAtTail();
    else this.#skip(this.#tail.length);
    this.#rule.finish(live);
  }

  #follow(hour: CounterHour): void {
    hour.before = this.#level;
    this.#tail.push(hour);
    this.#trim(hour.max, hour.last);
  }

  /** Whether a fall to a value may tell of a leap among the last hours. */
  #mayTakeBack(value: number): boolean {
    let after = 0;
    return this.#tail.toReversed().some(({ before, max, readings }) => {
      const isNear = value >= before - LEFT_OF_A_LEAP * (max - before);
      const matters = !(max <= before) && (isNear || after + 1 < LEAP_READINGS);
      after += readings;
      return matters;
    });
  }

  /** Lets go of the hours of which no fall can tell any more that there was a leap. */
  #trim(level: number, now: number): void {
    let after = this.#readingsOfTail();
    let settled = 0;
    for (const { before, max, last, readings } of this.#tail) {
      after -= readings;
      const isMost = max > before && isMostOf(before, max, level);
      if ((isMost && now - last <= LEAP_STAYED_MS) || after < LEAP_READINGS) break;
      settled++;
    }
    if (settled > 0) this.#skip(settled);
  }

  #readingsOfTail(): number {
    let all = 0;
    for (const { readings } of this.#tail) all += readings;
    return all;
  }

  /** Takes the oldest hours of the tail. */
  #skip(count: number): void {
    for (const hour of this.#tail.splice(0, count)) this.#whole(hour);
  }

  /** As a whole, where that may be. */
  #whole(hour: CounterHour): void {
    if (this.#rule.canSkip(hour)) this.#rule.skip(hour);
    else this.#all(hour, 0);
  }

  /** What may be a leap among the last hours is taken reading by reading. */
  #lookAtTail(): void {
    const level = this.#level;
    let after = this.#readingsOfTail();
    for (const hour of this.#tail.splice(0)) {
      after -= hour.readings;
      const calm = hour.beforeLeaps(level, Math.max(0, LEAP_READINGS - after));
      if (calm === hour.readings) this.#whole(hour);
      else {
        if (calm > 0) this.#whole(calmPart(hour, calm));
        this.#all(hour, calm);
      }
    }
  }

  #each(hour: CounterHour): void {
    this.#lookAtTail();
    this.#all(hour, 0);
  }

  #all(hour: CounterHour, from: number): void {
    const rule = this.#rule;
    for (let i = from; i < hour.readings; i++) {
      const same = rule.isSure ? sameFrom(hour, i, rule.level) : i;
      if (same > i) rule.stay(hour.at(same - 1), same - i);
      if (same < hour.readings) rule.take(hour.at(same), hour.value(same));
      i = same;
    }
  }
}

/** How far readings show the same. */
function sameFrom(hour: CounterHour, from: number, level: number): number {
  let i = from;
  while (i < hour.readings && hour.value(i) === level) i++;
  return i;
}

/** The readings of a rising hour before another. */
function calmPart(hour: CounterHour, to: number): CounterHour {
  const ends = { first: hour.first, last: hour.at(to - 1), min: hour.min, max: hour.value(to - 1) };
  const part = hour.part(0, to, ends);
  part.before = hour.before;
  return part;
}
