const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A leap that has stayed for so long is real … */
export const LEAP_STAYED_MS = HOUR_MS;
/** … in so many readings at least; with these it is shown. */
export const LEAP_READINGS = 3;
/** A new value below this part of the old one may be a reset. */
export const SMALL = 1 / 4;
/** A leap is taken back where no more than this part of it is left, and ends to be one when it is less than all but this. */
export const LEFT_OF_A_LEAP = 1 / 8;
/** The same of one that came and went within a few readings, if the register may have risen by what is left. */
export const LEFT_OF_A_GLITCH = 1 / 2;

/** Decimals are rounded as doubles are. */
export const ROUNDED = 1 + 1e-6;

/** The last change of a register: by how much, and the instant of the reading that showed it, UTC ms. */
export interface LastChange {
  readonly size: number;
  readonly at: number;
}

/** Knows a last change, or has to look for it: it is asked only when it matters. */
export interface ChangeSource {
  lastChange(): LastChange;
}

/** A change that is known. */
export class Change implements ChangeSource, LastChange {
  readonly size: number;
  readonly at: number;

  constructor(size: number, at: number) {
    this.size = size;
    this.at = at;
  }

  lastChange(): LastChange {
    return this;
  }
}

/** Whether it fell by more than it changed last: so far no last digit trembles. */
export function isFurther(fall: number, change: ChangeSource): boolean {
  return fall > ROUNDED * change.lastChange().size;
}

/** What a register is believed to show, so that the rule can go back there. */
export interface Mark {
  readonly level: number;
  /** When it was seen to show so last, UTC ms. */
  readonly at: number;
  readonly change: ChangeSource;
  /** All that it rose so far. */
  readonly total: number;
}

/** It began anew at some time after `from` and at `at` or before, UTC ms. */
export interface Begun {
  readonly from: number;
  readonly at: number;
}

/** Whether one may lie whole days after another, be they 23 or 25 hours long. */
export function isDaysLater(one: Begun, later: Begun): boolean {
  const [least, most] = [later.from - one.at - HOUR_MS, later.at - one.from + HOUR_MS];
  return Math.floor(most / DAY_MS) >= Math.max(1, Math.ceil(least / DAY_MS));
}

interface Changed {
  /** As it was before. */
  readonly before: Mark;
  /** The instant of the changed reading, and what it showed. */
  readonly at: number;
  readonly value: number;
  /** So many readings came before it. */
  readonly reading: number;
}

/** It fell: was that real, or will it come back? */
export interface Fall extends Changed {
  readonly kind: "fall";
  readonly as: "reset" | "rollover" | "restart";
  /** It began anew whole days before too. */
  readonly isDaily: boolean;
  /** The lowest that it showed since. */
  low: number;
}

/** It rose much faster than before: was that real, or will it fall back? */
export interface Leap extends Changed {
  readonly kind: "leap";
  /** So steep that it does not count before it has stayed. */
  readonly steep: boolean;
  /** It more than doubled the register, and counts only if what follows is as fast: `asked` until the next change. */
  doubling: "no" | "asked" | "refused";
  /** The fall that it takes back if it stays: then it rose from what was shown before that. */
  readonly back: Fall | undefined;
}

export type Doubt = Fall | Leap;

/** From which value on a fall may have been taken back. */
export function comesBackFrom({ as, before }: Fall): number {
  return as === "restart" ? before.level : SMALL * before.level;
}

/** Whether what takes back a fall may be a leap itself: it is far from what was before, or what it fell to had risen. */
export function isQuestionable({ as, before, low }: Fall, level: number, value: number): boolean {
  return as !== "restart" && (level > low || Math.abs(value - before.level) > LEFT_OF_A_LEAP * before.level);
}

/** What a register rose that may have been lost a little of. */
export function risenFrom({ level }: Mark, value: number): number {
  return Math.max(0, value - level);
}

/** What may be left of a leap that is taken back. */
export function leftOf({ before, value }: Leap): number {
  return LEFT_OF_A_LEAP * (value - before.level);
}

export function isTakenBack(leap: Leap, value: number): boolean {
  return Math.abs(value - leap.before.level) <= leftOf(leap);
}

export function isOver(doubt: Doubt, level: number): boolean {
  const { before, value } = doubt;
  if (doubt.kind === "fall") return level - doubt.low > before.level - level;
  return value - before.level < (1 - LEFT_OF_A_LEAP) * (level - before.level);
}

/** Whether a rise is the most of what was risen up to a level: falling back to where it began it would be taken back. */
export function isMostOf(before: number, after: number, level: number): boolean {
  return after - before >= (1 - LEFT_OF_A_LEAP) * (level - before);
}
