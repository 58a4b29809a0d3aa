import { FURTHEST_INSTANT, HOUR, type Now, type Pace } from "../../model/index.ts";
import { TakenTimes } from "./taken-times.ts";
import { STEP_MS } from "./trust.ts";

/** While recorded time waits for the clock, each of its milliseconds is worth so many true ones. */
const SLOW_RATE = 2;
/** The two clocks are read one after the other: what lies within is no step. */
const UNEVEN_MS = 5;
/** A clock that is set more often in an hour is noted no more in that hour: nobody's is. */
const NOTED_PER_HOUR = 60;
/** Less than this is not noted: a process that had to wait between two looks at the clocks. */
const NOTED_MS = 250;

/** Where recorded time is. */
interface Place {
  /** The last instant given, not rounded, UTC ms. */
  at: number;
  mono: number;
  /** Wall clock − monotonic clock, as they were last seen. */
  offset: number;
}

/** Recorded time is ahead of the clock. */
interface Ahead extends Pace {
  /** 1: the clock is not to be trusted, so that nothing waits for it. */
  readonly rate: 1 | typeof SLOW_RATE;
  /** It was told. */
  readonly noted: boolean;
  /** It ends here at the latest, where another time that is taken begins. */
  readonly most: number;
}

/** What is kept from run to run. */
interface SavedTime {
  readonly slow?: Pace;
  readonly taken?: unknown;
}

/**
 * The time that readings are recorded with: the wall clock, but no time is recorded twice. Two hours of readings in one
 * would be half the energy, and of two readings at one instant only the first is kept.
 *
 * When the clock is set back into a time that was recorded already, recorded time goes on from where it was at half speed
 * until the clock has caught up. When the clock is set forward, it leaps. Both are told as paces, with which sums of
 * energy stay those of true time.
 */
export class RecordedTime {
  #place: Place | undefined;
  /** What was recorded last, by an earlier run. */
  readonly #newest_at: number | null;
  readonly #taken: TakenTimes;
  #ahead: Ahead | undefined;
  #paces: Pace[] = [];
  /** What was recorded last, where that lies ahead of where recorded time is, UTC ms. */
  #reached = Number.NEGATIVE_INFINITY;
  /** Steps noted in an hour of the monotonic clock. */
  #noted = { hour: 0, count: 0 };
  #offset: number | undefined;

  /**
   * @param newest_at the newest instant that is recorded, UTC ms
   * @param saved what `plain` gave in an earlier run
   */
  constructor(newest_at: number | null, saved?: unknown) {
    const { slow } = Object(saved) as SavedTime;
    this.#newest_at = newest_at;
    this.#taken = takenBefore(saved);
    if (slow && Number.isSafeInteger(slow.since) && Number.isSafeInteger(slow.until)) {
      this.#ahead = { since: slow.since, until: slow.until, rate: SLOW_RATE, noted: true, most: slow.until };
    }
  }

