import { BadLine, shorten } from "./line.ts";

/** A field of a line of CSV. */
export interface Field {
  readonly words: string;
  readonly quoted: boolean;
}

/** What stands between the fields of a line. */
export const DELIMITERS = [";", "\t", ",", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const BLANK = " ";

/** Where the quoted words end that begin at `from`. @throws BadLine */
function endOfQuoted(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) if (line[at + 1] !== '"') return at;
  throw new BadLine(`a quote is missing in: ${shorten(line)}`);
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === BLANK) at++;
  return at;
}

/** The fields of a line, without the blanks around them. @throws BadLine when a quote is missing */
export function fieldsOf(line: string, delimiter: Delimiter): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at <= line.length; at++) {
    const start = skipBlanks(line, at);
    if (line[start] === '"') {
      const end = endOfQuoted(line, start + 1);
      fields.push({ words: line.slice(start + 1, end).replaceAll('""', '"'), quoted: true });
      at = skipBlanks(line, end + 1);
      if (at < line.length && line[at] !== delimiter) throw new BadLine(`a quote is missing in: ${shorten(line)}`);
    } else {
      const next = line.indexOf(delimiter, start);
      const end = next < 0 ? line.length : next;
      fields.push({ words: line.slice(start, end).trim(), quoted: false });
      at = end;
    }
  }
  return fields;
}
