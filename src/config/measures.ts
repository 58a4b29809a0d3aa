import { z } from "zod";
import {
  type Measure,
  type MeasureRange,
  parseDifference,
  parseDuration,
  parseMeasure,
  parsePower,
  parseRange,
  type Reports,
} from "../model/index.ts";

/** Values as people write them. What comes out is a plain number of ms or W. */

const DURATION = "^\\s*\\d+(\\.\\d+)?\\s*(ms|s|min|h|d)\\s*$";
const AGE = "^\\s*(for ever|\\d+(\\.\\d+)?\\s*(d|w|y))\\s*$";
const POWER = "^\\s*\\d+(\\.\\d+)?\\s*(W|kW|MW)\\s*$";

/** What the sentences of an error, the JSON Schema and the reference page say of a value. */
export interface Meaning {
  readonly description: string;
  /** What is expected, as in "expected a duration". */
  readonly expected?: string;
  readonly example?: string;
}

declare module "zod" {
  interface GlobalMeta {
    expected?: string;
    example?: string;
    /** Stands for this part in the JSON Schema that editors read. */
    editor?: Record<string, unknown>;
  }
}

export interface DurationBounds {
  readonly least_ms?: number;
  readonly most_ms: number;
}

/** A duration as somebody would write it: `10 min`. */
export function sayMeasure(ms: number): string {
  if (ms % 86_400_000 === 0 && ms > 0) return `${ms / 86_400_000} d`;
  if (ms % 3_600_000 === 0 && ms > 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0 && ms > 0) return `${ms / 60_000} min`;
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`;
}

/** A duration such as `10 min`; milliseconds come out. */
export function duration(description: string, example: string, { least_ms = 0, most_ms }: DurationBounds) {
  return z
    .string()
    .transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== undefined && ms >= least_ms && ms <= most_ms) return ms;
      const message =
        ms === undefined
          ? "expected a duration"
          : `expected a duration from ${sayMeasure(least_ms)} to ${sayMeasure(most_ms)}`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ description, expected: "a duration", example, editor: { type: "string", pattern: DURATION } });
}

const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365.25 };

/** How old something may grow, such as `2 y`; milliseconds come out, `Infinity` for "for ever". */
export function age(description: string, example: string) {
  return z
    .string()
    .transform((written, context) => {
      if (written.trim() === "for ever") return Number.POSITIVE_INFINITY;
      const [, number, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([dwy])\s*$/.exec(written) ?? [];
      const days = Number(number) * (DAYS[unit] ?? Number.NaN);
      if (days >= 1 && days <= 36_525) return days * 86_400_000;
      const message = Number.isNaN(days)
        ? "expected a number of days, weeks or years, or for ever"
        : "expected 1 d to 100 y";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ description, expected: "days, weeks or years", example, editor: { type: "string", pattern: AGE } });
}

/** A power such as `1.2 kW`; watts come out. */
export function power(description: string, example: string) {
  return z
    .string()
    .transform((written, context) => {
      const watts = parsePower(written);
      if (watts !== undefined && watts <= 1e9) return watts;
      context.addIssue({ code: "custom", message: "expected a power" });
      return z.NEVER;
    })
    .meta({ description, expected: "a power", example, editor: { type: "string", pattern: POWER } });
}

/** What a pattern of an editor cannot say is left to the house. */
const WRITTEN = { anyOf: [{ type: "string" }, { type: "number" }] };
const Written = z.union([z.string().max(100), z.number()]).transform(String);

/** Text or a number that is read by a function; what it does not understand is not what was expected. */
function readBy<T>(read: (words: string) => T | undefined, meaning: Meaning & { readonly expected: string }) {
  return Written.transform((written, context): T => {
    const found = read(written);
    if (found !== undefined) return found;
    context.addIssue({ code: "custom", message: `expected ${meaning.expected}` });
    return z.NEVER;
  }).meta({ ...meaning, editor: WRITTEN });
}

/** A value such as `85 °C`. */
export function measure(description: string, example: string) {
  return readBy((words): Measure | undefined => parseMeasure(words), { description, expected: "a value", example });
}

/** By how much something may change, such as `5 °C`; more than 0. */
export function difference(description: string, example: string) {
  const read = (words: string): Measure | undefined => {
    const found = parseDifference(words);
    return found && found.value > 0 ? found : undefined;
  };
  return readBy(read, { description, expected: "a value above 0", example });
}

/** From one value to another, such as `-40 °C to 60 °C`. */
export function range(description: string, example: string) {
  const expected = "a value, to, and a higher one";
  return readBy((words): MeasureRange | undefined => parseRange(words), { description, expected, example });
}

const SHORTEST_RHYTHM_MS = 100;
const LONGEST_RHYTHM_MS = 31 * 86_400_000;

/** `on change`, or `every 15 min`. */
export function rhythm(description: string, example: string) {
  const read = (words: string): Reports | undefined => {
    if (words.trim() === "on change") return "on_change";
    const [, every = ""] = /^\s*every\s(.*)$/.exec(words) ?? [];
    const every_ms = parseDuration(every) ?? 0;
    return every_ms >= SHORTEST_RHYTHM_MS && every_ms <= LONGEST_RHYTHM_MS ? { every_ms } : undefined;
  };
  return readBy(read, { description, expected: "on change, or every with a duration up to 31 d", example });
}
