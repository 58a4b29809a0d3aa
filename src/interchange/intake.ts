import {
  type Basket,
  FURTHEST_INSTANT,
  flawOfForeignName,
  flawOfUnit,
  LONGEST_STATE,
  type Loader,
  type Unit,
} from "../model/index.ts";
import { type Format, parseLine } from "./formats.ts";
import { BadLine, type ReadLine, shorten } from "./line.ts";
import { Scanner } from "./scan.ts";

/** A file that names more is none of readings: something that changes from line to line stands in its names. */
const MOST_CHANNELS = 2_000;
/** A longer line is none. */
const MOST_LINE_BYTES = 65_536;
const TOO_LONG = `a line of more than ${MOST_LINE_BYTES} bytes`;
const COMPLAINTS_SHOWN = 5;
const NEWLINE = 10;
const RETURN = 13;

/** Words of a file as they may be shown: in quotes, and what does not show by its number. */
function shown(words: string): string {
  return JSON.stringify(shorten(words)).replace(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`,
  );
}

/** Makes readings of lines that come as bytes, cut anywhere, and puts them into a loader's baskets. */
export class Intake {
  readonly #format: Format;
  readonly #zone: string;
  readonly #scanner: Scanner;
  readonly #loader: Loader;
  readonly #baskets = new Map<string, Basket>();
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** Within a line that is too long. */
  #skipping = false;
  /** Bytes of the lines that are complete. */
  bytes: number;
  lines: number;
  readings = 0;
  refused = 0;
  /** What is wrong with the first lines that could not be read. */
  readonly complaints: string[] = [];

  /**
   * @param zone of times that name none
   * @param begun where in the file the bytes begin
   */
  constructor(format: Format, zone: string, loader: Loader, begun = { bytes: 0, lines: 0 }) {
    this.#format = format;
    this.#zone = zone;
    this.#loader = loader;
    this.#scanner = new Scanner(format);
    this.bytes = begun.bytes;
    this.lines = begun.lines;
  }

  /** Takes the next bytes of the file. */
  take(next: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, next]) : next;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (this.#skipping) this.#skipping = false;
      else this.#line(bytes, from, end);
      from = end + 1;
    }
    this.#rest = bytes.subarray(from);
    this.bytes += from;
    if (this.#rest.length > MOST_LINE_BYTES) {
      if (!this.#skipping) {
        this.lines++;
        this.#refuse(TOO_LONG);
      }
      this.#skipping = true;
      this.bytes += this.#rest.length;
      this.#rest = Buffer.alloc(0);
    }
  }

  /** The file is over: its last line needs no end. */
  end(): void {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (rest.length > 0 && !this.#skipping) this.#line(rest, 0, rest.length);
    this.bytes += rest.length;
  }

  #line(bytes: Buffer, from: number, end: number): void {
    this.lines++;
    if (end - from > MOST_LINE_BYTES) {
      this.#refuse(TOO_LONG);
      return;
    }
    const to = bytes[end - 1] === RETURN && end > from ? end - 1 : end;
    if (this.#scanner.take(bytes, from, to)) {
      this.readings++;
      return;
    }
    try {
      const line = parseLine(this.#format, bytes.toString("utf8", from, to), this.#zone);
      if (line) this.#keep(line);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      this.#refuse(error.message);
    }
  }

  #refuse(message: string): void {
    this.refused++;
    if (this.complaints.length < COMPLAINTS_SHOWN) this.complaints.push(`line ${this.lines}: ${message}`);
  }

  #keep({ channel, at, value, unit }: ReadLine): void {
    const instant = Math.round(at);
    if (!(Math.abs(instant) <= FURTHEST_INSTANT)) throw new BadLine(`${at} is no instant in UTC ms`);
    const isState = typeof value === "string";
    if (isState ? value.length > LONGEST_STATE : !Number.isFinite(value)) {
      throw new BadLine(`a value that cannot be kept: ${String(value).slice(0, 40)}`);
    }
    const basket = this.#baskets.get(channel) ?? this.#meet(channel, unit ?? (isState ? null : ""));
    this.#scanner.learn(basket);
    if (isState) basket.add(instant, Number.NaN, value);
    // + 0: there is one nought only
    else basket.add(instant, value + 0);
    this.readings++;
  }

  #meet(name: string, unit: Unit): Basket {
    const flaw = flawOfForeignName(name);
    if (flaw !== undefined) throw new BadLine(`the channel ${shown(name)} ${flaw}`);
    const unitFlaw = flawOfUnit(unit);
    if (unitFlaw !== undefined) throw new BadLine(`the unit ${shown(unit ?? "")} of ${shown(name)} ${unitFlaw}`);
    if (this.#baskets.size >= MOST_CHANNELS) {
      throw new BadLine(`${shown(name)} would be channel ${MOST_CHANNELS + 1}: a file has at most ${MOST_CHANNELS}`);
    }
    const basket = this.#loader.basket(name, unit);
    this.#baskets.set(name, basket);
    return basket;
  }
}
