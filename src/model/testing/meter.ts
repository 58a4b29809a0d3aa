import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";

/** A meter that is simulated with its truth: what it counted, and what its readings show when all kinds of faults befall it. */

export interface MeterPlan {
  readonly seed: number;
  readonly days: number;
  /** From reading to reading, ms. */
  readonly step_ms: number;
  /** What its last digit is worth. */
  readonly digit: number;
  /** What it shows at first; `day`: it begins at 0 each midnight (UTC). */
  readonly begins: number | "day";
  /** Where it begins at 0 again by itself. */
  readonly rollover: number;
  readonly faults: readonly Fault[];
  /** Faults a day, one after the other. */
  readonly faults_a_day: number;
}

export type Fault =
  | "zero"
  | "garbage"
  | "words"
  | "spike"
  | "tremble"
  | "restart"
  | "boot"
  | "silence"
  | "frozen"
  | "exchange";

export interface Metered {
  /** Words between the numbers are `NaN`. */
  readonly readings: readonly { readonly at: number; readonly value: number }[];
  /** What was really counted on each day. */
  readonly days: readonly number[];
  /** What nobody can know of each day: the last digit, and what was counted between two readings when the register was lost. */
  readonly unseen: readonly number[];
}

/** Numbers from 0 to below 1, the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MOST_KW = 4;

/** What the house uses, kW: something always runs, and now and then something large. */
class Use {
  readonly #random: () => number;
  #power = 0.2;
  #until = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  at(at: number): number {
    if (at >= this.#until) {
      this.#until = at + (5 + 60 * this.#random()) * MINUTE;
      this.#power = this.#random() < 0.25 ? 1 + (MOST_KW - 1) * this.#random() : 0.15 + 0.5 * this.#random();
    }
    return this.#power;
  }
}

/** What is right at the beginning and at the end of each span: a day, or several readings where they are rarer. */
export function spanOf(step_ms: number): number {
  return step_ms < DAY ? DAY : 8 * step_ms;
}

/** So long after a span begins, and before it ends, nothing befalls the meter, but one reading does where they are rarer. */
const FAULTLESS = 2 * HOUR;

/** A spike is higher than so many times what the house can use. */
const FAR = 4;
/** Of a register that is read rarely so many readings are right after one that is not. */
const CALM = 3;

/** By less than this from the right register nobody can tell a reading that is wrong from one after which it rose. */
function mistakable(step_ms: number): number {
  return (2 * MOST_KW * step_ms) / HOUR;
}

/** Says how a fault alters what is shown. */
interface Trouble {
  readonly fault: Fault;
  readonly until: number;
  readonly size: number;
}

const LONGEST: Readonly<Record<Fault, number>> = {
  zero: 14 * HOUR,
  garbage: 2 * MINUTE,
  words: 3 * HOUR,
  spike: 2 * MINUTE,
  tremble: HOUR,
  restart: 0,
  boot: 2 * MINUTE,
  silence: 3 * HOUR,
  frozen: 3 * HOUR,
  exchange: 0,
};

/** A register and what befalls it. */
class Meter {
  readonly #plan: MeterPlan;
  readonly #random: () => number;
  readonly unseen: number[];
  register: number;
  /** What it rose since it was read rightly. */
  rise = 0;
  #trouble: Trouble | undefined;
  /** Until then nothing befalls it. */
  #calm = 0;
  #shown = 0;
  #exchanged = 0;
  #lost = 0;

  constructor(plan: MeterPlan, random: () => number) {
    this.#plan = plan;
    this.#random = random;
    this.register = plan.begins === "day" ? 0 : plan.begins;
    this.unseen = Array.from({ length: plan.days }, () => plan.digit);
  }

