import { z } from "zod";
import { nearest } from "../../model/index.ts";

/** What is said of a field that does not fit, where its schema has no words of its own: plain words, what was given, what is possible. */

const LONGEST_SHOWN = 40;

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? "nothing";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of fields";
  const words = String(value);
  return words.length > LONGEST_SHOWN ? `${words.slice(0, LONGEST_SHOWN)}…`.toWellFormed() : words || "an empty text";
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: 'a group of fields, such as {"mode":"auto"}',
  record: "a group of fields",
};

function unknownField(key: string, given: unknown, schema: unknown): string {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const left = names.filter((name) => typeof given !== "object" || given === null || !Object.hasOwn(given, name));
  const meant = nearest(key, names) ?? (left.length === 1 ? left[0] : undefined);
  return `${shown(key)} is not known here; ${meant === undefined ? `possible: ${either(names)}` : `did you mean ${meant}?`}`;
}

function expected(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return either(issue.values.map(String));
    case "too_big":
      return `at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    case "too_small":
      return `at least ${issue.minimum}${issue.origin === "string" ? " characters" : ""}`;
    default:
      return "another value";
  }
}

/** Zod asks it for the words of every issue of a request that has none. */
export function fieldWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "unrecognized_keys") return unknownField(issue.keys[0] ?? "", issue.input, issue.inst);
  return `expected ${expected(issue)}, found ${shown(issue.input)}`;
}
