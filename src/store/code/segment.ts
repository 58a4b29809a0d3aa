import { DamagedBlock, opened, sealed } from "./block.ts";
import { BadBytes, ByteSink } from "./bytes.ts";
import { MOST_INTS } from "./ints.ts";
import { decodeRollups, encodeRollups, joinRollups, type Rollups, sliceRollups } from "./rollups.ts";

/** A segment holds all sealed readings of one channel in one span of 30 days, counted from 1970. */
export const SPAN_MS = 30 * 86_400_000;
/** Spans before and after 1970 that a Date can name, and more. */
export const SPANS = 2 ** 22;

export function spanOf(at: number): number {
  return Math.floor(at / SPAN_MS);
}

/** The segment's number, which is its row: segments of one channel follow each other in time. */
export function segmentId(channel: number, span: number): number {
  return channel * 2 * SPANS + span + SPANS;
}

export function spanOfSegment(id: number): number {
  return (id % (2 * SPANS)) - SPANS;
}

export function channelOfSegment(id: number): number {
  return Math.floor(id / (2 * SPANS));
}

/** What is known of a block without reading it. */
export interface BlockInfo {
  /** Where its bytes lie in the segment's data. */
  readonly offset: number;
  readonly length: number;
  readonly count: number;
  /** UTC ms of its first and last reading. */
  readonly first: number;
  readonly last: number;
  /** Decimals of its counts, −1 for floats. */
  readonly decimals: number;
  /** Its roll-ups; `null` when it has states. */
  readonly rollups: Rollups | null;
}

/** Beyond this no roll-ups are kept: those that are nearly readings are no use. */
const MOST_ROLLUPS = MOST_INTS;
/** Of the contents page; another one is made anew by `gleaner check --rebuild`. */
const FORM = 2;

const sink = new ByteSink();

/** Roll-ups in the same unit can share columns: all floats, or all counts of one resolution. */
function encodeGroups(blocks: readonly BlockInfo[], step: number): void {
  let from = 0;
  while (from < blocks.length) {
    const { rollups, decimals } = blocks[from] ?? { rollups: null, decimals: 0 };
    let to = from + 1;
    const alike = (other: BlockInfo | undefined): boolean =>
      other !== undefined && other.decimals === decimals && (other.rollups === null) === (rollups === null);
    while (alike(blocks[to])) to++;
    sink.varint(to - from);
    const group = blocks.slice(from, to).flatMap((block) => (block.rollups === null ? [] : [block.rollups]));
    const all = joinRollups(group);
    const kept = rollups !== null && all.count <= MOST_ROLLUPS;
    sink.byte(kept ? 1 : 0);
    if (kept) {
      for (const { count } of group) sink.varint(count);
      encodeRollups(all, step, decimals >= 0, sink);
    }
    from = to;
  }
}

/** The most usual step between readings. */
function usualStep(blocks: readonly BlockInfo[]): number {
  let step = 0;
  let most = 0;
  for (const { count, first, last } of blocks) {
    if (count <= most) continue;
    most = count;
    step = count > 1 ? Math.round((last - first) / (count - 1)) : 0;
  }
  return step;
}

/**
 * The contents page of a segment: its blocks and their roll-ups.
 * @param blocks one after the other in time
 * @throws RangeError when one begins before the one before it has ended, or ends before it begins: nobody could read that
 */
export function encodeContents(blocks: readonly BlockInfo[], id: number): Uint8Array {
  sink.clear();
  sink.word(0);
  sink.byte(FORM);
  sink.varint(blocks.length);
  let end = spanOfSegment(id) * SPAN_MS;
  for (const { length, count, first, last, decimals } of blocks) {
    if (first < end || last < first) throw new RangeError(`a block from ${first} to ${last} does not follow ${end}`);
    sink.varint(length);
    sink.varint(count);
    sink.varint(first - end);
    sink.varint(last - first);
    sink.byte(decimals + 1);
    end = last;
  }
  encodeGroups(blocks, usualStep(blocks));
  const bytes = sink.bytes();
  new DataView(bytes.buffer).setUint32(0, sealed(bytes.subarray(4), id), true);
  return bytes;
}

/** Reads a contents page. @throws DamagedBlock */
export function decodeContents(bytes: Uint8Array, id: number): BlockInfo[] {
  const source = opened(bytes, id, "the contents page of a segment");
  try {
    if (source.byte() !== FORM) throw new BadBytes("an unknown form of contents");
    const count = source.varint();
    if (count > source.left) throw new BadBytes("more blocks than bytes");
    let end = spanOfSegment(id) * SPAN_MS;
    let offset = 0;
    const blocks: BlockInfo[] = [];
    for (let i = 0; i < count; i++) {
      const length = source.varint();
      const readings = source.varint();
      const first = end + source.varint();
      const last = first + source.varint();
      blocks.push({ offset, length, count: readings, first, last, decimals: source.byte() - 1, rollups: null });
      offset += length;
      end = last;
    }
    for (let from = 0; from < count; ) {
      const to = from + source.varint();
      if (to <= from || to > count) throw new BadBytes("groups of blocks that do not fit");
      if (source.byte() === 1) {
        const counts = Array.from({ length: to - from }, () => source.varint());
        const rollups = decodeRollups(source);
        let at = 0;
        counts.forEach((size, i) => {
          const block = blocks[from + i];
          if (block) blocks[from + i] = { ...block, rollups: sliceRollups(rollups, at, at + size) };
          at += size;
        });
      }
      from = to;
    }
    return blocks;
  } catch (error) {
    if (error instanceof BadBytes) throw new DamagedBlock(`a contents page cannot be read: ${error.message}`);
    throw error;
  }
}
