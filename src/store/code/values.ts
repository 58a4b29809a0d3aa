import type { Value } from "../../model/index.ts";
import { BadBytes, type ByteSink, type ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts, MOST_INTS } from "./ints.ts";
import { decodeNumbers, encodeNumbers, type Narrow, narrow } from "./numbers.ts";

/** Readings as plain columns: what goes into a block. */
export interface Run {
  readonly count: number;
  /** UTC ms, strictly growing. */
  readonly at: Float64Array;
  /** NaN where the value is a state. */
  readonly numbers: Float64Array;
  /** The state where the number is NaN; `null` when all are numbers. */
  readonly states: readonly (string | undefined)[] | null;
}

/**
 * The values of a block as they are decoded. Either `counts` of the sensor's resolution, value = (base + count) /
 * 10^decimals, or `floats` as they were given.
 */
export interface Column {
  readonly count: number;
  /** Digits after the point; −1 for floats. */
  readonly decimals: number;
  readonly base: number;
  readonly counts: Narrow | null;
  readonly floats: Float64Array | null;
  /** For each value the number of its state in `words`, from 1, or 0 for a number; `null` when all are numbers. */
  readonly classes: Narrow | null;
  readonly words: readonly string[];
}

/** Finer resolutions are kept as doubles. */
export const MOST_DECIMALS = 6;
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
const LARGEST = 2 ** 52;
const TWO_31 = 2 ** 31;

/** 10^decimals, for 0 to 6. */
export function powerOf(decimals: number): number {
  return POWERS[decimals] ?? 1;
}

/** Value number i of the column. */
export function valueAt(column: Column, i: number): Value {
  const kind = column.classes === null ? 0 : (column.classes[i] ?? 0);
  if (kind > 0) return column.words[kind - 1] ?? "";
  return numberAt(column, i);
}

/** Number i of the column; NaN for a state. */
export function numberAt({ base, counts, decimals, floats }: Column, i: number): number {
  if (counts === null) return floats?.[i] ?? Number.NaN;
  return (base + (counts[i] ?? 0)) / powerOf(decimals);
}

const counts = new Int32Array(MOST_INTS);

/**
 * The counts of one resolution into `counts`.
 * @returns the index of the first value that the resolution does not give back exactly; `count` when there is none
 */
function countAll(values: Float64Array, from: number, count: number, power: number, base: number): number {
  for (let i = 0; i < count; i++) {
    const value = values[from + i] ?? 0;
    const whole = Math.round(value * power);
    const offset = whole - base;
    if (whole / power !== value || !(Math.abs(whole) <= LARGEST) || !(offset >= -TWO_31 && offset < TWO_31)) return i;
    counts[i] = offset;
  }
  return count;
}

/** Learns the resolution: the fewest decimals that give back every value exactly; −1 when there is none. */
function learn(
  values: Float64Array,
  from: number,
  count: number,
  least_decimals: number,
): { decimals: number; base: number } {
  for (let decimals = least_decimals; decimals <= MOST_DECIMALS; decimals++) {
    const power = powerOf(decimals);
    if (countAll(values, from, count, power, 0) === count) return { decimals, base: 0 };
    const base = Math.round((values[from] ?? 0) * power);
    if (Math.abs(base) > 2 ** 24 && countAll(values, from, count, power, base) === count) return { decimals, base };
  }
  return { decimals: -1, base: 0 };
}

/** Numbers: a byte of decimals (255 for floats), then counts from a base, or doubles. */
function encodePlain(values: Float64Array, from: number, count: number, least_decimals: number, sink: ByteSink): void {
  const { decimals, base } = learn(values, from, count, least_decimals);
  if (decimals < 0) {
    sink.byte(255);
    encodeNumbers(values.subarray(from, from + count), count, sink);
    return;
  }
  sink.byte(decimals);
  sink.signed(base);
  encodeInts(counts, count, sink);
}

/**
 * Values of `run` from index `from` on.
 * @param least_decimals the resolution that the sensor has shown before, 0 when nothing is known
 */
export function encodeValues(run: Run, from: number, count: number, least_decimals: number, sink: ByteSink): void {
  const { states } = run;
  let mixed = false;
  if (states !== null) {
    for (let i = from; i < from + count && !mixed; i++) mixed = states[i] !== undefined;
  }
  sink.byte(mixed ? 1 : 0);
  if (!mixed || states === null) {
    encodePlain(run.numbers, from, count, least_decimals, sink);
    return;
  }
  const words = new Map<string, number>();
  const numbers = new Float64Array(count);
  const classes = new Int32Array(count);
  let plain = 0;
  for (let i = 0; i < count; i++) {
    const state = states[from + i];
    if (state === undefined) {
      numbers[plain++] = run.numbers[from + i] ?? 0;
      continue;
    }
    const known = words.get(state) ?? words.size + 1;
    words.set(state, known);
    classes[i] = known;
  }
  sink.varint(words.size);
  for (const word of words.keys()) sink.text(word);
  encodeInts(classes, count, sink);
  sink.varint(plain);
  if (plain > 0) encodePlain(numbers, 0, plain, least_decimals, sink);
}

function decodePlain(source: ByteSource, count: number): Column {
  const decimals = source.byte();
  const plain = { count, classes: null, words: [] };
  if (decimals === 255) {
    return { ...plain, decimals: -1, base: 0, counts: null, floats: decodeNumbers(source, count) };
  }
  if (decimals > MOST_DECIMALS) throw new BadBytes(`an unknown resolution (${decimals})`);
  const base = source.signed();
  decodeInts(source, count, counts);
  return { ...plain, decimals, base, counts: narrow(counts, count), floats: null };
}

/** Reads what `encodeValues` wrote. @throws BadBytes */
export function decodeValues(source: ByteSource, count: number): Column {
  const mixed = source.byte();
  if (mixed === 0) return decodePlain(source, count);
  if (mixed !== 1) throw new BadBytes(`an unknown form of values (${mixed})`);
  const kinds = source.varint();
  if (kinds > source.left) throw new BadBytes("more states than bytes");
  const words = Array.from({ length: kinds }, () => source.text());
  decodeInts(source, count, counts);
  const classes = narrow(counts, count);
  const plain = source.varint();
  if (plain > count) throw new BadBytes("more numbers than values");
  const inner = plain > 0 ? decodePlain(source, plain) : undefined;
  const floats = new Float64Array(count).fill(Number.NaN);
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (classes[i] === 0 && inner) floats[i] = numberAt(inner, next++);
  }
  return { count, decimals: -1, base: 0, counts: null, floats, classes, words };
}
