import type { CounterRules } from "../ports/history.ts";
import {
  type Begun,
  Change,
  comesBackFrom,
  type Doubt,
  type Fall,
  isDaysLater,
  isFurther,
  isOver,
  isQuestionable,
  isTakenBack,
  LEAP_READINGS,
  LEAP_STAYED_MS,
  LEFT_OF_A_GLITCH,
  type Leap,
  leftOf,
  type Mark,
  ROUNDED,
  risenFrom,
  SMALL,
} from "./doubt.ts";
import type { CounterHour } from "./hour.ts";
import type { Judged, Verdict } from "./judged.ts";
import { FAST, Register, STEEP, UNSEEN_CHANGES } from "./register.ts";

/** Takes what a counter rose. What is in doubt comes between `begin` and `keep` or `drop`; doubts lie within each other. */
export interface Tally {
  /** @param from when the rise began, and @param to when it was seen, UTC ms; it is spread evenly between them */
  add(from: number, to: number, rise: number): void;
  begin(): void;
  /** What was added since the doubt number `i`, from 0, and before the next one, belongs to what lies around it. */
  keep(i: number): void;
  /** What was added since the doubt number `i`, and before the next one, never was. */
  lose(i: number): void;
  /** All that was added since the doubt number `i` never was. */
  drop(i: number): void;
  judged(judged: Judged): void;
  /** Whether it matters how a rise between two instants, UTC ms, is spread within them. */
  isCut(from: number, to: number): boolean;
}

const HOUR_MS = 3_600_000;
/** What has stayed for so long needs no more: a fall is real; a night without an inverter is shorter. */
const STAYED_MS = 36 * HOUR_MS;
/** Doubts that may lie within each other; each is smaller than half of the one around it. */
const MOST_DOUBTS = 64;

/**
 * What a register's readings mean, one after the other. A fall is a reset only where the new value is small against the
 * old and stays; a change that is taken back was none. What cannot be known before more has come is in doubt, and kept
 * apart. It remembers a bounded number of doubts and nothing else, and each reading costs a few steps.
 */
export class CounterRule {
  readonly #rules: CounterRules;
  readonly #tally: Tally;
  #doubts: Doubt[] = [];
  readonly #now: Register;
  #readings = 0;
  /** When it last began anew for certain. */
  #begun: Begun | undefined;

  constructor(rules: CounterRules, tally: Tally) {
    this.#rules = rules;
    this.#now = new Register(rules);
    this.#tally = tally;
  }

  /** What the register is believed to show; NaN: nothing yet. */
  get level(): number {
    return this.#now.level;
  }

