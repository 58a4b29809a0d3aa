import type { ErrorCode } from "yaml";
import { TAGS, TOO_MANY } from "./signs.ts";

/** What is said where the reader of YAML complains: its own words are for programmers. */

const ELSE =
  "this cannot be read: look at the signs before it, and put quotes round a text that holds : # { } [ ] , or quotes";

const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_DIRECTIVE: "a line that begins with % is not used here: remove it, or put the text in quotes",
  BAD_DQ_ESCAPE: "a backslash in double quotes begins a special sign: write it twice, or use single quotes",
  BAD_INDENT: "begins in another column than the lines it belongs to: indent the keys of one group alike, with blanks",
  BAD_SCALAR_START: "a text cannot begin with this sign: put quotes round it",
  BLOCK_AS_IMPLICIT_KEY:
    "a second colon in one line: put quotes round the text, or begin the inner group in a new line",
  BLOCK_IN_FLOW: "within brackets a group is written in brackets too, such as { min_on: 10 min }",
  KEY_OVER_1024_CHARS: "a name is never so long: look for a quote or a bracket that is not closed",
  MULTILINE_IMPLICIT_KEY: "a colon is missing in this line: write a key, a colon, a blank and its value",
  MULTIPLE_DOCS: "a second document begins here: a file holds one configuration; remove the line ---",
  RESOURCE_EXHAUSTION: TOO_MANY,
  TAB_AS_INDENT: "a tab at the beginning of a line: indent with blanks",
  TAG_RESOLVE_FAILED: TAGS,
};

/** Of complaints that share a code: how they begin, and what is said. */
const BEGINNINGS: readonly (readonly [start: string, words: string])[] = [
  ["Implicit map keys", "a colon is missing here: write a key, a colon, a blank and its value"],
  ["Missing space after :", "a blank is missing after the colon"],
  ["Missing ,", "a comma is missing before this"],
  ["Sequence item", "a line of this list does not begin with a dash: write - before it"],
  ["Comments must be", "a blank is missing before the #; put quotes round a text that holds one"],
  ["Unexpected ,", "one comma too many: remove it"],
  ["Unexpected empty item", "one comma too many: remove it"],
];

/** A sentence for a complaint of the reader. */
export function yamlWords(code: ErrorCode, message: string): string {
  const [, words] = BEGINNINGS.find(([start]) => message.startsWith(start)) ?? [];
  return words ?? WORDS[code] ?? ELSE;
}