  #hides(day: number, some: number): void {
    this.unseen[day] = (this.unseen[day] ?? 0) + some;
  }

  #loses(day: number, more: number): void {
    this.#hides(day, this.#plan.digit + this.rise + more);
  }

  midnight(day: number): void {
    if (this.#plan.begins !== "day") return;
    this.register = 0;
    this.#loses(day - 1, 0);
  }

  /** What befell it may be over. */
  recover(day: number, at: number): void {
    const { step_ms } = this.#plan;
    if (!this.#trouble || at < this.#trouble.until) return;
    // whether it lost a little, or lost more and rose while it started, nothing shows
    if (this.#trouble.fault === "boot") this.#hides(day, Math.min(this.#lost, this.rise));
    this.#calm = at + (step_ms < HOUR ? 0 : CALM * step_ms);
    this.#trouble = undefined;
  }

  /** Something may befall it now. */
  befall(day: number, at: number, until: number): void {
    const { faults, faults_a_day, step_ms } = this.#plan;
    const random = this.#random;
    if (this.#trouble || at < this.#calm || random() >= (faults_a_day * step_ms) / DAY || at + step_ms > until) return;
    const fault = faults[Math.floor(random() * faults.length)] ?? "zero";
    if (fault === "exchange" && this.#exchanged++ > 0) return;
    const longest = Math.min(LONGEST[fault], until - at);
    this.#trouble = { fault, until: at + Math.max(step_ms, longest * random() ** 3), size: random() };
    if (fault === "exchange") this.#exchange(day);
    if (fault === "restart" || fault === "boot") this.#restart(day);
  }

  #exchange(day: number): void {
    this.register = 0;
    this.#loses(day, this.#plan.digit);
  }

  #restart(day: number): void {
    const { digit, step_ms } = this.#plan;
    const lost = Math.min(this.register / 2, digit * (2 + 40 * this.#random()));
    this.register -= lost;
    this.#lost = lost;
    // a loss of less than what a reading may rise looks like a tremble
    const unseen = Math.min(lost, mistakable(step_ms));
    this.#loses(day, unseen);
    // a few readings later it is day
    if (step_ms >= HOUR && day + 1 < this.#plan.days) this.#loses(day + 1, unseen);
  }

  /** What is read; `undefined`: nothing. */
  read(day: number): number | undefined {
    const { digit } = this.#plan;
    const right = Number((Math.floor(this.register / digit + 1e-9) * digit).toFixed(6));
    if (this.#trouble?.fault !== "frozen") this.#shown = right;
    if (!this.#trouble || this.#trouble.fault === "tremble") this.rise = 0;
    if (this.#trouble?.fault === "silence") return undefined;
    const shown = seen(this.#trouble, right, this.#shown, this.#plan, this.#random);
    const off = Math.abs(shown - right);
    // garbage that is so near may as well be a restart, from which it rises at the house's use
    if (this.#trouble?.fault === "garbage" && off <= mistakable(this.#plan.step_ms)) this.#hides(day, off);
    return shown;
  }
}

/** In shorter steps than this between two readings the meter's use changes. */
const SLICE = 15 * MINUTE;

/** Until when what befalls the meter now is over, ms from its beginning as `since` is; `undefined`: nothing may befall it. */
function faultsUntil(step_ms: number, since: number): number | undefined {
  const span = spanOf(step_ms);
  const from = since - (since % span);
  const isFirst = step_ms >= HOUR && since < Math.max(DAY, CALM * step_ms);
  if (isFirst || since - from < Math.max(FAULTLESS, step_ms)) return undefined;
  return from + span - (step_ms < FAULTLESS ? FAULTLESS : 0);
}

/** Plays a meter from midnight (UTC) of some day on, with a last reading at the end. */
export function play(plan: MeterPlan): Metered {
  const { step_ms } = plan;
  const random = dice(plan.seed);
  const [use, meter] = [new Use(random), new Meter(plan, random)];
  const readings: { at: number; value: number }[] = [];
  const counted = Array.from({ length: plan.days }, () => 0);
  const start = 20_000 * DAY;
  const end = start + plan.days * DAY;
  const slice = Math.min(SLICE, step_ms);
  for (let at = start; at <= end; at += slice) {
    const day = Math.floor((at - start) / DAY);
    if (at > start && at % DAY === 0) meter.midnight(day);
    if ((at - start) % step_ms === 0) {
      meter.recover(day, at);
      const until = faultsUntil(step_ms, at - start);
      if (until !== undefined) meter.befall(day, at, start + until);
      const value = meter.read(day);
      if (value !== undefined) readings.push({ at, value });
    }
    const rise = (use.at(at) * slice) / HOUR;
    meter.rise += rise;
    meter.register = (meter.register + rise) % plan.rollover;
    if (at < end) counted[day] = (counted[day] ?? 0) + rise;
  }
  return { readings, days: counted, unseen: meter.unseen };
}

function seen(
  trouble: Trouble | undefined,
  right: number,
  before: number,
  { digit, step_ms }: MeterPlan,
  random: () => number,
): number {
  switch (trouble?.fault) {
    case "zero":
    case "boot":
      return 0;
    case "garbage":
      return Math.floor(random() * 100) * digit;
    case "words":
      return Number.NaN;
    case "spike":
      return trouble.size < 0.3
        ? 429_496.7
        : trouble.size < 0.6
          ? right * 10
          : right + Math.max(2 ** Math.floor(4 + 30 * (trouble.size - 0.6)), (FAR * MOST_KW * step_ms) / HOUR);
    case "tremble":
      return random() < 0.5 ? right : Number((right - digit).toFixed(6));
    case "frozen":
      return before;
    default:
      return right;
  }
}

/** From reading to reading, ms. */
export const STEPS: readonly number[] = [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
export const RARE_STEPS: readonly number[] = [1, 2, 4, 6, 8, 12, 24, 48, 168].map((hours) => hours * HOUR);
