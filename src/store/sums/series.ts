import { FURTHEST_INSTANT } from "../../model/index.ts";
import { lowerBound, sliceRun } from "../code/runs.ts";
import { SPAN_MS, spanOfSegment } from "../code/segment.ts";
import type { Run } from "../code/values.ts";
import { type Correction, isConfirmation } from "./correct.ts";
import type { Confirmed } from "./counter.ts";
import { DamagedData } from "./damage.ts";
import { firstNumberIn, lastNumberIn, type Part, partOf, withLate } from "./part.ts";

/** Sealed readings of one channel in one span, as they were written last. */
export interface SegmentRef {
  readonly id: number;
  readonly generation: number;
}

/** What is stored, as it is at one time: where a series takes its readings from. */
export interface Stored {
  /** Segments of the channel, oldest first. */
  segments(channel: number): readonly SegmentRef[];
  /** The sealed parts of a segment, oldest first. @throws DamagedData */
  parts(ref: SegmentRef, channel: string): readonly Part[];
  /** Readings of the channel that are not sealed, oldest first; `null`: there are none. */
  head(channel: number): Run | null;
  /** @throws DamagedData when newest readings of this span may be among those that are damaged */
  assertHead(channel: string, from: number, to: number): void;
  /** Corrections of the channel in force, as they were made. @throws StoreError when one is damaged */
  corrections(channel: string): readonly Correction[];
  /** A part as readers shall see it; `null` when nothing of it is left. */
  corrected(part: Part, corrections: readonly Correction[]): Part | null;
}

/** All readings of one channel, sealed and open, as one row of parts. Valid until what is stored changes. */
export class Series {
  readonly name: string;
  /** The house recorded it itself. */
  readonly own: boolean;
  readonly #stored: Stored;
  readonly #channel: number;
  /** Readings of the head that lie before the last sealed one, and those after it. */
  #late: Run | null = null;
  #fresh: Part | null = null;
  #split = false;

  constructor(
    stored: Stored,
    { id, name, own }: { readonly id: number; readonly name: string; readonly own: boolean },
  ) {
    this.#stored = stored;
    this.#channel = id;
    this.name = name;
    this.own = own;
  }

  #splitHead(): void {
    if (this.#split) return;
    const head = this.#stored.head(this.#channel);
    if (head !== null) {
      const border = lowerBound(head, this.#sealedTo() + 1);
      if (border > 0) this.#late = sliceRun(head, 0, border);
      if (border < head.count) this.#fresh = partOf(sliceRun(head, border, head.count));
    }
    this.#split = true;
  }

  /** The last sealed instant; where nobody can read what it is, the end of its span: all of that is damaged. */
  #sealedTo(): number {
    const newest = this.#stored.segments(this.#channel).at(-1);
    if (newest === undefined) return Number.NEGATIVE_INFINITY;
    try {
      return this.#stored.parts(newest, this.name).at(-1)?.last ?? Number.NEGATIVE_INFINITY;
    } catch (error) {
      if (!(error instanceof DamagedData)) throw error;
      return (spanOfSegment(newest.id) + 1) * SPAN_MS - 1;
    }
  }

