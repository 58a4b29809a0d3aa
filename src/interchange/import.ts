import type { Loader } from "../model/index.ts";
import { LineText } from "./encoding.ts";
import type { EnergyOptions, RegisterOf } from "./energies.ts";
import type { Format } from "./formats.ts";
import { type Begun, Intake } from "./intake.ts";
import { BadLine, withoutBlanks } from "./line.ts";
import { LOOKED_AT, noTable, otherForm } from "./no-tables.ts";
import { readingOf, type TextOptions, type TextReading } from "./reader.ts";

/** Readings gathered until they are stored: what is in memory does not depend on the size of the whole. */
const GATHER = 400_000;
/** The beginning of a text by which it is recognised, bytes. */
const HEAD_BYTES = 64 * 1024;

/** How far an import is. */
export interface ImportProgress {
  /** Bytes and lines of the text, from the file's beginning. */
  readonly bytes: number;
  readonly lines: number;
  /** Readings read now; those that were there already are among them. */
  readonly readings: number;
}

/** What came of an import. */
export interface ImportReport extends ImportProgress {
  /** Lines that could not be read, and what is wrong with them: each reason with its first line, and how many have it. */
  readonly refused: number;
  readonly complaints: readonly string[];
  /** Those of which no reason is told. */
  readonly further: number;
  /** Values that say that there is no reading. */
  readonly nothing: number;
  /** What people should know of how the text was taken. */
  readonly notes: readonly string[];
  /** Whether the text was read to its end. */
  readonly complete: boolean;
  /** Why it could not be read to its end. */
  readonly trouble?: unknown;
}

export interface ImportOptions extends Omit<TextOptions, "zone">, EnergyOptions {
  readonly format: Format;
  /** Of times that name none; absent: UTC. */
  readonly time_zone?: string | undefined;
  /** What the file is known by: its mark goes on with what is on the disk. Absent: it leaves none. */
  readonly file?: string | undefined;
  /** Where in the text the bytes begin; absent: at its beginning. */
  readonly begun?: (Begun & { readonly refused: number }) | undefined;
  /** The beginning of the text, where it is begun later; it may be longer than what is looked at. */
  readonly head?: AsyncIterable<Buffer> | undefined;
  /** How many reasons for which lines could not be read are told; absent: 5. */
  readonly complaints?: number | undefined;
  /** Asked of registers that are added up; absent: the history has none. */
  readonly registerOf?: RegisterOf | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Asked now and then: `true` ends the import after what was read. */
  readonly stopped?: () => boolean;
}

/** By so many bytes a file of another kind is known. */
const FIRST_BYTES = 32;

/** All of a text of another form may stand in its first line. */
function firstLines(head: Buffer, whole: boolean): string[] {
  if (whole || head.includes("\n")) return linesOf(head, whole);
  const begins = head.toString("utf8", 0, LOOKED_AT);
  return otherForm([begins]) === undefined ? [] : [begins];
}

/** The lines of a text's beginning; the last one only where it is whole. */
export function linesOf(head: Buffer, whole: boolean): string[] {
  const text = new LineText();
  const lines: string[] = [];
  for (let from = 0; from < head.length; ) {
    const end = head.indexOf("\n", from);
    if (end < 0 && !whole) break;
    const to = end < 0 ? head.length : end;
    try {
      const line = text.of(head.subarray(from, head[to - 1] === 13 && to > from ? to - 1 : to));
      lines.push(withoutBlanks(line));
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      // a file of another kind, which its first bytes tell, has no letters in its first line
      const first = head.toString("latin1", 0, Math.min(to, FIRST_BYTES));
      if (from === 0 && noTable(first) !== undefined) lines.push(first);
    }
    from = to + 1;
  }
  return lines;
}

interface Opening {
  readonly lines: readonly string[];
  /** All of the text, with what was looked at. */
  readonly text: AsyncIterable<Buffer>;
}

/** Looks at the beginning of a text. */
async function opening(text: AsyncIterable<Buffer>): Promise<Opening> {
  const iterator = text[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let length = 0;
  let ended = false;
  let trouble: { readonly error: unknown } | undefined;
  while (length < HEAD_BYTES && !ended && !trouble) {
    try {
      const { done, value } = await iterator.next();
      if (done) ended = true;
      else {
        pieces.push(value);
        length += value.length;
      }
    } catch (error) {
      trouble = { error };
    }
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield* pieces;
      if (trouble) throw trouble.error;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { lines: firstLines(Buffer.concat(pieces).subarray(0, HEAD_BYTES), ended), text: all() };
}

/** What is settled by the first lines of a text is settled for whoever goes on behind them, too. */
function prime({ reader }: TextReading, lines: readonly string[]): void {
  for (const line of lines) {
    try {
      if (line !== "") reader.read(line);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
    }
  }
  reader.rewind();
}

/**
 * Reads text into a history. What is there already stays as it is: the same readings twice are as once.
 * @param text its bytes, cut anywhere
 * @throws StoreError; what was acknowledged until then is there, and marked
 * @throws UnclearText when it is not understood as a whole; then nothing was stored
 */
export async function importReadings(
  loader: Loader,
  text: AsyncIterable<Buffer>,
  options: ImportOptions,
): Promise<ImportReport> {
  const { format, time_zone = "UTC", file, begun, onProgress, stopped } = options;
  const begins = await opening(begun ? (options.head ?? text) : text);
  const reading = readingOf(format, begins.lines, { ...options, zone: time_zone });
  if (begun) prime(reading, begins.lines);
  const intake = new Intake(format, reading, loader, begun, options.complaints, options);
  const before = begun?.refused ?? 0;
  let storing: Promise<void> = Promise.resolve();
  let stored = 0;
  // while some are being stored the next ones are read
  const next = async (): Promise<void> => {
    await storing;
    const { bytes, lines } = intake.settle();
    stored = intake.readings;
    const mark = file === undefined ? undefined : { file, bytes, lines, refused: before + intake.refused };
    storing = loader.store(mark);
    storing.catch(() => undefined);
  };
  let complete = true;
  let trouble: unknown;
  try {
    for await (const bytes of begun && options.head ? text : begins.text) {
      intake.take(bytes);
      onProgress?.(intake);
      if (intake.readings - stored >= GATHER) await next();
      if (stopped?.()) {
        complete = false;
        break;
      }
    }
  } catch (error) {
    // a fault of the history ends it; of a text that breaks off, what was read is kept
    await storing;
    complete = false;
    trouble = error;
  }
  if (complete) {
    intake.end();
    await storing;
    await intake.finish(options.registerOf ?? (async () => undefined));
  } else intake.giveUp();
  await next();
  await storing;
  const { bytes, lines, readings, refused, complaints, further, nothing } = intake;
  const notes = [...reading.said, ...intake.notes()];
  return { bytes, lines, readings, refused, complaints, further, nothing, notes, complete, trouble };
}
