import type { Reading, Unit, Value } from "../model/index.ts";
import type { Delimiter } from "./delimiters.ts";
import type { TimeUnit } from "./time-units.ts";

/** A longer line is none. */
export const MOST_LINE_BYTES = 65_536;

/**
 * Thrown for a line that was to be read and is none; the message says what was expected. No `Error`: a file may hold
 * nothing else, and noting where each was thrown would take longer than reading it.
 */
export class BadLine {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** What a line says of a channel at an instant. */
export interface Said {
  readonly channel: string;
  /** UTC ms */
  readonly at: number;
  /** `null`: it says that there is no reading. */
  readonly value: Value | null;
  /** Its unit, where the line or the column says it; `null` of a state. */
  readonly unit?: Unit;
  /** A channel that is new with it keeps this unit, as its name tells it. */
  readonly keeps_unit?: boolean;
  /** What it is in a channel of states, where that is not `value`: `"12"` may be a number or a state. */
  readonly as_state?: string;
  /** Why it is no reading unless the channel is one of states; `value` is then `null`. */
  readonly flaw?: string;
  /** True or false by its kind: a channel that is new with it holds 1 and 0, as a device's would. */
  readonly is_truth?: boolean;
  /** It is, or seems to be by its words, the energy of its row. */
  readonly rows?: "sure" | "seems" | undefined;
  /** It is a state, and no other reading of it is possible. */
  readonly surely_state?: boolean;
}

/** Of a line with several fields those that can be read are kept; what is wrong with each other is told. */
export type Sayings = readonly (Said | BadLine)[];

/** Reads the lines of one text, one after the other. */
export interface LineReader {
  /** What parts fields that may be quoted, and then go over lines; absent: the form has none. */
  readonly delimiter?: Delimiter | undefined;
  /** @param line without blanks around it, no comment of the form @throws BadLine when nothing of it can be read */
  read(line: string): Sayings;
  /** Whether whoever goes on behind the line read last, in another run, reads the same as this one would. */
  readonly resumable: boolean;
  /** The unit of its times that are numbers; `undefined`: there were none yet. */
  readonly time_unit?: TimeUnit | undefined;
  /** Begins anew, with all that was settled by the lines read until now: the unit of its times, and the like. */
  rewind(): void;
  /** What people should know of how the text was taken: the unit of its times, and the like. */
  notes(): readonly string[];
}

/** A form of text in which each reading is a line. */
export interface LineForm {
  /** The first line of a text; absent: there is none. */
  readonly header?: string;
  /** One line, without its end. Line breaks inside a state become spaces where the form knows none. */
  write(reading: Reading, unit: Unit | undefined): string;
}

const BLANK = " ";

/** A line without the blanks at its ends; tabs may part fields, and stay. */
export function withoutBlanks(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && line[from] === BLANK) from++;
  while (to > from && line[to - 1] === BLANK) to--;
  return line.slice(from, to);
}

/** A line as an error shows it. */
export function shorten(line: string): string {
  if (line.length <= 80) return line;
  // the first half of a character that has two
  const isHalf = (line.charCodeAt(78) & 0xfc00) === 0xd800;
  return `${line.slice(0, isHalf ? 78 : 79)}…`;
}
