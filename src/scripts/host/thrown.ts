import { type Reason, type ReasonCode, reason, SCRIPT_ERRORS } from "../../model/index.ts";

/** What the sandbox and QuickJS say in English, as sentences for readers of every language. */

/** A sentence taken apart: what stands before, between and behind its values. */
interface Pattern {
  readonly code: ReasonCode;
  readonly fixed: readonly string[];
  readonly names: readonly string[];
}

function patternOf(code: ReasonCode, sentence: string): Pattern {
  const parts = sentence.split(/\{(\w+)\}/);
  return { code, fixed: parts.filter((_, i) => i % 2 === 0), names: parts.filter((_, i) => i % 2 === 1) };
}

/** Those without a value first: they say no more than they are. */
const PATTERNS: readonly Pattern[] = [
  ...Object.entries(SCRIPT_ERRORS).map(([code, { en }]) => patternOf(code as keyof typeof SCRIPT_ERRORS, en)),
  patternOf("script_not_available", "{word} is not available in a script"),
].sort((a, b) => a.names.length - b.names.length);

/** The values that a message has in a sentence's places; `undefined` when it is another sentence. */
function valuesIn(message: string, { fixed, names }: Pattern): Record<string, string> | undefined {
  const [begin = "", ...rest] = fixed;
  if (!message.startsWith(begin)) return undefined;
  const values: Record<string, string> = {};
  let from = begin.length;
  for (const [index, name] of names.entries()) {
    const next = rest[index] ?? "";
    const isLast = index === names.length - 1;
    const end = isLast ? message.length - next.length : message.indexOf(next, from);
    if (end <= from || !message.startsWith(next, end)) return undefined;
    const value = message.slice(from, end);
    if (name === "name" && value.includes(" ")) return undefined;
    values[name] = value;
    from = end + next.length;
  }
  return from === message.length ? values : undefined;
}

/** The sentence that an English message is; `undefined` for a script's own words, and for what nobody here has written. */
export function sentenceOf(message: string): Reason | undefined {
  for (const pattern of PATTERNS) {
    const values = valuesIn(message, pattern);
    if (values) return pattern.names.length === 0 ? reason(pattern.code) : reason(pattern.code, values);
  }
  return undefined;
}

/** What ended a run, for readers of every language: a sentence of Gleaner's, or what somebody else says, and of what kind it is. */
export function saidOf(message: string): Reason {
  return sentenceOf(message) ?? reason("script_threw", { detail: message });
}
