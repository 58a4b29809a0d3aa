import type { Met, StoreTrouble } from "../../model/index.ts";
import type { Chore, Lot, Result } from "./chore.ts";
import { isLoadWords, isPlainChore, type LoadWords } from "./shape.ts";

/**
 * Chores and their answers as bytes, between the process that was asked for them and the house. A frame is the length
 * of its words and of its columns (two unsigned numbers of four bytes, lowest first), JSON, and columns of doubles.
 */

/** Longer frames are refused: nobody may fill the house's memory. */
const MOST_WORDS = 2 * 1024 * 1024;
const MOST_COLUMNS = 4 * 1024 * 1024;
const LENGTHS = 8;

/** What a chore came to. */
export type Answer = Result | { readonly trouble: StoreTrouble };

/** Bytes that are no frame. */
export class BadFrame extends Error {
  override readonly name = "BadFrame";
}

interface Frame {
  readonly words: unknown;
  readonly columns: Uint8Array;
}

function frame(words: unknown, columns: readonly Float64Array[] = []): Buffer {
  const text = Buffer.from(JSON.stringify(words));
  const bytes = columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(
    bytes.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  return Buffer.concat([lengths, text, ...bytes]);
}

/** Puts frames together from whatever bytes arrive. */
export class Frames {
  #arrived: Buffer[] = [];
  #length = 0;

  /** @returns the frames that are complete now @throws BadFrame when one is too long or is no JSON */
  take(bytes: Buffer): Frame[] {
    this.#arrived.push(bytes);
    this.#length += bytes.length;
    const found: Frame[] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) found.push(next);
    return found;
  }

  #next(): Frame | null {
    if (this.#length < LENGTHS) return null;
    if ((this.#arrived[0]?.length ?? 0) < LENGTHS) this.#join();
    const [words, columns] = [this.#arrived[0]?.readUInt32LE(0) ?? 0, this.#arrived[0]?.readUInt32LE(4) ?? 0];
    if (words > MOST_WORDS || columns > MOST_COLUMNS) throw new BadFrame(`${words} and ${columns} bytes are too many`);
    const end = LENGTHS + words + columns;
    if (this.#length < end) return null;
    const all = this.#join();
    this.#arrived = all.length > end ? [all.subarray(end)] : [];
    this.#length -= end;
    return {
      words: parsed(all.toString("utf8", LENGTHS, LENGTHS + words)),
      // a copy begins where a column of doubles may
      columns: new Uint8Array(all.subarray(LENGTHS + words, end)),
    };
  }

  #join(): Buffer {
    const all = this.#arrived.length === 1 && this.#arrived[0] ? this.#arrived[0] : Buffer.concat(this.#arrived);
    this.#arrived = [all];
    return all;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadFrame("no JSON");
  }
}

/** States as a list of different ones and a column: 0 a number, else which state, from 1. */
function statesOf({ states, at }: Lot): { readonly names: string[]; readonly column: Float64Array } | null {
  if (states === undefined) return null;
  const known = new Map<string, number>();
  const column = Float64Array.from(at, (_, i) => {
    const state = states[i];
    if (state === undefined) return 0;
    const number = known.get(state) ?? known.size + 1;
    known.set(state, number);
    return number;
  });
  return { names: [...known.keys()], column };
}

/** The frame that asks for a chore. */
export function frameOf(chore: Chore): Buffer {
  if (chore.do !== "load") return frame(chore);
  const { name, unit, at, values, own } = chore.lot;
  const states = statesOf(chore.lot);
  const words = { do: "load", name, unit, own, count: at.length, ...(states && { states: states.names }) };
  return frame(words, [at, values, ...(states ? [states.column] : [])]);
}

function lotOf({ name, unit, count, states, own }: LoadWords, columns: Uint8Array): Lot {
  const all = new Float64Array(columns.buffer, 0, columns.length >>> 3);
  if (all.length !== count * (states ? 3 : 2)) throw new BadFrame("columns of other lengths");
  const numbers = all.subarray(2 * count);
  return {
    name,
    unit,
    ...(own && { own }),
    at: all.subarray(0, count),
    values: all.subarray(count, 2 * count),
    states: states && Array.from(numbers, (number) => (number === 0 ? undefined : states[number - 1])),
  };
}

/** The chore that a frame asks for. @throws BadFrame when it asks for none */
export function choreOf({ words, columns }: Frame): Chore {
  if (isLoadWords(words)) return { do: "load", lot: lotOf(words, columns) };
  if (isPlainChore(words)) return words;
  throw new BadFrame("what it asks for is no chore");
}

/** The frame that answers. */
export function answerFrame(answer: Answer): Buffer {
  return frame(answer);
}

/** The answer in a frame. @throws BadFrame when it is none */
export function answerOf({ words }: Frame): Answer {
  const answer = Object(words) as Partial<{ result: number; met: Met; trouble: StoreTrouble }>;
  if (typeof answer.result === "number") {
    return { result: answer.result, ...(answer.met !== undefined && { met: answer.met }) };
  }
  if (answer.trouble !== undefined) return { trouble: answer.trouble };
  throw new BadFrame("no answer");
}
