import { FURTHEST_INSTANT, type Unit } from "../model/index.ts";
import type { Lot } from "./chores.ts";
import { Gathering } from "./code/runs.ts";
import type { Run } from "./code/values.ts";
import { MAX_NAME_LENGTH, MAX_STATE_LENGTH } from "./encode.ts";
import { BadLine, type Format, parseLine, type ReadLine } from "./formats.ts";
import { type Basket, Scanner } from "./scan.ts";

/** A file that names more is none of readings. */
const MOST_CHANNELS = 10_000;
/** A longer line is none. */
const MOST_LINE_BYTES = 65_536;
const COMPLAINTS_SHOWN = 5;
const NEWLINE = 10;
const RETURN = 13;

interface Channel extends Basket {
  readonly unit: Unit;
}

interface Full {
  readonly name: string;
  readonly unit: Unit;
  readonly readings: Gathering;
}

/** Readings of all channels that were gathered, to be taken away in lots: channel after channel, oldest first. */
export class Gathered {
  /** Channels that were not begun, the next one last. */
  readonly #channels: Full[];
  #now: Full | undefined;
  #run: Run = new Gathering().run();
  /** Readings of this run that were taken away. */
  #from = 0;

  constructor(channels: ReadonlyMap<string, Channel>) {
    this.#channels = [...channels]
      .filter(([, { readings }]) => readings.count > 0)
      .map(([name, { unit, readings }]) => ({ name, unit, readings }))
      .reverse();
  }

  /** @param most readings; a channel's last two lots are of one length @returns `null` when all was taken */
  next(most: number): Lot | null {
    if (this.#from >= this.#run.count) {
      this.#now = this.#channels.pop();
      // sorted when it is its turn, so that little is held twice
      this.#run = this.#now?.readings.run() ?? this.#run;
      this.#from = 0;
    }
    if (this.#now === undefined) return null;
    const { at, numbers, states, count } = this.#run;
    const [from, left] = [this.#from, count - this.#from];
    const to = from + (left <= most ? left : left < 2 * most ? Math.ceil(left / 2) : most);
    this.#from = to;
    return {
      name: this.#now.name,
      unit: this.#now.unit,
      at: at.subarray(from, to),
      values: numbers.subarray(from, to),
      states: states === null ? undefined : Array.from({ length: to - from }, (_, i) => states[from + i]),
    };
  }
}

/** Makes readings of lines that come as bytes, cut anywhere, and gathers them by channel. */
export class Intake {
  readonly #format: Format;
  readonly #zone: string;
  readonly #scanner: Scanner;
  readonly #channels = new Map<string, Channel>();
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
  #taken = 0;

  /**
   * @param zone of times that name none
   * @param begun where in the file the bytes begin
   */
  constructor(format: Format, zone: string, begun: { readonly bytes: number; readonly lines: number }) {
    this.#format = format;
    this.#zone = zone;
    this.#scanner = new Scanner(format);
    this.bytes = begun.bytes;
    this.lines = begun.lines;
  }

  /** Readings gathered since they were taken away last. */
  get waiting(): number {
    return this.readings - this.#taken;
  }

  /** Takes what was gathered away. */
  takeAway(): Gathered {
    const gathered = new Gathered(this.#channels);
    for (const channel of this.#channels.values()) channel.readings = new Gathering();
    this.#taken = this.readings;
    return gathered;
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
        this.#refuse(`a line of more than ${MOST_LINE_BYTES} bytes`);
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
    if (isState ? value.length > MAX_STATE_LENGTH : !Number.isFinite(value)) {
      throw new BadLine(`a value that cannot be kept: ${String(value).slice(0, 40)}`);
    }
    const known = this.#channels.get(channel) ?? this.#meet(channel, unit ?? (isState ? null : ""));
    this.#scanner.learn(known);
    const { readings } = known;
    if (isState) readings.add(instant, Number.NaN, value);
    else readings.add(instant, value + 0);
    this.readings++;
  }

  #meet(name: string, unit: Unit): Channel {
    if (name.length > MAX_NAME_LENGTH) throw new BadLine(`a channel's name of ${name.length} characters`);
    if (this.#channels.size >= MOST_CHANNELS) throw new BadLine(`more than ${MOST_CHANNELS} channels`);
    const channel: Channel = { unit, readings: new Gathering() };
    this.#channels.set(name, channel);
    return channel;
  }
}
