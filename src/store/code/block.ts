import { crc32 } from "node:zlib";
import { BadBytes, ByteSink, ByteSource } from "./bytes.ts";
import { MOST_INTS } from "./ints.ts";
import { decodeRest, instantAt, type Times, type TimesPlan } from "./times.ts";
import { type Column, decodeValues, encodeValues, type Run, valueAt } from "./values.ts";

/** Stored bytes that do not read as what was written: the disk changed them, or a mistake did. */
export class DamagedBlock extends Error {
  override readonly name = "DamagedBlock";
}

/** The readings of a block, decoded. */
export interface Chunk {
  readonly times: Times;
  readonly column: Column;
}

/** Whatever is kept begins with a CRC-32 of the rest, which starts from the number of its place. */
export function sealed(bytes: Uint8Array, place: number): number {
  return crc32(bytes, crc32(String(place)));
}

/** The bytes after the checksum. @throws DamagedBlock when they are not those that were written for this place */
export function opened(bytes: Uint8Array, place: number, what: string): ByteSource {
  if (bytes.length < 5) throw new DamagedBlock(`${what} is too short`);
  const source = new ByteSource(bytes);
  if (source.word() !== sealed(bytes.subarray(4), place)) throw new DamagedBlock(`${what} has a wrong checksum`);
  return source;
}

/** Rests shorter than this stay in the block; longer ones are shared by the channels that were read together. */
const SHARE_FROM_BYTES = 48;

export function isShared({ rest }: TimesPlan): boolean {
  return rest !== null && rest.length >= SHARE_FROM_BYTES;
}

const REGULAR = 0;
const INLINE = 1;
const SHARED = 2;

const sink = new ByteSink();

/**
 * Writes a block: values of `run` from index `from`, with the instants of `plan`.
 * @param place the number of the segment it belongs to
 * @param shared the row of the instants in `instants`, when they are shared
 */
export function encodeBlock(
  run: Run,
  from: number,
  plan: TimesPlan,
  place: number,
  shared: number | null,
  least_decimals: number,
): Uint8Array {
  sink.clear();
  sink.word(0);
  sink.word(0);
  sink.varint(plan.count);
  sink.raw(plan.head);
  if (plan.rest === null) sink.byte(REGULAR);
  else if (shared === null) {
    sink.byte(INLINE);
    sink.sized(plan.rest);
  } else {
    sink.byte(SHARED);
    sink.varint(shared);
    sink.word(crc32(plan.rest));
  }
  encodeValues(run, from, plan.count, least_decimals, sink);
  const bytes = sink.bytes();
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length, true);
  view.setUint32(0, sealed(bytes.subarray(4), place), true);
  return bytes;
}

/** Instants that several blocks share: the row they lie in and the checksum that they must have. */
export interface SharedRest {
  readonly row: number;
  readonly sum: number;
}

interface Head {
  readonly source: ByteSource;
  readonly count: number;
  readonly base: number;
  readonly step: number;
  readonly kind: number;
  readonly shared: SharedRest | null;
}

function readHead(bytes: Uint8Array, place: number): Head {
  const source = opened(bytes, place, "a block");
  if (source.word() !== bytes.length) throw new BadBytes("a block of another length");
  const count = source.varint();
  if (count < 1 || count > MOST_INTS) throw new BadBytes(`${count} readings in a block`);
  const base = source.signed();
  const step = source.signed();
  const kind = source.byte();
  const shared = kind === SHARED ? { row: source.varint(), sum: source.word() } : null;
  return { source, count, base, step, kind, shared };
}

/** Runs `read`; bytes that are not as the format says are damage. */
function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadBytes) throw new DamagedBlock(`a block cannot be read: ${error.message}`);
    throw error;
  }
}

/** The instants that a block shares with others, or `null`. @throws DamagedBlock */
export function sharedRest(bytes: Uint8Array, place: number): SharedRest | null {
  return orDamaged(() => readHead(bytes, place).shared);
}

/** Decodes the bytes of a row of `instants`. @throws DamagedBlock when they are not those that the block was written with */
export function openRest(bytes: Uint8Array | undefined, { sum }: SharedRest, count: number): Times["rest"] {
  if (bytes === undefined) throw new DamagedBlock("the instants of a block are missing");
  if (crc32(bytes) !== sum) throw new DamagedBlock("the instants of a block have a wrong checksum");
  return orDamaged(() => decodeRest(new ByteSource(bytes), count));
}

/** Gives the instants that blocks share. */
export type Rests = (shared: SharedRest, count: number) => Times["rest"];

/**
 * Reads a block.
 * @param place the number of its segment
 * @throws DamagedBlock
 */
export function decodeBlock(bytes: Uint8Array, place: number, rests: Rests): Chunk {
  return orDamaged(() => {
    const { source, count, base, step, kind, shared } = readHead(bytes, place);
    let rest: Times["rest"] = null;
    if (kind === INLINE) rest = decodeRest(new ByteSource(source.sized()), count);
    else if (shared !== null) rest = rests(shared, count);
    else if (kind !== REGULAR) throw new BadBytes(`an unknown form of instants (${kind})`);
    const column = decodeValues(source, count);
    if (source.left > 0) throw new BadBytes("more bytes than readings");
    return { times: { base, step, count, rest }, column };
  });
}

/** The plain columns of decoded readings, from `from` to before `to`. */
export function runOf({ times, column }: Chunk, from = 0, to = times.count): Run {
  const count = to - from;
  const at = new Float64Array(count);
  const numbers = new Float64Array(count);
  const states: (string | undefined)[] | null = column.classes === null ? null : new Array(count);
  for (let i = 0; i < count; i++) {
    at[i] = instantAt(times, from + i);
    const value = valueAt(column, from + i);
    numbers[i] = typeof value === "number" ? value : Number.NaN;
    if (states !== null) states[i] = typeof value === "string" ? value : undefined;
  }
  return { count, at, numbers, states };
}

/** What Node takes for the objects of a chunk, and for each array beside its numbers, as measured. */
const CHUNK_BYTES = 400;
const ARRAY_BYTES = 350;

/** Bytes of memory that a chunk takes, about. */
export function sizeOf({ times, column }: Chunk): number {
  const { counts, floats, classes } = column;
  const arrays = [times.rest, counts, floats, classes].filter((array) => array !== null);
  return arrays.reduce((sum, { byteLength }) => sum + ARRAY_BYTES + byteLength, CHUNK_BYTES);
}
