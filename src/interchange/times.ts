import {
  DAY,
  FURTHEST_INSTANT,
  HOUR,
  instantsOfCivil,
  localOf,
  MINUTE,
  readWritten,
  type Written,
  writtenIn,
  zoneOffset,
} from "../model/index.ts";
import { BadLine, shorten } from "./line.ts";
import { TIME_UNITS, type TimeUnit } from "./time-units.ts";

/** The instants of a text's lines, in whatever way it writes them, but in one way only. */

/** Orders of day and month where both are numbers. */
export const DAY_ORDERS = ["dmy", "mdy"] as const;
/** What may be said of a text's times. */
export const TIME_FORMS = [...TIME_UNITS, ...DAY_ORDERS] as const;
type DayOrder = (typeof DAY_ORDERS)[number];
export type TimeForm = (typeof TIME_FORMS)[number];

const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
};
/** Digits that are less than a millisecond. */
const BEYOND_MS: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 0, us: 3, ns: 6 };
/** From so many on a number is one of the unit: each means 1973 or later there, and a time long gone in the one before. */
const LEAST: readonly (readonly [least: number, unit: TimeUnit])[] = [
  [1e17, "ns"],
  [1e14, "us"],
  [1e11, "ms"],
  [1e8, "s"],
];
const MOST = 1e20;

