import type { Loader } from "../model/index.ts";
import { LineText, noughtsIn } from "./encoding.ts";
import type { EnergyOptions, RegisterOf } from "./energies.ts";
import type { Format } from "./formats.ts";
import { BadLine, type LineReader, MOST_LINE_BYTES, type Said, withoutBlanks } from "./line.ts";
import type { TextReading } from "./reader.ts";
import { Reasons } from "./reasons.ts";
import { Receiver } from "./receiver.ts";
import { type Line, Records } from "./records.ts";
import { Scanner } from "./scan.ts";
import type { TimeUnit } from "./time-units.ts";

const TOO_LONG = `a line of more than ${MOST_LINE_BYTES} bytes`;
const COMPLAINTS_SHOWN = 5;
const NEWLINE = 10;
const RETURN = 13;

export interface Begun {
  readonly bytes: number;
  readonly lines: number;
}

/** Makes readings of lines that come as bytes, cut anywhere, and puts them into a loader's baskets. */
export class Intake {
  readonly #reader: LineReader;
  readonly #scanner: Scanner | undefined;
  /** In which unit numbers of time have to be for lines to be read from their bytes. */
  readonly #plainUnit: TimeUnit;
  readonly #hasComments: boolean;
  readonly #receiver: Receiver;
  readonly #text = new LineText();
  readonly #records: Records;
  readonly #reasons: Reasons;
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** Within a line that is too long. */
  #skipping = false;
  #scanned = 0;
  /** The line that the scanner looked at last. */
  #looked = 0;
  /** Where another run may go on. */
  #resumableBytes: number;
  #resumableLines: number;
  /** Bytes of the lines that are complete. */
  bytes: number;
  lines: number;
  refused = 0;

  /** @param begun where in the file the bytes begin */
  constructor(
    format: Format,
    { reader, scans, has_comments }: TextReading,
    loader: Loader,
    begun: Begun = { bytes: 0, lines: 0 },
    complaints = COMPLAINTS_SHOWN,
    energies: EnergyOptions = {},
  ) {
    this.#reader = reader;
    this.#scanner = scans ? new Scanner(format) : undefined;
    this.#plainUnit = format === "influx" ? "ns" : "ms";
    this.#hasComments = has_comments;
    this.#receiver = new Receiver(loader, (line, message) => this.#refuse([message], line), energies);
    this.#records = new Records(reader.delimiter, MOST_LINE_BYTES);
    this.#reasons = new Reasons(complaints);
    this.#resumableBytes = begun.bytes;
    this.#resumableLines = begun.lines;
    this.bytes = begun.bytes;
    this.lines = begun.lines;
  }

  get readings(): number {
    return this.#receiver.readings + this.#scanned;
  }

  /** What is wrong with the lines that could not be read: each reason, with its first line and how many have it. */
  get complaints(): readonly string[] {
    return this.#reasons.told();
  }

  /** Lines that could not be read of which no reason is among the complaints. */
  get further(): number {
    return this.#reasons.further;
  }

  /** Values that say that there is no reading. */
  get nothing(): number {
    return this.#receiver.nothing;
  }

