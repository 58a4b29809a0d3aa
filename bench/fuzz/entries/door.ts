import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type ImportMark, type Met, StoreError } from "../../../src/model/index.ts";
import type { Chore, Lot } from "../../../src/store/chores/chore.ts";
import { BadFrame, choreOf, Frames, frameOf } from "../../../src/store/chores/frames.ts";
import { perform } from "../../../src/store/chores/perform.ts";
import { troubleOf } from "../../../src/store/database/errors.ts";
import type { NewCorrection } from "../../../src/store/index.ts";
import type { BulkSet } from "../../../src/store/tools.ts";
import { Writer } from "../../../src/store/tools.ts";
import { memoryFolder } from "../../../test/support/place.ts";
import { BrokenRule, demand, type MakeEntry, type Outcome, type Verdict } from "../entry.ts";
import { demandInstant, demandName, demandUnit, demandValue, kindOf, pieces, shown } from "../rules.ts";

/** Frames that come in at the house's door: each is a chore on a real store, whose writer looks at what it is given. */

/** A store grows with what it takes: another one after so many inputs. */
const INPUTS_OF_A_STORE = 2_000;
const NOW = Date.UTC(2026, 10, 20, 10);
const MOST_READINGS = 32_768;
const LONGEST_WORDS = 4_096;

function demandText(words: unknown, what: string): void {
  demand(typeof words === "string" && words.length <= LONGEST_WORDS, () => `${what} ${shown(words)} was taken`);
}

/** The store's own writer, which refuses to write what must not be stored. */
class WatchedWriter extends Writer {
  override load(sets: readonly BulkSet[]): Met {
    for (const set of sets) this.#look(set);
    return super.load(sets);
  }

  override mark(mark: ImportMark, now: number): void {
    demandText(mark?.file, "a mark of the file");
    demand(
      Number.isSafeInteger(mark.bytes) && Number.isSafeInteger(mark.lines),
      () => `the mark ${shown(mark)} was taken`,
    );
    super.mark(mark, now);
  }

  override correct(correction: NewCorrection, now: number): number {
    const id = super.correct(correction, now);
    const { channel, since, until, change, note } = correction;
    demandText(channel, "a correction of");
    demandText(note, "the note");
    demand(Number.isSafeInteger(since) && Number.isSafeInteger(until), () => `${since} to ${until} was taken`);
    const isChange = change === "remove" || (Number.isFinite(change.factor) && Number.isFinite(change.shift));
    demand(isChange, () => `the change ${shown(change)} was taken`);
    return id;
  }

  #look({ at, channels }: BulkSet): void {
    demand(at.length <= MOST_READINGS, () => `${at.length} readings were taken at once`);
    for (const instant of at) demandInstant(instant);
    for (const { name, unit, values, states } of channels) {
      demandText(name, "the name");
      demandName(name);
      demandUnit(unit);
      demand(values.length === at.length, () => `${values.length} values at ${at.length} instants were taken`);
      values.forEach((value, index) => {
        const state = states?.[index];
        // not a number and no state: there is nothing
        if (state !== undefined || !Number.isNaN(value)) demandValue(state ?? value + 0);
      });
    }
  }
}

/** A store in memory that is thrown away after a while. */
class Stores {
  readonly #root = mkdtempSync(join(memoryFolder(), "gleaner-fuzz-"));
  #folder = "";
  #writer: WatchedWriter | undefined;
  #uses = 0;

  get folder(): string {
    return this.#folder;
  }

