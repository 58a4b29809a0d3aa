import type { Reading, Unit } from "../model/index.ts";
import { csv } from "./csv.ts";
import { influx } from "./influx.ts";
import { jsonl } from "./jsonl.ts";
import { BadLine, type LineForm, type ReadLine, shorten } from "./line.ts";

/** The forms in which readings leave and come. */
export const FORMATS = ["csv", "jsonl", "influx"] as const;
export type Format = (typeof FORMATS)[number];

const FORMS: Readonly<Record<Format, LineForm>> = { csv, jsonl, influx };

/** The first line of a text; `undefined`: there is none. */
export function headerOf(format: Format): string | undefined {
  return FORMS[format].header;
}

/** One line, without its end. Line breaks inside a state become spaces in CSV and line protocol. */
export function writeLine(format: Format, reading: Reading, unit: Unit | undefined): string {
  return FORMS[format].write(reading, unit);
}

/**
 * The reading of a line; `null` for an empty line, a comment or a header.
 * @param zone of times that name none
 * @throws BadLine
 */
export function parseLine(format: Format, line: string, zone = "UTC"): ReadLine | null {
  const { header, parse } = FORMS[format];
  const words = line.trim();
  if (words === "" || words.startsWith("#") || words === header) return null;
  if (words.includes("\uFFFD")) throw new BadLine(`not UTF-8: save the file as UTF-8: ${shorten(words)}`);
  if (words.includes("\r")) throw new BadLine("lines end with CR only: save the file with LF (Unix) line ends");
  return parse(words, zone);
}