  /** Parts that have readings with from ≤ at < to, oldest first, corrected; the outer ones may reach beyond. */
  parts(from: number, to: number): Part[] {
    const raw = this.#rawParts(from, to);
    const corrections = this.#stored.corrections(this.name);
    if (corrections.length === 0) return raw;
    return raw.flatMap((part) => this.#stored.corrected(part, corrections) ?? []);
  }

  #rawParts(from: number, to: number): Part[] {
    this.#splitHead();
    this.#stored.assertHead(this.name, from, to);
    const found: Part[] = [];
    for (const ref of this.#stored.segments(this.#channel)) {
      const start = spanOfSegment(ref.id) * SPAN_MS;
      if (start >= to || start + SPAN_MS <= from) continue;
      for (const part of this.#stored.parts(ref, this.name)) {
        if (part.first < to && part.last >= from) found.push(part);
      }
    }
    const late = this.#lateIn(from, to);
    const sealed = late === null ? found : mergeLate(found, late);
    if (this.#fresh && this.#fresh.first < to && this.#fresh.last >= from) sealed.push(this.#fresh);
    return sealed;
  }

  #lateIn(from: number, to: number): Run | null {
    if (this.#late === null) return null;
    const [low, high] = [lowerBound(this.#late, from), lowerBound(this.#late, to)];
    return low < high ? sliceRun(this.#late, low, high) : null;
  }

  /** The same, and before them the part with the last reading at or before `from`, whose value holds then. */
  partsHolding(from: number, to: number): Part[] {
    const before = this.partBefore(from);
    return this.parts(Math.min(before?.first ?? from, from), to);
  }

  /** Parts from the one with the last number at or before `from` to the one with the first at or after `to`. */
  partsAround(from: number, to: number): Part[] {
    let start = from;
    for (let part = this.partBefore(from); part !== undefined; part = this.partBefore(part.first - 1)) {
      start = part.first;
      if (lastNumberIn(part, from) >= 0) break;
    }
    return this.parts(start, (this.#numberAfter(to) ?? to) + 1);
  }

  /** The instant of the first number at or after `at`; `undefined` when there is none. */
  #numberAfter(at: number): number | undefined {
    // most often it is near: only where it is not, the search goes further
    for (let reach = 3_600_000; ; reach *= 16) {
      const end = Math.min(at + reach, FURTHEST_INSTANT + 1);
      for (const part of this.parts(at, end)) {
        const number = firstNumberIn(part, at);
        if (number !== undefined) return number;
      }
      if (end > FURTHEST_INSTANT) return undefined;
    }
  }

  /** Times of which a person confirmed that the readings are right. */
  confirmed(): readonly Confirmed[] {
    return this.#stored.corrections(this.name).filter(isConfirmation);
  }

  /** The last part that begins at or before the instant, corrected, with all late readings up to the instant. */
  partBefore(at: number): Part | undefined {
    const corrections = this.#stored.corrections(this.name);
    let limit = at;
    for (;;) {
      const part = this.#rawBefore(limit);
      if (part === undefined || corrections.length === 0) return part;
      const left = this.#stored.corrected(part, corrections);
      if (left !== null && left.first <= at) return left;
      limit = part.first - 1;
    }
  }

  /** The same without corrections: what they leave out was recorded none the less. */
  rawPartBefore(at: number): Part | undefined {
    return this.#rawBefore(at);
  }

  #rawBefore(at: number): Part | undefined {
    this.#splitHead();
    this.#stored.assertHead(this.name, at, at + 1);
    if (this.#fresh && this.#fresh.first <= at) return this.#fresh;
    const segments = this.#stored.segments(this.#channel);
    const early = this.#late === null ? 0 : lowerBound(this.#late, at + 1);
    const lateAt = early > 0 ? (this.#late?.at[early - 1] ?? 0) : Number.NEGATIVE_INFINITY;
    for (let i = segments.length - 1; i >= 0; i--) {
      const ref = segments[i];
      if (ref === undefined || spanOfSegment(ref.id) * SPAN_MS > at) continue;
      const part = this.#stored.parts(ref, this.name).findLast(({ first }) => first <= at);
      if (part === undefined) continue;
      if (lateAt < part.first) return part;
      return this.#rawParts(Math.min(part.first, lateAt), at + 1).at(-1);
    }
    return early > 0 && this.#late ? partOf(sliceRun(this.#late, 0, early)) : undefined;
  }
}

/** Late readings among sealed parts: merged where they fall into a part, parts of their own between. */
function mergeLate(parts: readonly Part[], late: Run): Part[] {
  const all: Part[] = [];
  let next = 0;
  for (const part of parts) {
    const before = lowerBound(late, part.first, next);
    if (before > next) all.push(partOf(sliceRun(late, next, before)));
    const after = lowerBound(late, part.last + 1, before);
    all.push(after > before ? withLate(part, sliceRun(late, before, after)) : part);
    next = after;
  }
  if (next < late.count) all.push(partOf(sliceRun(late, next, late.count)));
  return all;
}
