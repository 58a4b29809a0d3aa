import type { Delimiter } from "./delimiters.ts";
import { BadLine, shorten } from "./line.ts";

/** A field of a line of CSV. */
export interface Field {
  readonly words: string;
  readonly quoted: boolean;
}

const BLANK = " ";
const QUOTE = '"';

/** How a line ends: within a field in quotes, or not; `broken`: a quote stands where none may be. */
export type LineEnd = "open" | "closed" | "broken";

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === BLANK) at++;
  return at;
}

/** Where the quoted words end that begin at `from`; the line's end when they do not. */
function endOfQuoted(line: string, from: number): number {
  let at = line.indexOf(QUOTE, from);
  while (at >= 0 && line[at + 1] === QUOTE) at = line.indexOf(QUOTE, at + 2);
  return at < 0 ? line.length : at;
}

function endOfPlain(line: string, from: number, delimiter: Delimiter): number {
  const next = line.indexOf(delimiter, from);
  return next < 0 ? line.length : next;
}

/** Told where a field's words stand, without what is around them. */
type OnField = (from: number, to: number, quoted: boolean) => void;

/** Goes through the fields of a line. @param within it begins within a field in quotes */
function walk(line: string, delimiter: Delimiter, within: boolean, onField: OnField): LineEnd {
  let inQuotes = within;
  for (let at = 0; at <= line.length; at++) {
    const start = inQuotes ? at - 1 : skipBlanks(line, at);
    if (inQuotes || line[start] === QUOTE) {
      inQuotes = false;
      const end = endOfQuoted(line, start + 1);
      if (end === line.length) return "open";
      onField(start + 1, end, true);
      at = skipBlanks(line, end + 1);
      if (at < line.length && line[at] !== delimiter) return "broken";
    } else {
      at = endOfPlain(line, start, delimiter);
      onField(start, at, false);
    }
  }
  return "closed";
}

/** How a line of CSV ends. @param within it begins within a field in quotes */
export function endOf(line: string, delimiter: Delimiter, within: boolean): LineEnd {
  if (!line.includes(QUOTE)) return within ? "open" : "closed";
  return walk(line, delimiter, within, () => undefined);
}

/** The fields of a line, without the blanks around them. @throws BadLine when a quote is missing */
export function fieldsOf(line: string, delimiter: Delimiter): Field[] {
  const fields: Field[] = [];
  const end = walk(line, delimiter, false, (from, to, quoted) => {
    const words = line.slice(from, to);
    fields.push({ words: quoted ? words.replaceAll('""', QUOTE) : words.trim(), quoted });
  });
  if (end !== "closed") throw new BadLine(`a quote is missing in: ${shorten(line)}`);
  return fields;
}