  /**
   * The next reading; words and NaN say nothing of a register and are not given here. A little below 0 is 0: some devices show so
   * after a reset.
   * @param at UTC ms, after the one before
   * @param confirmed whether a person said that it is right
   */
  take(at: number, shown: number, confirmed = false): void {
    const value = shown < 0 && -shown < SMALL * this.#now.level ? 0 : shown;
    if (Number.isNaN(this.#now.level)) {
      this.#now.begin(at, value);
      if (value === 0) this.#begun = { from: at, at };
    } else if (confirmed) this.#believe(at, value);
    else if (value !== this.#now.level) this.#judge(at, value);
    else if (this.#doubts.length > 0) this.#settleOld();
    this.#readings++;
    this.#now.at = at;
  }

  /** Whether nothing is in doubt. */
  get isSure(): boolean {
    return this.#doubts.length === 0;
  }

  /** The next readings, up to `at`, show the same as before, and nothing is in doubt. */
  stay(at: number, readings: number): void {
    this.#readings += readings;
    this.#now.at = at;
  }

  /**
   * Takes several readings as a whole, where `canSkip` says so. Leaps that only a later fall would show are the caller's to
   * remember.
   */
  skip(hour: CounterHour): void {
    if (this.#doubts.length > 0) this.#settleOld();
    this.#readings += hour.readings;
    if (hour.max > this.#now.level) {
      this.#count(hour);
      this.#now.total += hour.max - this.#now.level;
      this.#now.change = hour;
      this.#now.level = hour.max;
    }
    this.#now.at = hour.last;
    if (this.#doubts.length > 0) this.#settleClimbed();
  }

  /** Adds what readings rose: all at once where nobody asks how it is spread within their time. */
  #count(hour: CounterHour): void {
    const { first, last, min, max } = hour;
    if (!this.#tally.isCut(first, last)) {
      if (min > this.#now.level) this.#tally.add(this.#now.at, first, min - this.#now.level);
      if (max > min) this.#tally.add(first, last, max - min);
      return;
    }
    let [at, level] = [this.#now.at, this.#now.level];
    for (let i = 0; i < hour.readings; i++) {
      const [now, value] = [hour.at(i), hour.value(i)];
      if (value > level) this.#tally.add(at, now, value - level);
      [at, level] = [now, value];
    }
  }

  /** Whether nothing in readings of which none is below the one before can be in doubt now. */
  canSkip({ min, max, last }: CounterHour): boolean {
    const level = this.#now.level;
    if (!(min >= level)) return false;
    if (max === level) return true;
    if (this.#now.isDoubled(level, max, 0, last)) return false;
    return this.#doubts.every((doubt, i) => {
      if (doubt.kind === "fall") return max < comesBackFrom(doubt);
      return doubt.doubling !== "asked" && (!this.#hasFallenFrom(i) || max < doubt.before.level - leftOf(doubt));
    });
  }

  /** Nothing more comes. @param live whether nothing more is known at all: what is not certain then does not count */
  finish(live: boolean): void {
    this.#settleOld();
    const hidden = live ? this.#doubts.findIndex((doubt) => this.#isUncertain(doubt)) : -1;
    if (hidden >= 0) {
      this.#tally.drop(hidden);
      this.#doubts.length = hidden;
    }
    for (let doubt = this.#doubts.pop(); doubt !== undefined; doubt = this.#doubts.pop()) this.#end(doubt);
  }

  /** Ends the newest doubt, of which no more will be known. */
  #end(doubt: Doubt): void {
    const i = this.#doubts.length;
    if (doubt.kind === "leap" && doubt.back) {
      this.#settleBack(i, doubt, doubt.back);
      return;
    }
    this.#tally.keep(i);
    if (doubt.kind === "leap" && doubt.doubling === "refused") this.#tellSettled(doubt, "other_register");
    if (doubt.kind === "fall" && doubt.as === "rollover") this.#tellSettled(doubt, "rollover");
  }

  /** Whether it counts a leap that has just come. */
  #isUncertain(doubt: Doubt): boolean {
    const isNew = this.#readings - doubt.reading < LEAP_READINGS;
    return doubt.kind === "leap" && doubt.steep && doubt.doubling === "no" && !doubt.back && isNew;
  }

  /** Whether it may just have gone on rising to a value from what was shown before. */
  #hasGoneOn(before: Mark, at: number, value: number): boolean {
    return value >= before.level && this.#now.isUsual(value - before.level, at - before.at, before);
  }

  #goBack(i: number): void {
    const doubt = this.#doubts[i];
    if (doubt === undefined) return;
    this.#tally.drop(i);
    this.#doubts.length = i;
    this.#now.goBack(doubt.before);
  }

  #judge(at: number, value: number): void {
    this.#settleOld();
    // each turn ends a doubt, but for the last
    for (let turn = 0; turn <= MOST_DOUBTS; turn++) {
      if (value < this.#now.level) {
        if (this.#now.level - value <= ROUNDED * (this.#rules.resolution ?? 0)) return;
        const leap = this.#leapTakenBack(at, value);
        if (leap < 0) {
          this.#fall(at, value);
          return;
        }
        this.#takeBack(leap, at, value, "spike");
      } else if (!this.#risesBack(at, value)) return;
    }
  }

  /** A reading that is not below the one before. @returns whether it took back what was in doubt, and is to be judged anew */
  #risesBack(at: number, value: number): boolean {
    const i = this.#nearestBack(at, value);
    const doubt = this.#doubts[i];
    if (doubt === undefined) this.#rise(at, value);
    else if (doubt.kind === "fall" && this.#isQuestionable(doubt, at, value)) this.#riseFrom(doubt, at, value);
    else {
      this.#takeBack(i, at, value, doubt.kind === "leap" ? "spike" : "taken_back");
      return true;
    }
    return false;
  }

  #isQuestionable(fall: Fall, at: number, value: number): boolean {
    const { level } = this.#now;
    return isQuestionable(fall, level, value) && (level > fall.low || !this.#hasGoneOn(fall.before, at, value));
  }

  /**
   * The doubt that a rise takes back; of several that after which it is nearest to what was shown before, and one that begins anew
   * each day only where no other is.
   */
  #nearestBack(at: number, value: number): number {
    let [found, least] = [-1, Number.POSITIVE_INFINITY];
    let daily = -1;
    for (const [i, doubt] of this.#doubts.entries()) {
      const far = Math.abs(value - doubt.before.level);
      if (far > least) continue;
      if (!(doubt.kind === "fall" ? this.#comesBack(doubt, i, at, value) : this.#comesBackBelow(doubt, i, at, value)))
        continue;
      if (doubt.kind === "fall" && doubt.isDaily) daily = i;
      else [found, least] = [i, far];
    }
    return found >= 0 ? found : daily;
  }

  #takeBack(i: number, at: number, value: number, verdict: Verdict): void {
    this.#tell(i, at, value, verdict);
    this.#goBack(i);
  }

  /** A rise that takes a fall back if it stays. */
  #riseFrom(fall: Fall, at: number, value: number): void {
    const before = this.#now.mark();
    this.#doubt({ kind: "leap", before, at, value, steep: true, doubling: "no", back: fall, reading: this.#readings });
    const rise = risenFrom(fall.before, value);
    if (rise > 0) this.#tally.add(fall.before.at, at, rise);
    this.#now.level = value;
    this.#now.change = new Change(fall.before.change.lastChange().size, at);
  }

  /** A rise has stayed that takes a fall back. @returns the number of the lowest doubt that it ended */
  #settleBack(i: number, leap: Leap, fall: Fall): number {
    const k = this.#doubts.indexOf(fall);
    if (k < 0) {
      this.#tellSettled(leap, "other_register");
      this.#tally.lose(i);
      return i;
    }
    this.#tell(k, leap.at, leap.value, "taken_back");
    this.#now.total += fall.before.total + risenFrom(fall.before, leap.value) - leap.before.total;
    this.#doubts.splice(k, i - k);
    for (let j = i - 1; j >= k; j--) this.#tally.lose(j);
    this.#tally.keep(k);
    return k;
  }

  #rise(at: number, value: number): void {
    const rise = value - this.#now.level;
    if (rise === 0) return;
    this.#answer(at, rise);
    const time_ms = at - this.#now.at;
    const isTooFast = this.#now.isTooFast(rise, time_ms);
    const isDoubled = this.#now.isDoubled(this.#now.level, value, time_ms);
    const isFast = isTooFast || this.#now.exceeds(rise, time_ms, FAST);
    // one that is read rarely may well double at its pace
    const doubles = isDoubled && isFast;
    // of the very first change nobody knows whether it is fast
    const steep = doubles || isTooFast || (this.#now.exceeds(rise, time_ms, STEEP) && this.#now.pace() > 0);
    if (isDoubled || isFast) {
      const doubling = doubles ? "asked" : "no";
      this.#doubt({
        kind: "leap",
        before: this.#now.mark(),
        at,
        value,
        steep,
        doubling,
        back: undefined,
        reading: this.#readings,
      });
    }
    // what may be none says nothing of how it rises
    const size = steep ? this.#now.change.lastChange().size : rise;
    if (!steep) this.#now.total += rise;
    if (!doubles) this.#tally.add(this.#now.at, at, rise);
    this.#now.level = value;
    this.#now.change = new Change(size, at);
    this.#settleClimbed();
  }

