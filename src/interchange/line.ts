import { instantOfWords, type Reading, type Unit } from "../model/index.ts";

/** A line that was to be read and is none; the message says what was expected. */
export class BadLine extends Error {
  override readonly name = "BadLine";
}

/** A reading as it was read, with its unit where the line says it. */
export interface ReadLine extends Reading {
  readonly unit?: Unit;
}

/** A form of text in which each reading is a line. */
export interface LineForm {
  /** The first line of a text; absent: there is none. */
  readonly header?: string;
  /** One line, without its end. Line breaks inside a state become spaces where the form knows none. */
  write(reading: Reading, unit: Unit | undefined): string;
  /**
   * @param line without blanks around it
   * @param zone of times that name none
   * @throws BadLine
   */
  parse(line: string, zone: string): ReadLine;
}

/** The instant (UTC ms) that the words of a line name. @throws BadLine */
export function instantOf(words: string, line: string, zone: string): number {
  const at = instantOfWords(words, zone);
  if (at !== undefined) return at;
  throw new BadLine(`"${words}" is no time, as 2026-11-20T10:00:00Z is, in: ${shorten(line)}`);
}

/** A line as an error shows it. */
export function shorten(line: string): string {
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
