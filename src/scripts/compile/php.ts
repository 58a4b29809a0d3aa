import { type Reason, reason } from "../../model/index.ts";

/** Words that remain when a rule of PvMonit's is moved by hand, and what JavaScript says in their place. */

/** A word of PHP, and what to write for it. */
type Word = readonly [word: string, instead: string];

const WORDS: Readonly<Record<string, string>> = { and: "&&", or: "||" };

function wordAt(before: string, rest: string): Word | undefined {
  const [word = ""] = /^[a-z]{1,8}\b/.exec(rest) ?? [];
  if (Object.hasOwn(WORDS, word)) return [word, WORDS[word] ?? ""];
  if (/\breturn\s?\[$/.test(before)) return ["return[…]", "return { mod: 2, log }"];
  // behind a dot JavaScript expects a name
  if (/^["'`(\d]/.test(rest) && before.trimEnd().endsWith(".")) return [".", "+"];
  return /^[\s}]{0,100}elseif\b/.test(before) ? ["elseif", "else if"] : undefined;
}

/**
 * What is PHP at the place where a script could not be read.
 * @param line from 1
 * @param column from 1
 */
export function phpAt(source: string, line: number, column: number): Reason | undefined {
  const text = source.split("\n", line)[line - 1] ?? "";
  const found = wordAt(text.slice(0, column - 1), text.slice(column - 1));
  return found && reason("script_php_word", { word: found[0], instead: found[1] });
}