  /** The change after a leap that doubled the register tells whether the leap was real: whether it is as fast. */
  #answer(now: number, rise: number): void {
    const leap = this.#doubts.at(-1);
    if (leap?.kind !== "leap" || leap.doubling !== "asked") return;
    const { before, at, value } = leap;
    const leapt = value - before.level;
    const took_ms = at - before.at;
    const isReal = !this.#now.isTooFast(leapt, took_ms) && leapt * (now - at) <= STEEP * rise * took_ms;
    leap.doubling = isReal ? "no" : "refused";
    if (!isReal) return;
    this.#tally.add(before.at, at, leapt);
    // garbage does not rise for so long
    if (now - at > LEAP_STAYED_MS) this.#settle(this.#doubts.length - 1);
  }

  #fall(at: number, value: number): void {
    const time_ms = at - this.#now.at;
    const over = this.#now.overflow(value, time_ms);
    const isSmall = value >= 0 && value < SMALL * this.#now.level;
    const isDue = this.#beginsDaily(this.#now.at, at);
    const isReset =
      isSmall || (isDue && this.#now.mayHaveBegun(value, time_ms)) || this.#now.hasBegunAnew(value, time_ms);
    const as = over !== undefined ? "rollover" : isReset ? "reset" : "restart";
    const before = this.#now.mark();
    const rise = over ?? (isReset && this.#now.mayHaveRisen(value, time_ms, FAST) ? value : 0);
    const isDaily = as === "reset" && isDue;
    this.#doubt({ kind: "fall", before, at, value, as, isDaily, low: value, reading: this.#readings });
    if (rise > 0) this.#tally.add(this.#now.at, at, rise);
    this.#now.total += rise;
    this.#now.level = value;
    this.#now.change = new Change(before.change.lastChange().size, at);
  }

  /** Whether it began anew whole days before, so that it may do so each day. @param from when it was seen before it fell */
  #beginsDaily(from: number, at: number): boolean {
    const now = { from, at };
    if (this.#begun && isDaysLater(this.#begun, now)) return true;
    return this.#doubts.some(
      (doubt) =>
        doubt.kind === "fall" && doubt.as === "reset" && isDaysLater({ from: doubt.before.at, at: doubt.at }, now),
    );
  }

  /** Whether a rise to a value takes a fall back: in one step, most of the way, and faster than it could have risen. */
  #comesBack(fall: Fall, i: number, at: number, value: number): boolean {
    const { before, low, as } = fall;
    const { level } = before;
    if (value < comesBackFrom(fall)) return false;
    const sure = this.#sureLevel(i);
    if (level - sure < sure - low) return false;
    const rise = value - this.#now.level;
    const time_ms = at - this.#now.at;
    if (fall.isDaily && !this.#now.isFast(rise, time_ms)) return false;
    // it leapt back by garbage, and goes on
    if (level - this.#now.level < this.#now.level - low)
      return !this.#isComingBack(fall) && this.#hasGoneOn(before, at, value);
    // a coarse last digit comes at once, after a long time
    const since_ms = at - this.#now.change.lastChange().at;
    if (as === "restart") return !this.#now.isUsual(rise, since_ms) || !isFurther(level - low, before.change);
    // what starts shows 0 first, and then what was saved last
    if (value < level) return rise >= this.#now.level - low && this.#now.isFast(rise, since_ms);
    if (this.#now.isUsual(rise, time_ms)) return false;
    if (this.#now.isFast(rise, time_ms))
      return !this.#now.isDoubled(level, value) || this.#hasGoneOn(before, at, value);
    return (
      (value - level <= UNSEEN_CHANGES * before.change.lastChange().size && !this.#now.isDoubled(level, value)) ||
      this.#hasGoneOn(before, at, value)
    );
  }

  /** What it shows after a doubt without the leaps that may be none. */
  #sureLevel(i: number): number {
    const leap = this.#doubts.find((doubt, k) => k > i && doubt.kind === "leap");
    return leap?.before.level ?? this.#now.level;
  }

  /** The same of a leap after which it fell below where it was before. */
  #comesBackBelow(leap: Leap, i: number, at: number, value: number): boolean {
    const [{ level }, fall] = [leap.before, this.#doubts[i + 1]];
    if (fall?.kind !== "fall" || !isTakenBack(leap, value)) return false;
    return (
      level - this.#now.level >= this.#now.level - fall.low &&
      this.#now.isFast(value - this.#now.level, at - this.#now.at)
    );
  }

  /** The leap that a fall to a value takes back; of several that before which it was nearest to that. */
  #leapTakenBack(at: number, value: number): number {
    let [found, least] = [-1, Number.POSITIVE_INFINITY];
    const isDue = value < SMALL * this.#now.level && this.#beginsDaily(this.#now.at, at);
    for (const [i, doubt] of this.#doubts.entries()) {
      const { kind, before } = doubt;
      const far = Math.abs(value - before.level);
      if (kind !== "leap" || far > least || (isDue && !doubt.steep)) continue;
      if (isTakenBack(doubt, value) || this.#hasGoneOn(before, at, value) || this.#wasGlitch(doubt, at, value))
        [found, least] = [i, far];
    }
    return found;
  }

  /** Whether a leap of a few readings was a glitch: it falls back by most of it, to where the register may well have got to. */
  #wasGlitch(leap: Leap, at: number, value: number): boolean {
    const { before, value: top, reading } = leap;
    const rise = value - before.level;
    if (rise < 0 || rise > LEFT_OF_A_GLITCH * (top - before.level) || this.#readings - reading >= LEAP_READINGS)
      return false;
    return this.#now.mayHaveRisen(rise, at - before.at, FAST, before);
  }

  #hasFallenFrom(i: number): boolean {
    return this.#doubts[i + 1]?.kind === "fall";
  }

  #doubt(doubt: Doubt): void {
    if (this.#doubts.length >= MOST_DOUBTS) this.#settle(0);
    this.#doubts.push(doubt);
    this.#tally.begin();
  }

  /** A person confirmed the reading: whatever was in doubt is as it is shown. */
  #believe(at: number, value: number): void {
    while (this.#doubts.length > 0) this.#settle(this.#doubts.length - 1);
    const rise =
      value >= this.#now.level ? value - this.#now.level : value < SMALL * this.#now.level ? Math.max(0, value) : 0;
    if (rise > 0) this.#tally.add(this.#now.at, at, rise);
    this.#now.total += rise;
    this.#now.change = new Change(rise, at);
    this.#now.level = value;
  }

  /** What has stayed for long enough is real. */
  #settleOld(): void {
    for (let i = this.#oldest(); i >= 0; i = this.#oldest()) this.#settle(i);
  }

  #oldest(): number {
    return this.#doubts.findLastIndex((doubt) => {
      const isOld = this.#now.at - doubt.at > STAYED_MS;
      if (doubt.kind === "fall") return isOld && !this.#isComingBack(doubt);
      // what the next change is to tell of waits for it
      return doubt.doubling === "asked" ? isOld : this.#hasStayed(doubt.at, doubt.reading);
    });
  }

  /** Whether there is a leap that takes a fall back if it stays. */
  #isComingBack(fall: Fall): boolean {
    return this.#doubts.some((doubt) => doubt.kind === "leap" && doubt.back === fall);
  }

  /** Whether a leap has stayed for long enough. */
  #hasStayed(at: number, reading: number): boolean {
    return this.#now.at - at > LEAP_STAYED_MS && this.#readings - reading >= LEAP_READINGS;
  }

  /** So is a fall after which it has climbed half the way, and a leap that is not the most of what it rose any more. */
  #settleClimbed(): void {
    let sure = this.#now.level;
    for (let i = this.#doubts.length - 1; i >= 0; i--) {
      const doubt = this.#doubts[i];
      if (doubt === undefined) continue;
      if (isOver(doubt, sure)) this.#settle(i);
      // nobody has climbed by a leap that may be none
      else if (doubt.kind === "leap") sure = doubt.before.level;
    }
  }

  #settle(i: number): void {
    const [doubt] = this.#doubts.splice(i, 1);
    if (doubt?.kind === "fall") this.#settleFall(i, doubt);
    else if (doubt) this.#settleLeap(i, doubt, true);
  }

  #settleFall(i: number, fall: Fall): void {
    if (fall.as !== "reset") this.#tellSettled(fall, fall.as);
    else this.#begun = { from: fall.before.at, at: fall.at };
    // what it showed before a real fall does not come back; a leap that did not stay until then was none
    let k = i - 1;
    for (let leap = this.#doubts[k]; leap?.kind === "leap"; leap = this.#doubts[k]) {
      this.#doubts.splice(k, 1);
      k = this.#settleLeap(k, leap, !leap.steep || fall.reading - leap.reading >= LEAP_READINGS) - 1;
    }
    this.#tally.keep(k + 1);
    const around = this.#doubts[k];
    if (around?.kind === "fall") around.low = Math.min(around.low, fall.low);
  }

  /** @returns the number of the lowest doubt that it ended */
  #settleLeap(i: number, leap: Leap, stayed: boolean): number {
    if (stayed && leap.back) return this.#settleBack(i, leap, leap.back);
    if (leap.doubling !== "no") this.#tellSettled(leap, "other_register");
    else if (!stayed) this.#tellSettled(leap, "spike");
    else if (leap.steep) this.#now.total += leap.value - leap.before.level;
    if (stayed) this.#tally.keep(i);
    else this.#tally.lose(i);
    return i;
  }

  #tellSettled(doubt: Doubt, verdict: Verdict): void {
    this.#say(doubt, doubt.at, doubt.value, verdict);
  }

  #tell(i: number, until: number, after: number, verdict: Verdict): void {
    const doubt = this.#doubts[i];
    if (doubt !== undefined) this.#say(doubt, until, after, verdict);
  }

  #say(doubt: Doubt, until: number, after: number, verdict: Verdict): void {
    const { at, value, before } = doubt;
    const isOpen = until - before.at >= HOUR_MS && this.#isOpen(doubt, until, after, verdict);
    const open = isOpen ? { open_since: before.at } : {};
    this.#tally.judged({ at, until, before: before.level, value, after, verdict, times: 1, ...open });
  }

  /** Whether what was judged may have been otherwise, as the register is read so rarely. */
  #isOpen({ at, value, before }: Doubt, until: number, after: number, verdict: Verdict): boolean {
    const mayHave = (rise: number, time_ms: number): boolean => this.#now.mayHaveRisen(rise, time_ms, FAST, before);
    // a glitch, or it began anew and has risen since
    if (verdict === "taken_back") return mayHave(after - value, until - at);
    // an older value, or what was shown before was a glitch
    if (verdict === "restart") return mayHave(before.level - value, at - before.at);
    // a glitch, or it rose, and began anew
    if (verdict !== "spike" || after >= SMALL * value) return false;
    return before.total === 0 || mayHave(value - before.level, at - before.at);
  }
}