  /** What the wall clock showed at the newest instant recorded by an earlier run, UTC ms; before `stamp`. */
  get newest_clock_at(): number | null {
    if (this.#newest_at === null) return null;
    const left = Math.max(0, (this.#ahead?.until ?? this.#newest_at) - this.#newest_at);
    return this.#newest_at - left * (SLOW_RATE - 1);
  }

  /**
   * The instant to record for what happened now, UTC ms. What happened before another thing that has its instant already is given
   * the same one at least.
   * @param sure the clock was set, so that it is worth waiting for, and may be followed back
   */
  stamp(now: Now, sure: boolean): number {
    const offset = now.at - now.mono;
    if (!this.#place) this.#place = this.#begin(now, sure);
    // whoever began to think earlier is heard later: time that has passed once does not pass again
    else if (now.mono >= this.#place.mono) {
      const last = this.#place.at;
      this.#pass(this.#place, now.mono, sure);
      if (!this.#ahead) this.#place.at = even(last, this.#place.at, now.at);
      const step = offset - this.#place.offset;
      this.#place.offset = offset;
      this.#follow(this.#place, now.at, step, sure);
    }
    return Math.round(this.#place.at);
  }

  /** The last instant given, UTC ms; before the first one −∞. */
  get at(): number {
    return this.#place ? Math.round(this.#place.at) : Number.NEGATIVE_INFINITY;
  }

  /** Something was recorded at this instant, which may lie a little ahead of the last one given, UTC ms. */
  reached(at: number): void {
    this.#reached = Math.max(this.#reached, at);
  }

  /** By how much recorded time is ahead of the wall clock, ms. */
  get ahead_ms(): number {
    return this.#place && this.#ahead ? Math.max(0, Math.round(this.#place.at - clockAt(this.#place))) : 0;
  }

  /** How long it goes slowly still, ms of true time; 0: it does not. */
  get wait_ms(): number {
    return this.#ahead?.rate === SLOW_RATE ? Math.round(this.ahead_ms / (1 - 1 / SLOW_RATE)) : 0;
  }

  /** Paces that are new or have changed since they were asked for last; of the same beginning the last one counts. */
  takePaces(): Pace[] {
    const paces = this.#paces;
    this.#paces = [];
    return paces;
  }

  /** What a later run must know. */
  plain(): unknown {
    const { since, until, noted } = this.#ahead ?? {};
    return { taken: this.#taken.plain(), ...(noted && { slow: { since, until } }) };
  }

  #begin(now: Now, sure: boolean): Place {
    const place = { at: now.at, mono: now.mono, offset: now.at - now.mono };
    if (this.#newest_at === null) {
      this.#taken.begin(now.at);
      return place;
    }
    place.at = this.#newest_at + 1;
    this.#taken.endsBefore(place.at);
    this.#meet(place.at);
    if (now.at < place.at) this.#follow(place, now.at, now.at - place.at, sure);
    else {
      // what was read before a pause holds in it for its usual time
      this.#taken.leave(place.at, now.at);
      this.#enter(place, now.at, sure);
    }
    return place;
  }

  /** Lets time pass up to a moment of the monotonic clock, while the wall clock is as it was. */
  #pass(place: Place, mono: number, sure: boolean): void {
    const passed = mono - place.mono;
    const behind = place.at - clockAt(place);
    place.mono = mono;
    if (!this.#ahead) {
      this.#enter(place, Math.max(place.at, clockAt(place)), sure);
      return;
    }
    const { rate } = this.#ahead;
    const until_met = behind / (1 - 1 / rate);
    if (passed < until_met) this.#enter(place, place.at + passed / rate, sure);
    else {
      this.#meet(place.at + until_met / rate);
      this.#enter(place, clockAt(place), sure);
    }
  }

  /** Recorded time has come to an instant; where that is taken, to the next one that is free. */
  #enter(place: Place, at: number, sure: boolean): void {
    place.at = this.#taken.enter(at);
    if (place.at === at) return;
    this.#meet(at);
    this.#goAhead(place, sure);
  }

  /** The wall clock shows something new. @param step by how much it was set */
  #follow(place: Place, clock: number, step: number, sure: boolean): void {
    const { at } = place;
    const behind = at - clock;
    if (behind <= 0) {
      this.#meet(at);
      this.#leap(place, clock, sure);
      return;
    }
    // whoever begins to trust the clock sees no step
    const isNew = -step > NOTED_MS || this.#ahead?.rate === 1;
    const free = sure && isNew ? this.#taken.freeFrom(clock) : undefined;
    if (free !== undefined) {
      this.#meet(at);
      this.#goBack(place, free);
      if (free - clock > UNEVEN_MS) this.#goAhead(place, sure);
    } else if (this.#ahead ? Math.abs(step) > NOTED_MS || (sure && this.#ahead.rate === 1) : behind > UNEVEN_MS) {
      this.#goAhead(place, sure);
    }
  }

  #leap(place: Place, clock: number, sure: boolean): void {
    const until = Math.round(clock);
    const end = Math.min(Math.max(place.at, this.#reached), clock);
    const since = sinceOfLeap(end);
    if (until - since > NOTED_MS && this.#mayNote(place)) this.#paces.push({ since, until, rate: 0 });
    this.#taken.leave(end, clock);
    this.#enter(place, clock, sure);
  }

  /** Recorded time goes on in a time that is free; what was read last holds no longer than until now. */
  #goBack(place: Place, to: number): void {
    const end = Math.max(place.at, this.#reached);
    const since = sinceOfLeap(end);
    if (this.#mayNote(place)) this.#paces.push({ since, until: FURTHEST_INSTANT, rate: 0 });
    this.#taken.leave(end, to);
    this.#reached = to;
    place.at = to;
  }

  /** Recorded time goes on from where it is, although the clock is behind. */
  #goAhead(place: Place, sure: boolean): void {
    const rate = sure ? SLOW_RATE : 1;
    place.at = Math.round(place.at);
    const behind = Math.round(place.at - clockAt(place));
    const going = this.#ahead?.rate === rate ? this.#ahead : undefined;
    const noted = going?.noted === true || (sure && behind > NOTED_MS && this.#mayNote(place));
    const most = this.#taken.nextAfter(place.at);
    const until = Math.min(most, place.at + Math.round(behind / (SLOW_RATE - 1)));
    this.#ahead = { since: going?.since ?? place.at, until, rate, noted, most };
    this.#note();
  }

  #mayNote({ mono }: Place): boolean {
    const hour = Math.floor(mono / HOUR);
    if (hour !== this.#noted.hour) this.#noted = { hour, count: 0 };
    return this.#noted.count++ < NOTED_PER_HOUR;
  }

  /** Recorded time is ahead of the clock no more, since an instant. */
  #meet(at: number): void {
    if (!this.#ahead) return;
    const { since, most } = this.#ahead;
    this.#ahead = { ...this.#ahead, until: Math.max(since, Math.min(most, Math.round(at))) };
    this.#note();
    this.#ahead = undefined;
  }

  #note(): void {
    if (!this.#ahead?.noted) return;
    const { since, until, rate } = this.#ahead;
    this.#paces.push({ since, until, rate });
  }

  /** By how much the wall clock was set since the last look, ms; 0 when it was not. */
  step(now: Now): number {
    const offset = now.at - now.mono;
    const by = this.#offset === undefined ? 0 : offset - this.#offset;
    this.#offset = offset;
    return Math.abs(by) > STEP_MS ? by : 0;
  }
}

/** Where recorded time is when the clock shows a little less than was expected: there, but not before what was given last. */
function even(last: number, expected: number, clock: number): number {
  return expected - clock <= UNEVEN_MS ? Math.max(last, Math.min(expected, clock)) : expected;
}

/** Where a leap begins: what was read at this very moment was read before it. */
function sinceOfLeap(at: number): number {
  return Math.round(at) + 1;
}

/** The times that were recorded by earlier runs. @param saved what `plain` gave */
export function takenBefore(saved: unknown): TakenTimes {
  return new TakenTimes((Object(saved) as SavedTime).taken);
}

/** What the wall clock shows at a place. */
function clockAt({ mono, offset }: Place): number {
  return mono + offset;
}
