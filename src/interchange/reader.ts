import { CSV_HEADER } from "../model/index.ts";
import { noughtsIn } from "./encoding.ts";
import { EndedReader } from "./ended.ts";
import type { Format } from "./formats.ts";
import { InfluxReader } from "./influx.ts";
import { JsonReader } from "./jsonl.ts";
import { layoutOf, type ReaderOptions, UnclearText } from "./layout.ts";
import type { LineReader } from "./line.ts";
import { noTable, openJson, otherForm } from "./no-tables.ts";
import { type ProfileName, profileIn, profileLike, profileOf } from "./profiles/index.ts";
import { called } from "./renamed.ts";
import { type Layout, TableReader } from "./table.ts";

/** How a text is read. */
export interface TextReading {
  readonly reader: LineReader;
  /** Whether its plainest lines may be read from their bytes. */
  readonly scans: boolean;
  /** Whether lines that begin with `#` are comments. */
  readonly has_comments: boolean;
  /** What people should know of how it was recognised. */
  readonly said: readonly string[];
}

export interface TextOptions extends ReaderOptions {
  readonly profile?: ProfileName | undefined;
}

/** Whether a table is in Gleaner's own form, whose lines can be read from their bytes. */
function isPlain({ delimiter, columns, unit, decimal }: Layout): boolean {
  const kinds = columns.map((column) => (column.is === "value" && column.unit !== undefined ? "" : column.is)).join();
  return delimiter === "," && decimal !== "," && unit === undefined && kinds === CSV_HEADER;
}

/** @throws UnclearText when a text is surely no table */
function assertTable([line = ""]: readonly string[]): void {
  const words = noTable(line);
  if (words !== undefined) throw new UnclearText(words);
  const flaw = noughtsIn(line);
  if (flaw !== undefined) throw new UnclearText(`Its first line has ${flaw}`);
}

function titleWords(titles: number): string[] {
  if (titles === 0) return [];
  return [`What stands above its header is left out: ${titles === 1 ? "a line" : `${titles} lines`}`];
}

/** @throws UnclearText, with a profile where the text looks like one's */
function tableOf(head: readonly string[], options: ReaderOptions): TextReading {
  assertTable(head);
  if (head[0]?.includes("\r")) {
    throw new UnclearText("Its lines end with CR only: save it with LF (Unix) or CRLF (Windows) line ends");
  }
  try {
    const { layout, times, titles } = layoutOf(head, options);
    const scans = isPlain(layout) && (options.time === undefined || options.time === "ms");
    return { reader: new TableReader(layout, times), scans, has_comments: true, said: titleWords(titles) };
  } catch (error) {
    const like = error instanceof UnclearText ? profileLike(head) : undefined;
    if (!(error instanceof UnclearText) || like === undefined) throw error;
    throw new UnclearText(`It looks like an export that --profile ${like} reads. Else: ${error.message}`);
  }
}

function byProfile(name: ProfileName, head: readonly string[], options: ReaderOptions): TextReading {
  const { open, reads_comments = false } = profileOf(name);
  return { reader: open(head, options), scans: false, has_comments: !reads_comments, said: [] };
}

/**
 * @param head the first lines of the text
 * @throws UnclearText when the text as a whole is not understood, Error when an option makes no sense for it
 */
export function readingOf(format: Format, head: readonly string[], options: TextOptions): TextReading {
  const reading = namedReadingOf(format, head, options);
  return options.time_is_end ? { ...reading, reader: new EndedReader(reading.reader, head), scans: false } : reading;
}

/** The same, with the name that was said. */
function namedReadingOf(format: Format, head: readonly string[], options: TextOptions): TextReading {
  const reading = plainReadingOf(format, head, options);
  // a Shelly's values are called by what is said, and by what each of them is
  if (options.channel === undefined || options.profile === "shelly") return reading;
  const { reader, said } = called(reading.reader, head, options.channel);
  return { ...reading, reader, scans: reading.scans && reader === reading.reader, said: [...reading.said, ...said] };
}

function plainReadingOf(format: Format, head: readonly string[], options: TextOptions): TextReading {
  const other = format === "influx" ? undefined : otherForm(head);
  if (other !== undefined) throw new UnclearText(other);
  if (options.profile !== undefined) return byProfile(options.profile, head, options);
  if (format !== "csv") {
    const open = format === "jsonl" ? openJson(head.filter((line) => line !== "")) : undefined;
    if (open !== undefined) throw new UnclearText(open);
    const reader = format === "jsonl" ? new JsonReader(options) : new InfluxReader(options);
    const scans = options.unit === undefined && options.time === undefined;
    return { reader, scans, has_comments: true, said: [] };
  }
  const sure = options.columns === undefined ? profileIn(head) : undefined;
  if (sure === undefined) return tableOf(head, options);
  return { ...byProfile(sure, head, options), said: [`It was read with --profile ${sure}`] };
}