  next(): Writer {
    if (this.#uses++ % INPUTS_OF_A_STORE === 0) this.end();
    if (!this.#writer) {
      this.#folder = mkdtempSync(join(this.#root, "store-"));
      this.#writer = new WatchedWriter({ folder: this.#folder });
    }
    return this.#writer;
  }

  end(): void {
    this.#writer?.close();
    this.#writer = undefined;
    if (this.#folder !== "") rmSync(this.#folder, { recursive: true, force: true });
  }

  close(): void {
    this.end();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/**
 * The bytes as they arrive. An input that begins like JSON is framed rightly: its words end at the first zero byte, and
 * columns follow.
 */
function arriving(input: Buffer): Buffer {
  if (input[0] !== 0x7b) return input;
  const end = input.indexOf(0);
  const words = end < 0 ? input : input.subarray(0, end);
  const columns = end < 0 ? input.subarray(input.length) : input.subarray(end + 1);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(words.length, 0);
  lengths.writeUInt32LE(columns.length, 4);
  return Buffer.concat([lengths, words, columns]);
}

interface Asked {
  readonly chores: readonly Chore[];
  /** Why the door was shut, if it was. */
  readonly shut: string | null;
}

function asked(chunks: Iterable<Buffer>): Asked {
  const frames = new Frames();
  const chores: Chore[] = [];
  try {
    for (const chunk of chunks) for (const frame of frames.take(chunk)) chores.push(choreOf(frame));
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error;
    return { chores, shut: error.message };
  }
  return { chores, shut: null };
}

/** Does a chore to its end. @returns what became of it @throws whatever is not the store's own refusal */
function done(writer: Writer, chore: Chore, folder: string): string {
  try {
    const steps = perform(writer, chore, NOW);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return `${chore.do} done`;
    }
  } catch (error) {
    if (error instanceof BrokenRule) throw error;
    const own = error instanceof StoreError || (error instanceof Error && "errcode" in error);
    if (!own) throw error;
    const { fatal, message } = troubleOf(error, folder);
    demand(!fatal, () => `the house would end: ${message}`);
    return `${chore.do} ${message.replaceAll(folder, "")}`;
  }
}

function judge({ chores, shut }: Asked, became: readonly string[], bytes: Buffer): Outcome {
  const inPieces = asked(pieces(bytes));
  const isShut = inPieces.shut !== null;
  demand(isShut === (shut !== null), () => `in pieces the door is shut: ${isShut}, otherwise: ${shut !== null}`);
  // what comes together with nonsense may be thrown away with it
  const [whole, some] = [chores, inPieces.chores].map((all) => JSON.stringify(all));
  demand(shut !== null || whole === some, () => "in pieces it asks for something else");
  const kind = `${Math.min(3, chores.length)} ${kindOf(`${became.at(-1) ?? ""} ${shut ?? ""}`)}`;
  return { kind, taken: JSON.stringify([chores, shut]) };
}

const lot = (more: Partial<Lot> = {}): Chore => ({
  do: "load",
  lot: { name: "pv", unit: "W", at: Float64Array.of(NOW, NOW + 1_000), values: Float64Array.of(1, 2.5), ...more },
});

const CHORES: readonly Chore[] = [
  lot(),
  lot({ name: "cs", unit: null, values: Float64Array.of(Number.NaN, 3), states: ["float", undefined] }),
  { do: "mark", mark: { file: "csv 0123", bytes: 100, lines: 5, refused: 0 } },
  { do: "prune", channel: "pv", before: NOW - 1_000 },
  { do: "prune", channel: "pv", before: NOW, since: NOW - 5_000 },
  { do: "replace", replacement: { stretches: [{ channel: "pv", since: NOW, until: NOW + 1_000 }], note: "x" } },
  {
    do: "correct",
    correction: { channel: "pv", since: NOW, until: NOW + 5_000, change: { factor: 2, shift: 0 }, note: "x" },
  },
  { do: "undo", id: 1 },
  { do: "rebuild", segment: 1 },
  { do: "forget_paces" },
];

/** As `arriving` reads it: words, a zero byte, columns. */
function unframed(chore: Chore): Buffer {
  const frame = frameOf(chore);
  const words = 8 + frame.readUInt32LE(0);
  return Buffer.concat([frame.subarray(8, words), Buffer.alloc(1), frame.subarray(words)]);
}

export const make: MakeEntry = () => {
  const stores = new Stores();
  return {
    seeds: [
      ...CHORES.map(unframed),
      ...CHORES.map(frameOf),
      Buffer.concat(CHORES.map(frameOf)),
      Buffer.concat([frameOf(lot()), frameOf(lot()).subarray(0, 20)]),
    ],
    words: [
      ...["load", "mark", "prune", "correct", "undo", "rebuild", "forget_paces"].map((word) => `{"do":"${word}"`),
      ...['"name":', '"unit":', '"count":', '"states":', '"file":', '"bytes":', '"lines":', '"channel":', '"before":'],
      ...['"id":', '"segment":', '"correction":', '"since":', '"until":', '"change":', '"factor":', '"shift":'],
      ...['"note":', ":null", ":[]", ":{}", ":[[]]", ":[null]", ":true", ":-1", ':"', ",", "}", "]", "\0\0\0\0"],
    ],
    longest: 100_000,
    most_ms: 50,
    take: (input): Verdict => {
      const bytes = arriving(input);
      const asks = asked([bytes]);
      const writer = stores.next();
      const became = asks.chores.map((chore) => done(writer, chore, stores.folder));
      return () => judge(asks, became, bytes);
    },
    close: () => stores.close(),
  };
};
