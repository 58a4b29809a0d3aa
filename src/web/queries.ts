import { z } from "zod";
import { parseInstant } from "./instants.ts";

/** A whole number in a query string, plain digits only. */
export function WholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,9}$/, `expected a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `expected a whole number from ${min} to ${max}`)
    .meta({ type: "integer", minimum: min, maximum: max });
}

/**
 * The id of a line of the journal, as its `id` says. Twelve digits are enough for decades of a thousand lines a second,
 * and too few for an instant, which would be taken for an id otherwise.
 */
export const EntryId: z.ZodType<number, string> = z
  .string()
  .regex(/^\d{1,12}$/, "expected the id of a line, as an earlier answer gave it")
  .transform(Number)
  .meta({ type: "integer", minimum: 0, maximum: 999_999_999_999 });

/** An instant in a query string; comes out as UTC ms. */
export const Instant: z.ZodType<number, string> = z
  .string()
  .max(40)
  .transform((words, context) => {
    const at = parseInstant(words);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", message: "expected UTC milliseconds or ISO 8601, 2026-11-20T10:00:00Z" });
    return z.NEVER;
  })
  .meta({ type: "string", examples: ["1795168800000", "2026-11-20T10:00:00Z"] });
