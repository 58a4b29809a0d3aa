import { z } from "zod";
import { LONGEST_CHANNEL_NAME } from "../../model/index.ts";
import { Language } from "../api.ts";
import { either } from "../defence/field-words.ts";
import { parseInstant } from "./instants.ts";

/** The fields of a query string; any other is answered with those that there are. */
export function Query<Fields extends z.ZodRawShape>(fields: Fields): z.ZodObject<Fields, z.core.$strict> {
  const names = either(Object.keys(fields));
  return z.strictObject(fields, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `"${issue.keys[0]}" is unknown: expected ${names}` : null),
  });
}

/** One of a few words; another is answered with all of them. */
export function OneOf<const Words extends readonly string[]>(words: Words): z.ZodType<Words[number], Words[number]> {
  return z.enum(words, `expected ${either(words)}`);
}

/** A whole number in a query string, plain digits only. */
export function WholeNumber(min: number, max: number): z.ZodType<number, string> {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string(expected)
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .refine((n) => n >= min && n <= max, expected)
    .meta({ type: "integer", minimum: min, maximum: max });
}

const ID_EXPECTED = "expected the id of a line, as an earlier answer gave it";

/**
 * The id of a line of the journal, as its `id` says. Twelve digits are enough for decades of a thousand lines a second,
 * and too few for an instant, which would be taken for an id otherwise.
 */
export const EntryId: z.ZodType<number, string> = z
  .string(ID_EXPECTED)
  .regex(/^\d{1,12}$/, ID_EXPECTED)
  .transform(Number)
  .meta({ type: "integer", minimum: 0, maximum: 999_999_999_999 });

const INSTANT_EXPECTED = "expected UTC milliseconds or ISO 8601, 2026-11-20T10:00:00Z";

/** An instant in a query string; comes out as UTC ms. */
export const Instant: z.ZodType<number, string> = z
  .string(INSTANT_EXPECTED)
  .max(40, INSTANT_EXPECTED)
  .transform((words, context) => {
    const at = parseInstant(words);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", message: INSTANT_EXPECTED });
    return z.NEVER;
  })
  .meta({ type: "string", examples: ["1795168800000", "2026-11-20T10:00:00Z"] });

/** The field of a query that chooses the language of what is said. */
export const LANG = { lang: OneOf(Language.options).optional().describe("language of the sentences") };

/** The longest name of a channel or a relay. */
export const NAME_LENGTH = LONGEST_CHANNEL_NAME;

const NAME = z.string().min(1).max(NAME_LENGTH);
export const RELAY = NAME;
export const CHANNEL = NAME.describe("name or alias");
