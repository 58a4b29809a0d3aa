import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { wordsOf } from "../../model/index.ts";
import { BadBytes, type ByteSink, type ByteSource } from "./bytes.ts";
import { decodeInts, encodeInts, MOST_INTS } from "./ints.ts";

/**
 * A column of doubles that are mostly whole numbers, without loss. One byte says how it is kept:
 * 0 as 32-bit integers · 1 whole numbers up to 2^53 as two columns, 24 low bits and the rest ·
 * 2 doubles, their bytes by place (all first bytes, then all second ones …), zstd · 3 floats of 32 bits likewise
 */

const INTS = 0;
const WIDE = 1;
const DOUBLES = 2;
const FLOATS = 3;
const TWO_24 = 2 ** 24;
const MOST_BYTES = 8 * MOST_INTS;

const ints = new Int32Array(MOST_INTS);

function fitsInts(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    const whole = value | 0;
    if (whole !== value || (whole === 0 && Object.is(value, -0))) return false;
    ints[i] = whole;
  }
  return true;
}

function allWhole(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return false;
  }
  return true;
}

function allFloats(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (!Object.is(Math.fround(values[i] ?? 0), values[i])) return false;
  return true;
}

/** Bytes of one place together: neighbours are alike in their high bytes. */
function byPlace(bytes: Uint8Array, width: number, back: boolean): Uint8Array {
  const count = bytes.length / width;
  const turned = new Uint8Array(bytes.length);
  for (let place = 0; place < width; place++) {
    for (let i = 0; i < count; i++) {
      const [inRow, inPlane] = [i * width + place, place * count + i];
      if (back) turned[inRow] = bytes[inPlane] ?? 0;
      else turned[inPlane] = bytes[inRow] ?? 0;
    }
  }
  return turned;
}

function encodePlanes(values: Float64Array, count: number, width: 4 | 8, sink: ByteSink): void {
  const plain = new Uint8Array(count * width);
  const view = new DataView(plain.buffer);
  for (let i = 0; i < count; i++) {
    if (width === 8) view.setFloat64(8 * i, values[i] ?? 0, true);
    else view.setFloat32(4 * i, values[i] ?? 0, true);
  }
  sink.sized(zstdCompressSync(byPlace(plain, width, false)));
}

/** @param count at most 32,768 */
export function encodeNumbers(values: Float64Array, count: number, sink: ByteSink): void {
  if (fitsInts(values, count)) {
    sink.byte(INTS);
    encodeInts(ints, count, sink);
  } else if (allWhole(values, count)) {
    sink.byte(WIDE);
    for (let i = 0; i < count; i++) ints[i] = Math.floor((values[i] ?? 0) / TWO_24);
    encodeInts(ints, count, sink);
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? 0;
      ints[i] = value - Math.floor(value / TWO_24) * TWO_24;
    }
    encodeInts(ints, count, sink);
  } else if (allFloats(values, count)) {
    sink.byte(FLOATS);
    encodePlanes(values, count, 4, sink);
  } else {
    sink.byte(DOUBLES);
    encodePlanes(values, count, 8, sink);
  }
}

function decodePlanes(source: ByteSource, count: number, width: 4 | 8, into: Float64Array): void {
  let plain: Uint8Array;
  try {
    plain = zstdDecompressSync(source.sized(), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new BadBytes(wordsOf(error));
  }
  if (plain.length !== count * width) throw new BadBytes(`${plain.length} bytes for ${count} numbers`);
  const view = new DataView(byPlace(plain, width, true).buffer);
  for (let i = 0; i < count; i++) into[i] = width === 8 ? view.getFloat64(8 * i, true) : view.getFloat32(4 * i, true);
}

/** Reads what `encodeNumbers` wrote. @throws BadBytes */
export function decodeNumbers(source: ByteSource, count: number): Float64Array {
  if (count > MOST_INTS) throw new BadBytes(`${count} numbers in one column`);
  const values = new Float64Array(count);
  const kind = source.byte();
  if (kind === DOUBLES || kind === FLOATS) {
    decodePlanes(source, count, kind === DOUBLES ? 8 : 4, values);
    return values;
  }
  if (kind > WIDE) throw new BadBytes(`an unknown form of numbers (${kind})`);
  decodeInts(source, count, ints);
  for (let i = 0; i < count; i++) values[i] = ints[i] ?? 0;
  if (kind === WIDE) {
    decodeInts(source, count, ints);
    for (let i = 0; i < count; i++) values[i] = (values[i] ?? 0) * TWO_24 + (ints[i] ?? 0);
  }
  return values;
}

export type Narrow = Int8Array | Int16Array | Int32Array;

/** The smallest array that holds these integers: what is decoded stays in memory for a while. */
export function narrow(values: Int32Array, count: number): Narrow {
  let least = 0;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -32_768 && most <= 32_767) {
    // `from` would make a list of it first
    const narrowed = least >= -128 && most <= 127 ? new Int8Array(count) : new Int16Array(count);
    narrowed.set(values.subarray(0, count));
    return narrowed;
  }
  return values.slice(0, count);
}
