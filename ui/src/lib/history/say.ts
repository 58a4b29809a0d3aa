import { DAY } from "../../../../src/chart/wall-clock.ts";
import type { Gap } from "../../../../src/web/api.ts";
import { dateFormat, TIME_OF_DAY } from "../../../../src/words/dates.ts";
import type { Reader as Writing } from "../../../../src/words/languages.ts";
import { NARROW } from "../../../../src/words/numbers.ts";
import { sayValue } from "../../../../src/words/values.ts";
import type { Names } from "../names.ts";
import { historyWords } from "../words/history/index.ts";
import type { Summary } from "./plot.ts";

/** Everything that depends on who reads: how the reader writes numbers and dates, and where the house is. */
export interface Reader extends Writing {
  readonly zone: string;
  readonly names: Names;
}

/** `12 – 84 W`: the unit once where it is the same for both. */
export function sayRange(min: number, max: number, unit: string, reader: Reader): string {
  const [low, high] = [sayValue(min, unit, reader), sayValue(max, unit, reader)];
  if (low === high) return low;
  const [number, lowUnit] = low.split(NARROW);
  return lowUnit !== undefined && high.endsWith(NARROW + lowUnit) ? `${number} – ${high}` : `${low} – ${high}`;
}

/** `Fri 20 Nov 2026, 14:05`; with seconds where the buckets are shorter than a minute. */
export function sayMoment(at: number, step: number, { locale, zone }: Reader): string {
  const day = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  const seconds = step < 60_000 ? ({ second: "2-digit" } as const) : {};
  return `${dateFormat(locale, zone, day).format(at)}, ${dateFormat(locale, zone, { ...TIME_OF_DAY, ...seconds }).format(at)}`;
}

/** `20 Nov, 14:05`: for sentences that name two of them. */
export function sayShort(at: number, { locale, zone }: Reader): string {
  const day = { day: "numeric", month: "short" } as const;
  return `${dateFormat(locale, zone, day).format(at)}, ${dateFormat(locale, zone, TIME_OF_DAY).format(at)}`;
}

/** From such a span on the time of day says nothing any more. */
const LONG_MS = 45 * DAY;

/** The span in words; the day once, with its weekday, when both ends lie in it. */
export function saySpan(from: number, to: number, reader: Reader): string {
  const { locale, zone, language } = reader;
  const seconds = to - from < 600_000 ? ({ second: "2-digit" } as const) : {};
  const clock = dateFormat(locale, zone, { ...TIME_OF_DAY, ...seconds });
  const words = historyWords(language);
  const one = dateFormat(locale, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  if (one.format(from) === one.format(to - 1)) {
    return `${one.format(from)}, ${clock.format(from)} – ${clock.format(to)}`;
  }
  const [first, last] = [from, to].map((at) => dateFormat(locale, zone, { year: "numeric" }).format(at));
  const sides = [from, to].map((at, side) => {
    const year = side === 1 || first !== last ? ({ year: "numeric" } as const) : {};
    const day = dateFormat(locale, zone, { day: "numeric", month: "short", ...year }).format(at);
    return to - from > LONG_MS ? day : `${day}, ${clock.format(at)}`;
  });
  return words.span(sides[0] ?? "", sides[1] ?? "");
}

export function saySummary(name: string, { min, mean, max }: Summary, unit: string, reader: Reader): string {
  const [low, middle, high] = [min, mean, max].map((value) => sayValue(value, unit, reader));
  return historyWords(reader.language).summary(name, low ?? "", middle ?? "", high ?? "");
}

/** Why a time is hatched. */
export function sayGap({ since, until, why, channel }: Gap, reader: Reader): string {
  const words = historyWords(reader.language).gaps;
  const name = channel === undefined ? words.source : reader.names.channel(channel);
  return words[why](sayShort(since, reader), sayShort(until, reader), name);
}

/** What a civil unit is called: `Friday 20 November`, `November 2026`, `2026`. */
export function sayUnit(at: number, by: "day" | "month" | "year", { locale, zone }: Reader, short = false): string {
  const long = {
    day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
    month: { month: "long", year: "numeric" },
    year: { year: "numeric" },
  } as const;
  const brief = { day: { day: "numeric" }, month: { month: "short" }, year: { year: "numeric" } } as const;
  return dateFormat(locale, zone, short ? brief[by] : long[by]).format(at);
}
