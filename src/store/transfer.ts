import type { Unit } from "../model/index.ts";
import { Gathering } from "./code/runs.ts";
import { MAX_NAME_LENGTH, MAX_STATE_LENGTH } from "./encode.ts";
import { BadLine, CSV_HEADER, type Format, parseLine, type ReadLine, writeLine } from "./formats.ts";
import type { DiskHistory } from "./history.ts";
import type { BulkSet } from "./wire.ts";
import type { Writer } from "./writer.ts";

/** Readings fetched, and parsed, at a time: what is in memory does not depend on the size of the whole. */
const EXPORT_PIECE = 20_000;
const IMPORT_PIECE = 250_000;
const COMPLAINTS_SHOWN = 5;
const LAST_INSTANT = 8.64e15;

/**
 * Readings as text, piece by piece, channel after channel, oldest first.
 * @param channels none: all
 */
export function* exportReadings(
  history: DiskHistory,
  format: Format,
  channels: readonly string[],
  from: number,
  to: number,
): Generator<string> {
  if (format === "csv") yield `${CSV_HEADER}\n`;
  const names = channels.length > 0 ? channels : history.channels().map(({ name }) => name);
  for (const name of names) {
    const unit = history.unit(name);
    for (let at = from; at < to; ) {
      const readings = history.range(name, at, to, EXPORT_PIECE);
      const last = readings.at(-1);
      if (last === undefined) break;
      yield `${readings.map((reading) => writeLine(format, reading, unit)).join("\n")}\n`;
      at = last.at + 1;
    }
  }
}

/** What came of an import. */
export interface ImportReport {
  /** Readings read; those that were there already are among them. */
  readonly readings: number;
  readonly lines: number;
  /** Lines that could not be read, and what is wrong with the first ones. */
  readonly refused: number;
  readonly complaints: readonly string[];
}

/** Gathers readings by channel and hands them to the writer in large pieces. */
class Intake {
  readonly #writer: Writer;
  #channels = new Map<string, { unit: Unit; readings: Gathering }>();
  #waiting = 0;
  readings = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  take({ channel, at, value, unit }: ReadLine): void {
    const instant = Math.round(at);
    if (!(Math.abs(instant) <= LAST_INSTANT)) throw new BadLine(`${at} is no instant in UTC ms`);
    if (channel.length > MAX_NAME_LENGTH) throw new BadLine(`a channel's name of ${channel.length} characters`);
    const isState = typeof value === "string";
    if (isState ? value.length > MAX_STATE_LENGTH : !Number.isFinite(value)) {
      throw new BadLine(`a value that cannot be kept: ${String(value).slice(0, 40)}`);
    }
    let known = this.#channels.get(channel);
    if (!known) {
      known = { unit: unit ?? (isState ? null : ""), readings: new Gathering() };
      this.#channels.set(channel, known);
    }
    if (isState) known.readings.add(instant, Number.NaN, value);
    else known.readings.add(instant, value + 0);
    this.readings++;
    this.#waiting++;
    if (this.#waiting >= IMPORT_PIECE) this.flush();
  }

  flush(): void {
    const sets: BulkSet[] = [...this.#channels].map(([name, { unit, readings }]) => {
      const { at, numbers, states } = readings.run();
      return { at, channels: [{ name, unit, values: numbers, states: states ?? undefined }] };
    });
    if (sets.length > 0) this.#writer.load(sets);
    this.#writer.checkpoint();
    this.#channels = new Map();
    this.#waiting = 0;
  }
}

/**
 * Reads lines into the store. What is there already stays as it is: an import that was interrupted is simply begun again.
 * @param onProgress told how many lines were read, now and then
 */
export async function importReadings(
  writer: Writer,
  format: Format,
  lines: AsyncIterable<string>,
  onProgress: (lines: number) => void = () => {},
): Promise<ImportReport> {
  const intake = new Intake(writer);
  const complaints: string[] = [];
  let [count, refused] = [0, 0];
  for await (const line of lines) {
    count++;
    if (count % 10_000 === 0) onProgress(count);
    try {
      const reading = parseLine(format, line);
      if (reading) intake.take(reading);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      refused++;
      if (complaints.length < COMPLAINTS_SHOWN) complaints.push(`line ${count}: ${error.message}`);
    }
  }
  intake.flush();
  return { readings: intake.readings, lines: count, refused, complaints };
}