const NUMBER = /^(-?\d{1,20})(?:[.,](\d{1,9}))?$/;
/** Day, month and year in any order, and a clock that may have a half of the day. */
const DATED =
  /^(\d{1,4})([./-])(\d{1,2})([./-])(\d{1,4})(?:(?: |, ?|T)(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/i;
/** Digits alone, as `20261120100000`, which are no time since 1970 that anybody has; with a zone, or none. */
const COMPACT = /^((?:19|20)\d\d)([01]\d)([0-3]\d)T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d\d:?\d\d)?$/;
/** The day of the week, which the date says too. */
const WEEKDAY = /^(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[.,]? /i;
/** Summer time, as portals of inverters mark it. */
const SUMMER = / DST$/;
/** Words of a time at most. */
const LONGEST = 64;

/** The whole days since 1899 by which spreadsheets count, of the years 1954 to 2118. */
const SHEET_DAYS = { from: 20_000, to: 80_000 } as const;

/** A civil time that goes back by so much, where the clock shows an hour twice, is in the second of the two. */
const WENT_BACK_MS = 5 * MINUTE;

/** Where a row of times is: which of the two equal hours, and how it goes on. */
interface Course {
  local: number;
  /** The last step forth or back, ms; 0: there was none. */
  step: number;
  /** Which of two equal hours, by the order of the lines: 0 or 1. */
  turn: 0 | 1;
  twice: boolean;
}

/** Longer lists of channels are not kept apart: those beyond share one course. */
const MOST_COURSES = 2_000;

export interface TimesOptions {
  /** Of times that name none. */
  readonly zone: string;
  /** Absent: recognised. */
  readonly form?: TimeForm | undefined;
  /** The unit of numbers that goes without saying; absent: milliseconds. */
  readonly usual?: TimeUnit;
}

/** The unit that a number of time since 1970 is surely in; `undefined`: none is sure. */
export function unitByMagnitude(number: number): TimeUnit | undefined {
  const size = Math.abs(number);
  return size >= MOST ? undefined : LEAST.find(([least]) => size >= least)?.[1];
}

/** Which of two numbers must be the day, from a date such as 13/02/2026; `undefined`: either may be. */
export function orderOf(words: string): DayOrder | undefined {
  const [, first = "", , second = "", , third = ""] = (words.length <= LONGEST && DATED.exec(words)) || [];
  if (first.length > 2 || third.length !== 4) return undefined;
  if (Number(first) > 12) return "dmy";
  return Number(second) > 12 ? "mdy" : undefined;
}

/** The order of day and month in the form of a time, such as `dd/MM/yyyy`; `undefined`: it is none, or begins with the year. */
export function orderOfForm(form: string): DayOrder | undefined {
  const [day, month] = [form.toLowerCase().indexOf("dd"), form.toLowerCase().indexOf("mm")];
  if (day < 0 || month < 0) return undefined;
  return day < month ? "dmy" : "mdy";
}

/** Whether words are a time, or would be if more were said of them. */
export function looksLikeTime(words: string): boolean {
  const trimmed = plain(words);
  if (trimmed.length > LONGEST) return false;
  const [number, whole = ""] = NUMBER.exec(trimmed) ?? [];
  if (number !== undefined) return unitByMagnitude(Number(whole)) !== undefined;
  return readWritten(trimmed) !== undefined || DATED.test(trimmed);
}

export class Times {
  readonly #zone: string;
  readonly #usual: TimeUnit;
  /** The unit of numbers was said. */
  readonly #unitIsSaid: boolean;
  #unit: TimeUnit | undefined;
  #order: DayOrder | undefined;
  readonly #courses = new Map<string, Course>();
  /** Readings in the second of two equal hours. */
  #second = 0;
  /** The time read last stands in an hour that the clock shows twice. */
  ambiguous = false;

  constructor({ zone, form, usual = "ms" }: TimesOptions) {
    this.#zone = zone;
    this.#usual = usual;
    this.#unit = TIME_UNITS.find((unit) => unit === form);
    this.#unitIsSaid = this.#unit !== undefined;
    this.#order = DAY_ORDERS.find((order) => order === form);
  }

  /** The unit of numbers; `undefined`: there were none yet. */
  get unit(): TimeUnit | undefined {
    return this.#unit;
  }

  /** Settles the order of day and month, unless it was given. */
  settle(order: DayOrder | undefined): void {
    this.#order ??= order;
  }

  /** Begins anew, with what is settled. */
  rewind(): void {
    this.#courses.clear();
    this.#second = 0;
    this.ambiguous = false;
  }

  /**
   * The instant that words name, UTC ms.
   * @param row times of one row follow each other: those of a channel, or of a table
   * @throws BadLine
   */
  read(words: string, row: string): number {
    this.ambiguous = false;
    const trimmed = plain(words, this.#unitIsSaid);
    if (trimmed.length > LONGEST) throw noTime(words.trim());
    const number = NUMBER.exec(trimmed);
    if (number) return this.#number(trimmed, number[1] ?? "", number[2] ?? "");
    const written = readWritten(trimmed) ?? this.#dated(trimmed);
    if (written === undefined) throw noTime(trimmed);
    const { local, ahead_ms } = written;
    if (ahead_ms !== undefined) return local - ahead_ms;
    return this.#civil(trimmed, local, row, SUMMER.test(words.trim().slice(0, LONGEST)));
  }

  #number(words: string, whole: string, fraction: string): number {
    const unit = (this.#unitIsSaid ? this.#unit : undefined) ?? this.#recognised(words, Number(whole));
    const at = inMilliseconds(whole, fraction, unit);
    if (Math.abs(at) <= FURTHEST_INSTANT) return at;
    throw new BadLine(`"${words}" is no instant in ${UNIT_NAMES[unit]}`);
  }

  /** The unit of a number, which is that of the numbers before. */
  #recognised(words: string, number: number): TimeUnit {
    if (number >= SHEET_DAYS.from && number <= SHEET_DAYS.to) {
      throw new BadLine(
        `"${words}" is a spreadsheet's number of a day: show that column there as yyyy-mm-dd hh:mm:ss, and save again`,
      );
    }
    const unit = unitByMagnitude(number);
    if (unit === undefined) {
      throw new BadLine(`"${words}" is no time since 1970 that is sure: say its unit, as --time s or --time ms`);
    }
    this.#unit ??= unit;
    if (this.#unit === unit) return unit;
    throw new BadLine(`"${words}" would be ${UNIT_NAMES[unit]}, and the times before are ${UNIT_NAMES[this.#unit]}`);
  }

  #dated(words: string): Written | undefined {
    const [, first = "", sign, second = "", other, third = "", hour = "0", minute, seconds, fraction, half, offset] =
      DATED.exec(words) ?? [];
    if (sign === undefined || sign !== other) return undefined;
    const date = this.#date(words, first, second, third, sign);
    const hours = half === undefined ? hour : hourOf(hour, half);
    const rest = [minute ?? "0", seconds ?? "0", fraction ?? ""];
    const isEnd = hours === "24" && rest.every((digits) => Number(digits) === 0);
    const local = date && localOf(...date, [isEnd ? "0" : hours, ...rest]);
    return writtenIn(isEnd && local !== undefined ? local + DAY : local, offset);
  }

  #date(
    words: string,
    first: string,
    second: string,
    third: string,
    sign: string,
  ): [year: number, month: number, day: number] | undefined {
    if (first.length === 4) return third.length > 2 ? undefined : [Number(first), Number(second), Number(third)];
    if (first.length > 2 || (third.length !== 4 && third.length !== 2)) return undefined;
    const year = third.length === 2 ? 2000 + Number(third) : Number(third);
    const order = sign === "." ? "dmy" : (this.#order ?? orderOf(words));
    if (order === undefined) {
      throw new BadLine(`"${words}": which is the day? Say --time dmy (day first) or --time mdy (month first)`);
    }
    return order === "dmy" ? [year, Number(second), Number(first)] : [year, Number(first), Number(second)];
  }

  /** Where the clock shows an hour twice, the order of the lines says which of the two it is. */
  #civil(words: string, local: number, row: string, isSummer: boolean): number {
    const [first = Number.NaN, second] = instantsOfCivil(local, this.#zone);
    // a day that begins at one o'clock begins all the same
    if (first + zoneOffset(first, this.#zone) !== local && local % DAY !== 0) throw this.#skipped(words, local);
    const course = this.#course(row, local, second !== undefined);
    if (second === undefined) return first;
    this.ambiguous = true;
    if (isSummer) return first;
    const backwards = course.step < 0;
    if ((course.turn === 1) === backwards) return first;
    this.#second++;
    return second;
  }

  /** A time in the hour that is left out in spring: the clock that wrote it knows no summer time, in all its lines. */
  #skipped(words: string, local: number): BadLine {
    const winter = offsetShown(zoneOffset(local - DAY, this.#zone));
    return new BadLine(
      `"${shorten(words)}" is in the hour that ${this.#zone} leaves out in spring: where the times are winter time all year, say --zone ${winter}, for all lines`,
    );
  }

  #course(row: string, local: number, twice: boolean): Course {
    const key = this.#courses.has(row) || this.#courses.size < MOST_COURSES ? row : "";
    const known = this.#courses.get(key);
    if (known === undefined) {
      const begun: Course = { local, step: 0, turn: 0, twice };
      this.#courses.set(key, begun);
      return begun;
    }
    if (!twice || !known.twice) {
      known.turn = 0;
      known.step = local - known.local || known.step;
    } else if (known.turn === 0 && isBack(known, local)) known.turn = 1;
    else if (known.step === 0) known.step = local - known.local;
    known.local = local;
    known.twice = twice;
    return known;
  }

  notes(): string[] {
    const notes: string[] = [];
    if (this.#unit !== undefined && this.#unit !== this.#usual && !this.#unitIsSaid) {
      notes.push(`The times were taken as ${UNIT_NAMES[this.#unit]} since 1970 (--time says otherwise)`);
    }
    if (this.#second > 0) {
      const count = `${this.#second} reading${this.#second === 1 ? "" : "s"}`;
      notes.push(
        `The clock shows an hour twice in autumn: by the order of the lines ${count} ${this.#second === 1 ? "is" : "are"} of the second`,
      );
    }
    return notes;
  }
}

/** `+01:00` */
function offsetShown(ahead_ms: number): string {
  const minutes = Math.round(Math.abs(ahead_ms) / MINUTE);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${ahead_ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether a time in an hour that is shown twice goes against the way that the times went. */
function isBack({ local: before, step }: Course, local: number): boolean {
  const on = (local - before) * (step < 0 ? -1 : 1);
  // by the hour, the second of the two is the same once more
  if (on === 0) return step === 0 || Math.abs(step) >= HOUR;
  return on <= -WENT_BACK_MS;
}

/** Words of a time without what says nothing more. @param isNumber digits alone are a number */
function plain(words: string, isNumber = false): string {
  const trimmed = withOffset(words.trim().slice(0, LONGEST + 1))
    .replace(WEEKDAY, "")
    .replace(SUMMER, "");
  const [whole, year, month, day, hour, minute, second = "00", zone = ""] =
    (!isNumber && trimmed.length <= LONGEST && COMPACT.exec(trimmed)) || [];
  return whole === undefined ? trimmed : `${year}-${month}-${day} ${hour}:${minute}:${second}${zone}`;
}

/** UTC by its name, as some programs write it. */
const UTC_NAMES = [" utc", " gmt"];

function withOffset(words: string): string {
  const name = UTC_NAMES.find((each) => words.toLowerCase().endsWith(each));
  return name === undefined ? words : `${words.slice(0, -name.length)}Z`;
}

function inMilliseconds(whole: string, fraction: string, unit: TimeUnit): number {
  const beyond = BEYOND_MS[unit];
  if (beyond > 0) return Number(whole.slice(0, -beyond)) || 0;
  if (unit === "ms") return Number(whole) + 0;
  const sign = whole.startsWith("-") ? -1 : 1;
  return Number(whole) * 1_000 + sign * Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function hourOf(hour: string, half: string): string {
  const number = Number(hour);
  if (number < 1 || number > 12) return "99";
  return String((number % 12) + (half.toLowerCase() === "p" ? 12 : 0));
}

function noTime(words: string): BadLine {
  return new BadLine(`"${shorten(words)}" is no time, as 2026-11-20T10:00:00Z or 20.11.2026 10:00 is`);
}