  /** What people should know of how the text was taken. */
  notes(): string[] {
    return [...this.#text.notes(), ...this.#reader.notes(), ...this.#receiver.notes()];
  }

  /** What was taken until now is to be stored. @returns from where another run may go on once that is done */
  settle(): Begun {
    this.#receiver.settle();
    return { bytes: this.#resumableBytes, lines: this.#resumableLines };
  }

  /** The text is over, and all of it was taken. @throws Error when its energies cannot be added up */
  async finish(registerOf: RegisterOf): Promise<void> {
    await this.#receiver.finish(registerOf);
  }

  /** The text was not read to its end: what waits for that is left out. */
  giveUp(): void {
    this.#receiver.giveUp();
  }

  /** Takes the next bytes of the file. */
  take(next: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, next]) : next;
    const before = this.bytes;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (this.#skipping) this.#skipping = false;
      else this.#line(bytes, from, end, before + end + 1);
      from = end + 1;
    }
    this.#rest = bytes.subarray(from);
    this.bytes += from;
    if (this.#rest.length > MOST_LINE_BYTES) {
      if (!this.#skipping) this.#tooLong();
      this.#skipping = true;
      this.bytes += this.#rest.length;
      this.#rest = Buffer.alloc(0);
    }
  }

  /** The file is over: its last line needs no end. */
  end(): void {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    this.bytes += rest.length;
    if (rest.length > 0 && !this.#skipping) this.#line(rest, 0, rest.length, this.bytes);
    this.#takeAll(this.#records.giveUp());
    // what is held back until now is told of by `finish`, or by nobody
    this.#resumableBytes = this.bytes;
    this.#resumableLines = this.lines;
  }

  #line(bytes: Buffer, from: number, end: number, behind: number): void {
    if (end - from > MOST_LINE_BYTES) {
      this.#tooLong();
      return;
    }
    this.lines++;
    const to = bytes[end - 1] === RETURN && end > from ? end - 1 : end;
    if (this.#scan(bytes, from, to)) {
      this.#scanned++;
      this.#mayGoOn(behind);
    } else this.#gather(bytes.subarray(from, to), behind);
  }

  #tooLong(): void {
    this.#takeAll(this.#records.giveUp());
    this.lines++;
    this.#refuse([TOO_LONG], this.lines);
  }

  /** Takes a line, unless a field goes on in the next one. */
  #gather(bytes: Uint8Array, behind: number): void {
    const line = { line: this.lines, last: this.lines, behind };
    let words: string;
    try {
      words = withoutBlanks(this.#text.of(bytes));
      const flaw = noughtsIn(words);
      if (flaw !== undefined) throw new BadLine(flaw);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      this.#takeAll([...this.#records.giveUp(), { ...line, words: "", flaw: error.message }]);
      return;
    }
    const isNone = !this.#records.waits && this.#isNone(words);
    this.#takeAll(isNone ? [{ ...line, words }] : this.#records.add({ ...line, words }));
  }

  #takeAll(lines: readonly Line[]): void {
    for (const line of lines) {
      try {
        if (line.flaw !== undefined) throw new BadLine(line.flaw);
        const flaws = this.#read(line);
        if (flaws.size > 0) this.#refuse([...flaws], line.line, line.last);
      } catch (error) {
        if (!(error instanceof BadLine)) throw error;
        this.#refuse([error.message], line.line, line.last);
      }
      if (this.#reader.resumable) this.#mayGoOn(line.behind, line.last);
    }
  }

  #mayGoOn(behind: number, lines = this.lines): void {
    if (this.#receiver.holds) return;
    this.#resumableBytes = behind;
    this.#resumableLines = lines;
  }

  #scan(bytes: Buffer, from: number, to: number): boolean {
    if (
      this.#scanner === undefined ||
      this.#records.waits ||
      (this.#reader.time_unit ?? this.#plainUnit) !== this.#plainUnit
    )
      return false;
    this.#looked = this.lines;
    return this.#scanner.take(bytes, from, to, this.#reader.time_unit === this.#plainUnit);
  }

  /** It says nothing, or what is no part of the form. */
  #isNone(words: string): boolean {
    return words.trim() === "" || (this.#hasComments && words.startsWith("#"));
  }

  /** @returns what is wrong with parts of it @throws BadLine when nothing of it can be read */
  #read({ words, line, last }: Line): ReadonlySet<string> {
    const flaws = new Set<string>();
    if (this.#isNone(words)) return flaws;
    if (words.includes("\r")) throw new BadLine("lines end with CR only: save the file with LF (Unix) line ends");
    const sayings = this.#reader.read(words);
    for (const said of sayings) {
      if (said instanceof BadLine) flaws.add(said.message);
      else this.#take(said, line, sayings.length === 1 && line === this.#looked && line === last, flaws);
    }
    return flaws;
  }

  #take(said: Said, line: number, alone: boolean, flaws: Set<string>): void {
    try {
      const basket = this.#receiver.take(said, line);
      if (basket !== undefined && alone) this.#scanner?.learn(basket);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      flaws.add(error.message);
    }
  }

  /** @param last of those that were put together */
  #refuse(flaws: readonly string[], line: number, last = line): void {
    this.refused++;
    this.#reasons.add(flaws, line, last);
  }
}
