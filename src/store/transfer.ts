import { CSV_HEADER } from "../model/index.ts";
import { LOAD_AT_MOST, type Lot } from "./chores.ts";
import { type Format, writeLine } from "./formats.ts";
import type { DiskHistory } from "./history.ts";
import { type Gathered, Intake } from "./intake.ts";
import type { Keeper } from "./keeper.ts";

/** Readings fetched, and gathered, at a time: what is in memory does not depend on the size of the whole. */
const EXPORT_PAGE = 20_000;
/** Lines given at a time: long strings cost more than their length. */
const EXPORT_LINES = 500;
const GATHER = 400_000;
/** Readings of a lot: few at first, as the writer's code has to warm up. */
const FIRST_LOT = 1_024;
const LEAST_LOT = 256;
/** A lot that took longer was too large, one that was done sooner too small. */
const LONG_MS = 15;
const SHORT_MS = 6;
/** Lots that the house may have in hand: one that it works at, one that is there when it is done. */
const UNDER_WAY = 2;

/**
 * Readings as text, page by page, channel after channel, oldest first.
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
      const readings = history.range(name, at, to, EXPORT_PAGE);
      const last = readings.at(-1);
      if (last === undefined) break;
      for (let i = 0; i < readings.length; i += EXPORT_LINES) {
        const some = readings.slice(i, i + EXPORT_LINES);
        yield `${some.map((reading) => writeLine(format, reading, unit)).join("\n")}\n`;
      }
      at = last.at + 1;
    }
  }
}

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
  /** Lines that could not be read, and what is wrong with the first ones. */
  readonly refused: number;
  readonly complaints: readonly string[];
  /** Whether the text was read to its end. */
  readonly complete: boolean;
}

export interface ImportOptions {
  readonly format: Format;
  /** Of times that name none; absent: UTC. */
  readonly time_zone?: string | undefined;
  /** What the file is known by: its mark goes on with what is on the disk. Absent: it leaves none. */
  readonly file?: string | undefined;
  /** Where in the text the bytes begin; absent: at its beginning. */
  readonly begun?: { readonly bytes: number; readonly lines: number } | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Asked now and then: `true` ends the import after what was read. */
  readonly stopped?: () => boolean;
}

/** Hands readings over in lots that take the writer about so long: a commit of the house waits no longer. */
class Supply {
  readonly #keeper: Keeper;
  #size = FIRST_LOT;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  /** Resolves when all is on the disk. @throws StoreError */
  async store(gathered: Gathered): Promise<void> {
    const underWay: Promise<void>[] = [];
    try {
      for (let lot = gathered.next(this.#size); lot; lot = gathered.next(this.#size)) {
        underWay.push(this.#load(lot));
        if (underWay.length >= UNDER_WAY) await underWay.shift();
      }
    } finally {
      await Promise.all(underWay);
    }
  }

  async #load(lot: Lot): Promise<void> {
    const took_ms = await this.#keeper.do({ do: "load", lot });
    if (took_ms > LONG_MS) this.#size = Math.max(LEAST_LOT, Math.ceil(lot.at.length / 2));
    else if (took_ms < SHORT_MS && lot.at.length >= this.#size) this.#size = Math.min(LOAD_AT_MOST, this.#size * 2);
  }
}

/**
 * Reads text into the store. What is there already stays as it is: the same readings twice are as once.
 * @throws StoreError; what was acknowledged until then is there, and marked
 */
export async function importReadings(
  keeper: Keeper,
  text: AsyncIterable<Buffer>,
  { format, time_zone = "UTC", file, begun, onProgress, stopped }: ImportOptions,
): Promise<ImportReport> {
  const intake = new Intake(format, time_zone, begun ?? { bytes: 0, lines: 0 });
  let storing: Promise<void> = Promise.resolve();
  const supply = new Supply(keeper);
  const store = async (gathered: Gathered, bytes: number, lines: number): Promise<void> => {
    await supply.store(gathered);
    if (file !== undefined) await keeper.do({ do: "mark", mark: { file, bytes, lines } });
  };
  // while some are being stored the next ones are read
  const next = async (): Promise<void> => {
    await storing;
    storing = store(intake.takeAway(), intake.bytes, intake.lines);
    storing.catch(() => undefined);
  };
  let complete = true;
  for await (const bytes of text) {
    intake.take(bytes);
    onProgress?.(intake);
    if (intake.waiting >= GATHER) await next();
    if (stopped?.()) {
      complete = false;
      break;
    }
  }
  if (complete) intake.end();
  await next();
  await storing;
  const { bytes, lines, readings, refused, complaints } = intake;
  return { bytes, lines, readings, refused, complaints, complete };
}
